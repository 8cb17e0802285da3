"""Steps, voices and speakable text; the silent speaker keeps what would have been heard."""

from itertools import pairwise

import pytest

from accessibility.rendering import SLOWEST_NOMINAL, VOICES, rendering
from accessibility.speech import (
    DEFAULT_RATE,
    DEFAULT_VOLUME_DB,
    RATES,
    VOLUMES_DB,
    SilentSpeaker,
    Speaker,
    faster,
    louder,
    slower,
    softer,
    speakable,
    spelled,
)


def test_seven_rates_from_half_to_double_with_the_ordinary_one_among_them():
    assert len(RATES) == 7
    assert (RATES[0], RATES[-1]) == (0.5, 2.0)
    assert DEFAULT_RATE == 1.0


def test_faster_and_slower_walk_the_whole_table_and_stay_at_its_ends():
    rate = RATES[0]
    walked = [rate]
    while faster(rate) != rate:
        rate = faster(rate)
        walked.append(rate)
    assert tuple(walked) == RATES
    assert slower(RATES[0]) == RATES[0]
    assert slower(RATES[3]) == RATES[2]


def test_volume_covers_18_db_in_small_steps_one_of_them_12_db_above_the_lowest():
    assert VOLUMES_DB[-1] - VOLUMES_DB[0] >= 18
    assert VOLUMES_DB[0] + 12 in VOLUMES_DB
    assert all(0 < loud - soft <= 10 for soft, loud in pairwise(VOLUMES_DB))
    assert DEFAULT_VOLUME_DB in VOLUMES_DB


def test_louder_and_softer_stay_within_the_table():
    assert louder(VOLUMES_DB[-1]) == 0
    assert softer(VOLUMES_DB[0]) == VOLUMES_DB[0]
    assert softer(louder(DEFAULT_VOLUME_DB)) == DEFAULT_VOLUME_DB


def test_every_language_of_the_station_has_a_voice():
    assert set(VOICES) == {"de", "de-leicht", "en", "uk", "ru", "ar", "pl", "vi", "nds"}


def test_easy_language_is_the_german_voice_spoken_more_slowly():
    easy, usual = rendering("Hallo", language="de-leicht"), rendering("Hallo", language="de")
    assert easy.voice == usual.voice
    assert easy.words_per_minute < usual.words_per_minute


@pytest.mark.parametrize("language", VOICES)
def test_each_rate_is_asked_for_faster_than_the_one_before_or_with_shorter_pauses(language):
    asked = [rendering("x", language=language, rate=rate) for rate in RATES]
    assert all(entry.words_per_minute >= SLOWEST_NOMINAL for entry in asked)
    for slow, fast in pairwise(asked):
        assert (fast.words_per_minute, -fast.word_gap) > (slow.words_per_minute, -slow.word_gap)


def test_speakable_text_has_no_soft_hyphens_controls_or_broken_characters():
    assert speakable("Stadt\u00adteil\u200b-\u202eBegegnung\x00\n\n zentrum \ud800!") == "Stadtteil-Begegnung zentrum !"
    assert speakable("Gru\u0308n") == "Grün"
    assert speakable(" \u00ad ") == ""


def test_a_number_with_spaces_between_its_thousands_is_read_as_one():
    assert speakable("13\u00a0000 євро") == "13000 євро"
    assert speakable("1\u202f234\u00a0567") == "1234567"
    assert speakable("3\u00a0хвилини, 13 000") == "3 хвилини, 13 000"


def test_speakable_text_keeps_every_script():
    for text in ("Straße, 12 €?", "Чи бачите ви?", "هل ترى؟", "Bạn có thấy không?", "Źdźbło"):
        assert speakable(text) == text


def test_a_code_is_read_character_by_character():
    assert spelled("K7Q-2X") == "K, 7, Q. 2, X"
    assert spelled("") == ""


def test_the_silent_speaker_keeps_a_transcript_of_the_visit_and_no_longer():
    silent = SilentSpeaker()
    speaker: Speaker = silent
    speaker.speak(["Guten Tag.", "Was möchten Sie tun?"], "de")
    speaker.stop()
    speaker.repeat()
    assert silent.transcript == ["Guten Tag.", "Was möchten Sie tun?"] * 2
    assert silent.acts == ["speak", "stop", "repeat"]
    speaker.set_rate(2.0)
    speaker.set_volume(0)
    speaker.forget()
    speaker.repeat()
    assert silent.transcript == []
    assert (silent.rate, silent.volume_db) == (DEFAULT_RATE, DEFAULT_VOLUME_DB)
