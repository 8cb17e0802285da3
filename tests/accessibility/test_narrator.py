"""What is read aloud, in which order, and what falls silent for it."""

import pytest

from accessibility.narrator import Control, Narrator, SpokenPage, on_arrival, on_change, on_focus
from accessibility.speech import DEFAULT_RATE, DEFAULT_VOLUME_DB, SilentSpeaker

VOTE = SpokenPage(
    key="vote",
    headline="Was soll im Garten wachsen?",
    body=("Sie dürfen eine bis drei Antworten wählen.",),
    choices=("Äpfel", "Bohnen"),
)
FULL = SpokenPage(key="vote", headline=VOTE.headline, notice="Sie haben schon drei gewählt.", body=VOTE.body)
REVIEW = SpokenPage(key="vote_review", headline="Stimmt das so?")


@pytest.fixture
def speaker():
    return SilentSpeaker()


@pytest.fixture
def narrator(speaker):
    narrator = Narrator(speaker)
    narrator.arrive(VOTE, "de")
    narrator.switch(True)
    speaker.transcript.clear()
    speaker.acts.clear()
    return narrator


def test_a_page_begins_with_what_went_wrong_then_the_question_and_ends_with_the_choices():
    page = SpokenPage(
        key="k", notice="Bitte wählen Sie etwas.", headline="Was?", body=("Eins.", " "), choices=("A", "B")
    )
    assert on_arrival(page) == ("Bitte wählen Sie etwas.", "Was?", "Eins.", "A", "B")


def test_focus_says_the_name_first_and_nothing_empty():
    assert on_focus(Control(name="Äpfel", state="gewählt")) == ("Äpfel", "gewählt")


def test_a_new_page_is_read_after_what_was_done():
    assert on_change(VOTE, REVIEW, confirmation="Gewählt: Äpfel.") == ("Gewählt: Äpfel.", "Stimmt das so?")


def test_on_the_same_page_only_the_act_and_what_went_wrong_are_said():
    assert on_change(VOTE, VOTE, confirmation="Gewählt: Äpfel.") == ("Gewählt: Äpfel.",)
    assert on_change(VOTE, FULL) == ("Sie haben schon drei gewählt.",)


def test_every_new_speech_is_preceded_by_silence(narrator, speaker):
    narrator.arrive(REVIEW, "de")
    narrator.focus(Control("Zurück"))
    narrator.tell("Sind Sie noch da?")
    assert speaker.acts == ["stop", "speak"] * 3


def test_every_act_interrupts(narrator, speaker):
    narrator.acted()
    assert speaker.acts == ["stop"]


def test_an_act_that_changes_nothing_to_be_heard_is_silent(narrator, speaker):
    narrator.arrive(VOTE, "de")
    assert speaker.transcript == []


def test_the_same_page_in_another_language_is_read_anew(narrator, speaker):
    narrator.arrive(VOTE, "en")
    assert speaker.transcript == list(on_arrival(VOTE))
    assert speaker.language == "en"


def test_switched_off_nothing_is_said(narrator, speaker):
    narrator.switch(False)
    assert speaker.acts == ["stop"]
    narrator.arrive(REVIEW, "de")
    narrator.focus(Control("Zurück"))
    narrator.repeat()
    narrator.pause_or_resume()
    assert speaker.transcript == []
    assert speaker.acts == ["stop"]


def test_switched_on_it_begins_with_the_page_that_is_there(speaker):
    narrator = Narrator(speaker)
    narrator.arrive(VOTE, "de")
    assert speaker.transcript == []
    narrator.switch(True)
    assert speaker.transcript == list(on_arrival(VOTE))


def test_repeat_says_it_once_more_and_pause_holds_the_voice(narrator, speaker):
    narrator.tell("Gespeichert.")
    narrator.repeat()
    assert speaker.transcript == ["Gespeichert."] * 2
    narrator.pause_or_resume()
    narrator.pause_or_resume()
    assert speaker.acts[-2:] == ["pause", "resume"]


def test_what_is_held_can_go_on_after_acts_that_say_nothing(narrator, speaker):
    narrator.pause_or_resume()
    narrator.acted()
    narrator.pause_or_resume()
    assert speaker.acts == ["pause", "stop", "resume"]


def test_what_was_held_is_over_when_something_else_is_said(narrator, speaker):
    narrator.pause_or_resume()
    narrator.tell("Gespeichert.")
    narrator.pause_or_resume()
    assert speaker.acts == ["pause", "stop", "speak", "pause"]


def test_whoever_asks_twice_is_told_where_they_are(narrator, speaker):
    narrator.tell("Gespeichert.")
    speaker.transcript.clear()
    narrator.repeat()
    narrator.repeat()
    assert speaker.transcript == ["Gespeichert.", *on_arrival(VOTE)]
    narrator.acted()
    narrator.tell("Gewählt.")
    speaker.transcript.clear()
    narrator.repeat()
    assert speaker.transcript == ["Gewählt."]


def test_a_held_voice_keeps_no_visit_alive():
    class Reading(SilentSpeaker):
        def speaking(self):
            return True

    narrator = Narrator(Reading())
    narrator.arrive(VOTE, "de")
    narrator.switch(True)
    assert narrator.speaking()
    narrator.pause_or_resume()
    assert not narrator.speaking()


def test_what_was_said_before_others_could_hear_is_not_repeated(narrator, speaker):
    narrator.tell("Gewählt: Äpfel.")
    narrator.hush()
    speaker.transcript.clear()
    narrator.repeat()
    assert speaker.transcript == []


def test_speed_and_volume_are_the_speakers(narrator, speaker):
    narrator.set_rate(1.25)
    narrator.set_volume(DEFAULT_VOLUME_DB - 4)
    assert speaker.rate == 1.25
    assert speaker.volume_db == DEFAULT_VOLUME_DB - 4


def test_after_the_visit_nothing_of_the_person_is_left(narrator, speaker):
    narrator.set_rate(2.0)
    narrator.set_volume(0)
    narrator.tell("Gewählt: Äpfel.")
    narrator.end_visit()
    assert not narrator.on
    assert (speaker.rate, speaker.volume_db) == (DEFAULT_RATE, DEFAULT_VOLUME_DB)
    narrator.switch(True)
    narrator.repeat()
    assert speaker.transcript == []
    narrator.set_rate(2.0)
    assert speaker.rate == 2.0
