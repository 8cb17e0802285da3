"""A vote, a report and what became of them from what is heard alone, with two switches (R40, R52, R53). With the keys
of a keypad it is done, in every language, where the transcripts are made (``test_transcripts``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from accessibility.speech import DEFAULT_RATE, DEFAULT_VOLUME_DB, speakable
from hardware.ports import Key
from installer.catalogues import compile_all
from kiosk.texts import FOLDER
from tests.kits.blindfold import WithArrows, WithTwoSwitches
from tests.kits.content import AS_OF, Keys
from tests.kits.kiosk_station import give_ballot_log
from tests.kits.listening import Seat, agree, begin, cast, choose_answer, look_up, report, seated


@pytest.fixture(scope="module")
def keys() -> Keys:
    compile_all((FOLDER,))
    return Keys()


@pytest.fixture
def seat(request, qtbot, tmp_path, keys) -> Iterator[Seat]:
    kind, language = request.param
    with seated(kind, language, tmp_path, keys) as made:
        yield made


@pytest.mark.parametrize("seat", [(WithTwoSwitches, code) for code in ("de", "de-leicht", "ar")], indirect=True)
def test_a_vote_a_report_and_what_became_of_both_by_ear(seat):
    begin(seat, Key.SWITCH_NEXT)
    agree(seat)
    wanted = choose_answer(seat)
    assert seat.person.heard[0] == f"{wanted}: {seat.text('page.chosen')}"
    tracker = cast(seat, wanted)
    assert seat.stored() == 1
    number = report(seat)
    assert seat.stored() == 2
    assert seat.text("answer.report.waits") in look_up(seat, number)
    if seat.language == "ar":  # a tracker is long, and typed in the same way
        give_ballot_log(seat.config, seat.keys, staged=seat.config.data / "staged-log")
        heard = look_up(seat, tracker)
        assert speakable(seat.words.text("answer.ballot.in_box", date=seat.words.date(AS_OF))) in map(speakable, heard)
    seat.person.choose(seat.text("common.end.name"))
    assert seat.person.heard[0] == seat.text("goodbye.headline")


@pytest.mark.parametrize(
    "seat",
    [(WithArrows, "de"), (WithTwoSwitches, "de-leicht"), (WithArrows, "ar")],
    ids=lambda value: f"{value[0].__name__}-{value[1]}",
    indirect=True,
)
def test_what_goes_on_in_the_district_is_heard_from_the_list_to_the_question(seat):
    person, text = seat.person, seat.text
    begin(seat, Key.SWITCH_NEXT if isinstance(person, WithTwoSwitches) else Key.RIGHT)
    heard = person.choose(text("home.projects"))
    assert text("projects.now") in heard
    title = seat.words.content(seat.kiosk.machinery().conductor.offer.projects["garten-nordwest"].title)
    page = person.choose(speakable(title))
    assert text("promise.headline") in page
    assert any(sentence.startswith(f"{text('promise.by')}: ") for sentence in page)
    assert any(sentence.startswith(f"{text('project.take_part')}.") for sentence in page)
    question = person.choose(text("project.take_part"))
    first = seat.kiosk.machinery().conductor.offer.polls["garten-nordwest"].options[0]
    assert any(sentence.startswith(speakable(seat.words.content(first.title))) for sentence in question)
    person.choose(text("common.home"))
    person.choose(text("home.projects"))
    person.choose(text("projects.city"))
    assert any("1: " in sentence for sentence in person.choose(text("projects.map")))


@pytest.mark.parametrize("seat", [(WithArrows, "de")], indirect=True)
def test_the_keys_of_the_voice_work_everywhere_and_the_next_person_begins_anew(seat):
    person = seat.person
    begin(seat, Key.RIGHT)
    assert person.press(Key.FASTER) == ["Geschwindigkeit 4 von 7"]
    assert person.press(Key.LOUDER) == ["Lautstärke 5 von 7"]
    assert (seat.speaker.rate, seat.speaker.volume_db) == (1.25, DEFAULT_VOLUME_DB + 4)
    assert person.press(Key.SOFTER) == ["Lautstärke 4 von 7"]
    assert person.press(Key.REPEAT) == ["Lautstärke 4 von 7"]
    assert person.press(Key.REPEAT)[0] == seat.text("home.headline")
    person.press(Key.PAUSE)
    assert seat.speaker.acts[-1] == "pause"
    person.choose(seat.text("common.end.name"))
    conductor = seat.kiosk.machinery().conductor
    conductor._farewell = replace(conductor._farewell, until=0)
    seat.kiosk.tick()
    assert (seat.speaker.rate, seat.speaker.volume_db) == (DEFAULT_RATE, DEFAULT_VOLUME_DB)
