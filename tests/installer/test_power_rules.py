"""Who may turn a station off: the rule for polkit is run as polkit does, by an engine for its language."""

from __future__ import annotations

import json

import pytest
from PySide6.QtQml import QJSEngine

from installer.install import UNITS

RULES = UNITS / "station" / "mitmach-power.rules"
POLKIT = "var rules = []; var polkit = {Result: {YES: 'yes'}, addRule: function (rule) { rules.push(rule); }};"
POWER_OFF = "org.freedesktop.login1.power-off"


@pytest.mark.parametrize(
    ("user", "action", "answer"),
    [
        ("mitmach-kiosk", POWER_OFF, "yes"),
        ("mitmach-kiosk", f"{POWER_OFF}-multiple-sessions", "yes"),
        ("mitmach-kiosk", f"{POWER_OFF}-ignore-inhibit", None),
        ("mitmach-kiosk", "org.freedesktop.login1.reboot", None),
        ("mitmach-kiosk", "org.freedesktop.systemd1.manage-units", None),
        ("mitmach-agent", POWER_OFF, None),
        ("guest", POWER_OFF, None),
    ],
)
def test_the_screens_may_turn_it_off_and_nobody_may_anything_else(qapp, user: str, action: str, answer: str | None):
    engine = QJSEngine()
    read = engine.evaluate(POLKIT + RULES.read_text(encoding="utf-8"))
    assert not read.isError(), read.toString()
    asked = engine.evaluate(f"rules[0]({json.dumps({'id': action})}, {json.dumps({'user': user})})")
    assert not asked.isError(), asked.toString()
    assert (asked.toString() if asked.isString() else None) == answer
