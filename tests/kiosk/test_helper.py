"""Somebody helps at the screen, sees no answer and changes none; what is begun goes from hand to hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QRect

from accessibility.speech import SilentSpeaker
from hardware.fakes import MemoryHeadphones
from kiosk.app import Kiosk
from kiosk.devtools.sample_surveys import SURVEY
from kiosk.session.helper import MOST_WRONG
from kiosk.tasks import TASKS
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import (
    GoodbyeView,
    HelperView,
    HelpView,
    OwnNumberView,
    PollsView,
    ReceiptView,
    View,
    VoteReviewView,
    VoteView,
)
from sync.station.database import open_database
from tests.kits.content import Keys
from tests.kits.kiosk_station import make_station
from tests.kits.listening import settle
from tests.kits.station_twin import Kit
from tests.kits.visit_paths import GARDEN, chosen

CALL = (wish.OpenHelp(), wish.CallHelper())
LEFT, RIGHT = "play", "benches"
"""Two answers between which a helper must not be able to tell."""


@pytest.fixture
def helped(kit: Kit) -> Kit:
    """A person who has chosen something, picked a number, and is helped since."""
    kit.at_home()
    kit.ask(*GARDEN, wish.Choose(LEFT), *CALL, wish.PickNumber(4))
    return kit


def test_a_helper_goes_everywhere_and_meets_a_closed_page_where_the_person_decides(kit: Kit):
    kit.at_home()
    assert kit.ask(*CALL).notice == "Jemand hilft Ihnen jetzt. Was Sie wählen, bleibt geheim."
    assert isinstance(kit.ask(wish.OpenPolls()), PollsView)
    view = kit.ask(wish.OpenPoll("garten-nordwest"))
    assert isinstance(view, HelperView)
    assert not view.notice
    assert view.frame.aids and view.frame.back and view.frame.home and view.frame.end
    assert isinstance(kit.ask(wish.TakeScreen()), VoteView)
    kit.ask(wish.Choose(LEFT), wish.Continue())
    assert isinstance(kit.ask(wish.Cast()), ReceiptView)
    assert isinstance(kit.ask(wish.Home(), wish.OpenPolls(), wish.OpenPoll("neuer-markt")), HelperView), "once more"


def test_no_page_that_a_helper_can_come_to_tells_one_answer_from_another(keys: Keys):
    ways = (wish.OpenHelp(), wish.Continue(), wish.TakeScreen(), wish.PickNumber(5), wish.Back(), wish.Back())
    ways += (wish.OpenPoll("garten-nordwest"), wish.NextSize(), wish.EndVisit(), wish.KeepGoing(), wish.Home())
    seen = []
    for option in (LEFT, RIGHT):
        kit = Kit(keys=keys)
        kit.at_home()
        kit.ask(*GARDEN, wish.Choose(option), *CALL, wish.PickNumber(4))
        seen.append([kit.view, *(kit.ask(one) for one in ways)])
    assert seen[0] == seen[1]


@pytest.mark.parametrize("act", [wish.Choose(RIGHT), wish.Choose(LEFT), wish.Continue(), wish.Cast()])
def test_a_helper_changes_no_answer_and_casts_none(helped: Kit, act: wish.Intent):
    helped.ask(act, wish.TakeScreen(), wish.PickNumber(4))
    assert isinstance(helped.view, VoteView) and chosen(helped.view) == {LEFT}
    assert helped.outbox.records == []


def test_what_is_begun_goes_to_the_helper_and_back_as_it_was(helped: Kit):
    assert isinstance(helped.view, HelperView)
    helped.ask(wish.NextSize(), wish.OpenLanguages(), wish.ChooseLanguage("en"), wish.TakeScreen())
    assert isinstance(helped.view, OwnNumberView)
    assert chosen(helped.ask(wish.PickNumber(4))) == {LEFT}
    helped.ask(*CALL, wish.PickNumber(9), wish.Back(), *GARDEN, wish.TakeScreen(), wish.PickNumber(9))
    assert chosen(helped.view) == {LEFT}, "also when the helper went elsewhere meanwhile"
    assert isinstance(helped.ask(wish.Continue()), VoteReviewView)
    helped.ask(wish.Cast(), wish.EndVisit())
    assert len(helped.outbox.records) == 1
    assert isinstance(helped.view, GoodbyeView)


def test_without_the_number_the_answer_is_gone_and_can_be_given_anew(helped: Kit):
    helped.ask(wish.TakeScreen(), *[wish.PickNumber(5)] * (MOST_WRONG - 1))
    assert isinstance(helped.view, OwnNumberView) and helped.view.notice
    view = helped.ask(wish.PickNumber(5))
    assert isinstance(view, VoteView) and chosen(view) == set() and view.notice
    kit = helped
    kit.ask(wish.Choose(LEFT), *CALL, wish.PickNumber(4), wish.TakeScreen())
    assert chosen(kit.ask(wish.ForgetNumber())) == set()


def test_behind_the_covered_screen_only_who_listens_answers(kit: Kit):
    kit.at_home()
    kit.ask(wish.SwitchSpeech(), wish.SwitchPrivateSpeech(), *CALL, *GARDEN)
    assert isinstance(kit.ask(wish.ListenAlone()), HelperView), "without headphones"
    kit.headphones.on = True
    view = kit.ask(wish.ListenAlone(), wish.Choose(LEFT))
    assert isinstance(view, VoteView) and chosen(view) == {LEFT}
    assert view.frame.curtain is not None and view.frame.curtain.intent == wish.CallHelper()
    assert view.frame.profile.curtain and not view.frame.profile.private_aloud
    assert kit.ask(wish.SwitchCurtain()).frame.curtain is not None, "no wish lifts it"
    kit.headphones.on = False
    assert isinstance(kit.wait(1), HelperView), "pulled out"
    view = kit.ask(wish.TakeScreen())
    assert isinstance(view, VoteView) and chosen(view) == set(), "what was only heard is never seen"


def test_a_vote_by_ear_is_cast_and_counted_as_helped_and_nobody_is_named(kit: Kit):
    kit.headphones.on = True
    kit.at_home()
    kit.ask(*CALL, *GARDEN, wish.ListenAlone(), wish.Choose(LEFT), wish.Continue())
    assert isinstance(kit.ask(wish.Cast()), ReceiptView)
    kit.ask(wish.EndVisit())
    kit.wait(60)
    (_, end), *more = kit.station.ends
    assert not more and "helper" in end.aids


def test_who_helps_no_more_sees_the_person_answer_on_an_open_page(helped: Kit):
    help_page = helped.ask(wish.OpenHelp())
    assert isinstance(help_page, HelpView)
    assert wish.EndHelp() not in [way.intent for way in help_page.others], "an answer stands there"
    helped.ask(wish.EndHelp())
    assert isinstance(helped.ask(wish.Back()), HelperView)
    helped.ask(wish.TakeScreen(), wish.PickNumber(4), wish.OpenHelp())
    assert chosen(helped.ask(wish.EndHelp())) == {LEFT}
    assert isinstance(helped.ask(wish.Home(), *GARDEN), VoteView)


SEEN_BY_BOTH = {"polls", "districts", "code", "scan_code", "poll_about", "vote_receipt"} | {
    "surveys",
    "survey",
    "survey_how",
    "survey_pause",
    "survey_sent",
    "survey_receipt",
}
"""Steps of polls and surveys at which no answer stands."""


def test_every_step_with_an_answer_is_closed_to_helpers():
    """A new step of voting or of a survey is looked at by somebody before a helper is."""
    for task in (one for one in TASKS if one.secret):
        assert {str(step) for step in task.views} - {str(step) for step in task.secret} <= SEEN_BY_BOTH
    assert {task.word for task in TASKS if task.secret} == {"voting", "surveys"}


def test_an_answer_to_a_survey_is_closed_too_and_gone_without_the_number(kit: Kit):
    kit.station.content.files[f"surveys/{SURVEY['id']}.json"] = json.dumps(dict(SURVEY)).encode()  # type: ignore[union-attr]
    kit.station.content_name = "with a survey"
    kit.wait(1)
    kit.at_home()
    kit.ask(wish.OpenSurveys(), wish.OpenSurvey(SURVEY["id"]), wish.Continue())
    open_page = kit.view
    first = open_page.options[0].intent  # type: ignore[attr-defined]
    kit.ask(first, *CALL, wish.PickNumber(2))
    assert isinstance(kit.view, HelperView)
    kit.ask(wish.TakeScreen(), wish.ForgetNumber())
    kit.ask(wish.OpenSurveys(), wish.OpenSurvey(SURVEY["id"]), wish.Continue(), wish.TakeScreen())
    assert not any(option.chosen for option in kit.view.options)  # type: ignore[attr-defined]


# --- what really comes out: pixels, sound, log, database --------------------------------------------------------------


@dataclass
class Witness:
    """A helper who keeps all there is to see and to hear."""

    pictures: list[bytes] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)


@contextmanager
def station_in(folder: Path, keys: Keys) -> Iterator[tuple[Kiosk, SilentSpeaker, MemoryHeadphones]]:
    speaker, headphones = SilentSpeaker(), MemoryHeadphones()
    folder.mkdir()
    kiosk = Kiosk(make_station(folder, keys), speaker=speaker, random=Random(1), now_ms=lambda: 0.0, with_voice=False)
    kiosk.window.setGeometry(QRect(0, 0, 540, 960))
    kiosk.window.show_view(kiosk.view)
    kiosk.window.show()
    kiosk.begin()
    kiosk.machinery().headphones = headphones
    kiosk._wake_voice()
    try:
        yield kiosk, speaker, headphones
    finally:
        kiosk.close()


def look(kiosk: Kiosk, speaker: SilentSpeaker, witness: Witness) -> None:
    settle()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    kiosk.window.grab().save(buffer, "PNG")
    witness.pictures.append(bytes(buffer.data().data()))
    witness.heard += speaker.transcript
    speaker.transcript.clear()


def watched(folder: Path, keys: Keys, option: str) -> tuple[Witness, View]:
    """A visit in which the helper looks on; what the helper saw and heard, and the last page."""
    witness = Witness()
    with station_in(folder, keys) as (kiosk, speaker, headphones):
        together = (wish.Start(), wish.ChooseLanguage("de"), wish.Continue(), wish.SwitchSpeech())
        for one in (*together, *GARDEN, wish.Choose(option)):  # alone, without headphones
            kiosk.ask(one)
        speaker.transcript.clear()
        for one in (*CALL, wish.PickNumber(3), wish.NextSize(), wish.TakeScreen(), wish.PickNumber(8), wish.Back()):
            kiosk.ask(one)
            look(kiosk, speaker, witness)
        headphones.on = True
        kiosk._voice._listen()  # by itself it looks now and then
        for one in (wish.ListenAlone(), wish.Choose("seating"), wish.CallHelper()):
            kiosk.ask(one)
            speaker.transcript.clear()  # what only the headphones bring
            look(kiosk, speaker, witness)
        headphones.on = False
        kiosk._voice._listen()
        kiosk.tick()
        look(kiosk, speaker, witness)
        return witness, kiosk.view


def test_no_picture_no_sound_no_log_and_no_row_tells_the_helper_what_was_chosen(qtbot, tmp_path: Path, keys: Keys):
    left, view = watched(tmp_path / "left", keys, LEFT)
    right, _ = watched(tmp_path / "right", keys, RIGHT)
    assert isinstance(view, HelperView)
    assert left.heard == right.heard
    assert left.pictures == right.pictures
    for folder in ("left", "right"):
        data = tmp_path / folder / "station"
        with closing(open_database(data / "db" / "station.sqlite")) as connection:
            rows = [row for row in connection.iterdump() if "'visits " not in row]
        dump = "\n".join(rows)  # without the sums of the day, which say of all its visits that somebody helped
        logs = "".join(path.read_text() for path in (data / "log").iterdir() if path.is_file())
        for text in (dump, logs):
            assert LEFT not in text and RIGHT not in text and "helper" not in text
