"""A warning takes over the greeting: in every language it has, until it ends, and never over how to begin."""

from __future__ import annotations

from datetime import timedelta

from kiosk.station.warning import TURN_SECONDS
from kiosk.texts import Texts
from kiosk.viewmodel.intents import Start
from kiosk.viewmodel.views import AttractView, LanguagesView
from sync.protocol.emergency_notice import EmergencyNotice
from tests.kits.station_twin import NOON, Kit

NOTICE = EmergencyNotice(
    {"de": "Sturmflut", "ar": "عاصفة"}, {"de": "Bleiben Sie weg.", "ar": "ابقوا بعيداً."}, NOON + timedelta(hours=6)
)


def greeting(kit: Kit) -> AttractView:
    view = kit.wait(1)
    assert isinstance(view, AttractView)
    return view


def test_it_is_all_that_is_said_besides_how_to_begin(kit: Kit) -> None:
    before = greeting(kit)
    kit.station.notice = NOTICE
    kit.seconds.now = TURN_SECONDS * 100.0
    view = greeting(kit)
    assert view.headline == "Sturmflut"
    assert view.notice.startswith("Bleiben Sie weg.\n")
    assert view.greetings == before.greetings, "how to begin stays"
    assert isinstance(kit.ask(Start()), LanguagesView)


def test_it_is_shown_in_one_language_after_the_other(kit: Kit) -> None:
    kit.station.notice = NOTICE
    kit.seconds.now = TURN_SECONDS * 100.0
    seen = [greeting(kit).headline]
    for _ in range(3):
        seen.append(kit.wait(TURN_SECONDS).headline)
    assert seen == ["Sturmflut", "عاصفة", "Sturmflut", "عاصفة"]
    assert kit.view.frame.right_to_left


def test_it_ends_by_itself_and_is_taken_back(kit: Kit) -> None:
    usual = Texts("de").text("attract.headline")
    kit.station.notice = NOTICE
    assert greeting(kit).headline != usual
    kit.station.time = NOTICE.until
    assert greeting(kit).headline == usual
    kit.station.time = NOON
    assert greeting(kit).headline != usual
    kit.station.notice = None
    assert greeting(kit).headline == usual
