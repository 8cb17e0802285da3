"""The page of the devices, for attendants: each with its sentence, and one button for all. Values from values."""

from __future__ import annotations

from dataclasses import replace

from hardware.probes import DeviceKind, DeviceStand
from kiosk.session.shared_views import paper_words
from kiosk.staff.closing_view import print_action
from kiosk.staff.device_check import DeviceCheckState
from kiosk.staff.step_frame import step_frame
from kiosk.texts import Texts
from kiosk.viewmodel.intents import TryDevices
from kiosk.viewmodel.views import Action, Line, StaffView


def device_check_view(words: Texts, state: DeviceCheckState, *, tried: str, can_print: bool) -> StaffView:
    """How each device is. ``tried`` says when all were tried out last."""
    tries = Action(TryDevices(), words.text("staff.devices.try"), "check", enabled=not state.is_trying)
    lines = [
        Line(words.text(f"staff.device.{kind}"), words.text(f"staff.device.stand.{stand}"), public=True)
        for kind, stand in state.stands.items()
    ]
    trying = words.text("staff.devices.trying")
    if state.stands.get(DeviceKind.LAMP) is DeviceStand.THERE:
        trying += "\n" + words.text("staff.devices.lamp")
    return StaffView(
        replace(step_frame(words), main=tries),
        words.text("staff.devices"),
        lines=(*lines, Line(words.text("staff.devices.tried"), tried, public=True)),
        progress=trying if state.is_trying else "",
        part="devices",
        print_action=print_action(words, state.paper) if can_print else None,
        print_words=paper_words(words, state.paper),
    )
