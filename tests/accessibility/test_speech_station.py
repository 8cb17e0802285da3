"""The station's speaker: sentences in order, silence at once, and nothing of a person on disk."""

import hashlib

import pytest

from accessibility.clips import Clips
from accessibility.rendering import rendering
from accessibility.speech import DEFAULT_VOLUME_DB, NO_WORD, Speaker
from accessibility.station_speaker import StationSpeaker
from accessibility.voice import HelperVoice, ScriptedVoice
from hardware.fakes import MemoryAudioOut
from tests.kits.waiting import PATIENCE_MS

SENTENCES = ["Eins.", "Zwei.", "Drei."]


@pytest.fixture
def voice():
    return ScriptedVoice()


@pytest.fixture
def audio():
    return MemoryAudioOut()


@pytest.fixture
def clips(tmp_path):
    return Clips(tmp_path / "speech")


@pytest.fixture
def speaker(voice, audio, clips):
    return StationSpeaker(voice=voice, audio=audio, clips=clips)


def sound(text):
    return ScriptedVoice.sound(text).samples


def test_it_is_a_speaker_and_returns_before_there_is_any_sound(speaker: Speaker, audio):
    speaker.speak(SENTENCES, "de")
    assert speaker.speaking()
    assert audio.heard == []


def waiting(voice):
    return [wanted.text for wanted, _ in voice.waiting]


def test_sentences_are_heard_in_order_each_rendered_while_the_one_before_is_heard(speaker, voice, audio):
    speaker.speak(SENTENCES, "de")
    assert waiting(voice) == ["Eins."]
    voice.answer()
    assert (audio.playing, waiting(voice)) == (sound("Eins."), ["Zwei."])
    voice.answer()
    assert (audio.playing, waiting(voice)) == (sound("Eins."), [])
    audio.finish()
    assert (audio.playing, waiting(voice)) == (sound("Zwei."), ["Drei."])
    audio.finish()
    assert audio.playing is None
    voice.answer()
    audio.finish()
    assert audio.heard == [sound(text) for text in SENTENCES]
    assert not speaker.speaking()


def test_stop_is_silence_at_once_and_nothing_comes_after(speaker, voice, audio):
    speaker.speak(SENTENCES, "de")
    voice.answer()
    speaker.stop()
    assert audio.playing is None
    assert waiting(voice) == []
    assert not speaker.speaking()


def test_new_speech_takes_the_place_of_the_old(speaker, voice, audio):
    speaker.speak(SENTENCES, "de")
    voice.answer()
    speaker.speak(["Neu."], "en")
    assert audio.playing is None
    assert waiting(voice) == ["Neu."]
    voice.answer()
    assert audio.playing == sound("Neu.")
    assert voice.asked[-1].voice == "en"


def test_a_sentence_that_cannot_be_spoken_is_passed_over(speaker, voice, audio):
    speaker.speak(SENTENCES, "de")
    voice.answer(fails=True)
    voice.answer()
    assert audio.heard == [sound("Zwei.")]


def test_without_a_loudspeaker_the_speech_is_over_and_not_stuck(voice, clips):
    speaker = StationSpeaker(voice=voice, audio=MemoryAudioOut(available=False), clips=clips)
    speaker.speak(SENTENCES, "de")
    voice.answer()
    assert not speaker.speaking()


def test_pause_holds_a_sentence_and_resume_goes_on_with_it(speaker, voice, audio):
    speaker.speak(SENTENCES, "de")
    voice.answer()
    speaker.pause()
    assert audio.paused
    assert speaker.speaking()
    speaker.resume()
    assert not audio.paused
    assert audio.heard == [sound("Eins.")]


def test_a_sentence_that_comes_while_paused_waits(speaker, voice, audio):
    speaker.speak(SENTENCES, "de")
    speaker.pause()
    voice.answer()
    assert audio.heard == []
    speaker.resume()
    assert audio.playing == sound("Eins.")


def test_repeat_begins_again_with_the_first_sentence(speaker, voice, audio):
    speaker.speak(SENTENCES[:2], "de")
    for _ in range(2):
        voice.answer()
        audio.finish()
    speaker.repeat()
    voice.answer()
    assert audio.playing == sound("Eins.")


def test_another_rate_says_the_sentence_again_at_once_and_keeps_a_pause(speaker, voice, audio):
    speaker.speak(SENTENCES, "de")
    voice.answer()
    voice.answer()
    audio.finish()
    usual = voice.asked[1]
    speaker.pause()
    speaker.set_rate(2.0)
    assert audio.playing is None
    speaker.resume()
    voice.answer()
    assert voice.asked[-2].text == "Zwei."
    assert voice.asked[-2].words_per_minute == 2 * usual.words_per_minute


def test_after_the_visit_there_is_nothing_to_repeat_and_the_voice_is_a_new_one(speaker, voice, audio):
    speaker.speak(SENTENCES, "de")
    voice.answer()
    speaker.set_rate(2.0)
    speaker.set_volume(0)
    speaker.forget()
    assert audio.playing is None
    assert voice.renewed == 1
    assert audio.volume_db == DEFAULT_VOLUME_DB
    speaker.repeat()
    assert waiting(voice) == []
    assert not speaker.speaking()
    speaker.speak(["Eins."], "de")
    assert voice.asked[-1] == rendering("Eins.", language="de")


# --- clips -----------------------------------------------------------------------------------------------------


def test_a_prepared_text_is_heard_without_the_voice(speaker, voice, audio):
    speaker.prepare({"de": ["Eins.", "Zwei."], "en": ["One."]})
    for _ in range(3):
        voice.answer()
    asked = len(voice.asked)
    speaker.speak(["Zwei."], "de")
    assert audio.playing == sound("Zwei.")
    assert len(voice.asked) == asked


def test_a_person_comes_before_preparing_which_goes_on_afterwards(speaker, voice, audio, clips):
    speaker.prepare({"de": ["Fest."]})
    assert waiting(voice) == ["Fest."]
    speaker.speak(["Eins."], "de")
    assert waiting(voice) == ["Eins."]
    voice.answer()
    audio.finish()
    assert waiting(voice) == ["Fest."]
    voice.answer()
    assert clips.has(rendering("Fest.", language="de"))


def test_preparing_again_renders_only_what_is_new_and_drops_what_is_old(speaker, voice, clips):
    speaker.prepare({"de": ["Alt.", "Bleibt."]})
    voice.answer()
    voice.answer()
    speaker.prepare({"de": ["Bleibt.", "Neu."]})
    assert waiting(voice) == ["Neu."]
    assert not clips.has(rendering("Alt.", language="de"))


def test_a_full_disk_ends_preparing_and_nothing_else(voice, audio, tmp_path, caplog):
    (tmp_path / "speech").write_text("a file where the folder should be")
    speaker = StationSpeaker(voice=voice, audio=audio, clips=Clips(tmp_path / "speech"))
    speaker.prepare({"de": ["Eins.", "Zwei."]})
    voice.answer()
    assert waiting(voice) == []
    assert "not kept on disk" in caplog.text
    speaker.speak(["Eins."], "de")
    voice.answer()
    assert audio.playing == sound("Eins.")


def test_what_a_person_hears_is_never_written_down_whatever_it_is(speaker, voice, audio, clips, tmp_path):
    """Even a fixed text gets no clip by being spoken: a new file would say what somebody listened to, and when."""
    speaker.speak(["Gewählt: Kanarienvogel.", "Weiter."], "de")
    for _ in range(2):
        voice.answer()
        audio.finish()
    speaker.repeat()
    voice.answer()
    speaker.forget()
    assert list(tmp_path.rglob("*")) == []


def test_hearing_a_clip_leaves_no_access_time(speaker, voice, clips, tmp_path):
    speaker.prepare({"de": ["Eins."]})
    voice.answer()
    (clip,) = (tmp_path / "speech").iterdir()
    before = clip.stat()
    speaker.speak(["Eins."], "de")
    assert clip.stat().st_atime_ns == before.st_atime_ns
    assert clip.stat().st_mtime_ns == before.st_mtime_ns


def test_with_the_real_voice_a_marked_sentence_is_heard_and_found_nowhere(qtbot, tmp_path, caplog):
    caplog.set_level(0)
    audio = MemoryAudioOut()
    speaker = StationSpeaker(
        voice=HelperVoice(answer_within_ms=PATIENCE_MS), audio=audio, clips=Clips(tmp_path / "speech")
    )
    speaker.prepare({"de": ["Guten Tag."]})
    qtbot.waitUntil(lambda: len(list(tmp_path.rglob("*.wav"))) == 1, timeout=PATIENCE_MS)
    canary = "Kanarienvogel siebzehn pfeift im Hinterhof."
    speaker.speak(["Guten Tag.", canary], "de")
    assert len(audio.heard) == 1  # the clip was heard at once
    audio.finish()
    qtbot.waitUntil(lambda: len(audio.heard) == 2, timeout=PATIENCE_MS)
    spoken = audio.heard[1]
    speaker.forget()
    speaker.close()
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert spoken[1000:2000] not in file.read_bytes()
    assert hashlib.sha256(canary.encode()).hexdigest() not in file.name
    assert "Kanarienvogel" not in caplog.text


def test_what_was_cut_off_goes_on_with_its_sentence(speaker, voice, audio):
    speaker.speak(SENTENCES, "de")
    voice.answer()
    voice.answer()
    audio.finish()
    assert audio.playing == sound("Zwei.")
    speaker.stop()
    speaker.stop()  # a second act changes nothing
    speaker.resume()
    voice.answer()
    assert audio.playing == sound("Zwei.")


@pytest.mark.parametrize("over", ["forget", "speak nothing"])
def test_nothing_goes_on_of_what_is_over(speaker, voice, audio, over):
    speaker.speak(SENTENCES, "de")
    voice.answer()
    speaker.stop()
    if over == "forget":
        speaker.forget()
    else:
        speaker.speak((), "de")
    speaker.resume()
    speaker.repeat()
    assert waiting(voice) == []
    assert not speaker.speaking()


def test_whoever_follows_is_told_each_sentence_as_it_is_heard_and_the_silence(speaker, voice, audio):
    told = []
    speaker.follow(lambda sentence, _: told.append(sentence))
    speaker.speak(SENTENCES[:2], "de")
    assert told == []
    voice.answer()
    voice.answer()
    assert told == ["Eins."]
    audio.finish()
    assert told == ["Eins.", "Zwei."]
    audio.finish()
    assert told[2:] and set(told[2:]) == {""}
    speaker.speak(SENTENCES, "de")
    voice.answer()
    told.clear()
    speaker.stop()
    assert told == [""]


def test_whoever_follows_is_told_each_word_as_it_is_heard(speaker, voice, audio):
    told = []
    speaker.follow(lambda *heard: told.append(heard))
    speaker.speak(["Ein Baum am Markt."], "de")
    voice.answer()
    for frame in (0, 2, 4, 7, 8, 9, 12):
        audio.reach(frame)
    sentence = "Ein Baum am Markt."
    assert told == [(sentence, NO_WORD), (sentence, 0), (sentence, 1), (sentence, 2), (sentence, 3)]
    late = audio.reach
    speaker.stop()
    late(0)
    assert told[-1] == ("", NO_WORD)


def test_a_clip_knows_its_words_too(speaker, voice, audio):
    speaker.prepare({"de": ["Ein Baum."]})
    voice.answer()
    told = []
    speaker.follow(lambda *heard: told.append(heard))
    speaker.speak(["Ein Baum."], "de")
    audio.reach(4)
    assert told[-1] == ("Ein Baum.", 1)


def test_clips_never_take_more_than_their_room_and_no_language_is_left_for_last(voice, audio, tmp_path):
    most = 6000
    texts = {
        "de": [f"Das ist Satz {number}." for number in range(60)],
        "ar": [f"جملة {number}." for number in range(60)],
    }
    folder = tmp_path / "speech"

    def on_disk() -> int:
        return sum(path.stat().st_size for path in folder.glob("*"))

    speaker = StationSpeaker(voice=voice, audio=audio, clips=Clips(folder, most_bytes=most))
    for _ in range(3):  # new content comes again and again
        speaker.prepare(texts)
        while voice.waiting:
            voice.answer()
            assert on_disk() <= most
    assert on_disk() > most / 2
    kept = Clips(folder)
    for language, sentences in texts.items():
        assert kept.has(rendering(sentences[0], language=language))
    assert not kept.has(rendering(texts["ar"][-1], language="ar"))
    Clips(folder, most_bytes=most // 4).keep_only(rendering(text, language="de") for text in texts["de"])
    assert 0 < on_disk() <= most // 4, "what an earlier station left is brought down as well"
    before = len(voice.asked)
    speaker.speak([texts["ar"][-1]], "ar")
    assert len(voice.asked) == before + 1, "what has no clip is rendered when it is asked for"


def test_however_long_is_spoken_no_more_than_two_sentences_are_held(speaker, voice, audio):
    speaker.speak([f"Das ist Satz {number}." for number in range(300)], "de")
    while speaker.speaking():
        while voice.waiting:
            voice.answer()
        assert len(speaker._sounds) <= 2
        audio.finish()
    assert len(audio.heard) == 300 and not speaker._sounds
