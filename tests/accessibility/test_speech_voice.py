"""The real voice: espeak-ng through pyttsx3 in its helper process."""

import os
import re
import signal
import sys
from array import array
from pathlib import Path

import pytest

from accessibility.clips import Clips
from accessibility.rendering import Rendering, rendering
from accessibility.speech import Sound
from accessibility.voice import HelperVoice
from hardware.ports import BYTES_PER_FRAME, SAMPLE_RATE_HZ
from tests.kits.waiting import PATIENCE_MS

GERMAN = "Die Stadt fragt, was im Garten wachsen soll. Bitte wählen Sie eine bis drei Antworten."
ENGLISH = "The city asks what should grow in the garden. Please choose one to three answers."
POLISH = "Miasto pyta, co powinno rosnąć w ogrodzie. Proszę wybrać od jednej do trzech odpowiedzi."


@pytest.fixture
def voice(qapp):
    voice = HelperVoice(answer_within_ms=PATIENCE_MS)
    yield voice
    voice.close()


@pytest.fixture
def say(voice, qtbot):
    """Renders some sentences, all asked for at once, and returns their samples in order."""

    def say(*wanted: Rendering) -> list[bytes | None]:
        spoken: list[Sound | None] = []
        for one in wanted:
            voice.render(one, spoken.append)
        qtbot.waitUntil(lambda: len(spoken) == len(wanted), timeout=PATIENCE_MS)
        return [sound and sound.samples for sound in spoken]

    return say


def seconds(samples: bytes) -> float:
    return len(samples) / BYTES_PER_FRAME / SAMPLE_RATE_HZ


def loudness(samples: bytes) -> float:
    values = array("h", samples)
    return (sum(value * value for value in values) / len(values)) ** 0.5


def words_per_minute(text: str, samples: bytes) -> float:
    return len(text.split()) * 60 / seconds(samples)


@pytest.mark.parametrize(("language", "text"), [("de", GERMAN), ("en", ENGLISH)])
def test_a_sentence_is_heard_at_the_asked_speed(say, language, text):
    half, usual, double = say(*(rendering(text, language=language, rate=rate) for rate in (0.5, 1.0, 2.0)))
    assert loudness(usual) > 500
    assert 100 < words_per_minute(text, usual) < 140
    assert seconds(half) / seconds(usual) == pytest.approx(2, rel=0.2)
    assert seconds(usual) / seconds(double) == pytest.approx(2, rel=0.2)


def test_mixed_languages_and_speeds_each_sound_as_if_alone(say):
    kinds = [
        rendering(text, language=language, rate=rate)
        for text, language in ((GERMAN, "de"), (ENGLISH, "en"), (POLISH, "pl"))
        for rate in (0.75, 2.0)
    ]
    rounds = [[seconds(samples) for samples in say(*kinds)] for _ in range(4)]
    for again in rounds[1:]:
        assert again == pytest.approx(rounds[0], abs=0.05)
    assert len({round(length, 2) for length in rounds[0]}) == len(kinds)


def test_the_voice_is_not_late_by_silence_of_its_own(say):
    (samples,) = say(rendering("Im Hansaviertel soll ein Garten entstehen.", language="de"))
    leading = next(at for at, value in enumerate(array("h", samples)) if abs(value) > 82)
    assert leading / SAMPLE_RATE_HZ < 0.01  # the engine puts 0.045 s before this sentence


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Am 22. November 2026 wählen 13\u00a0000 Menschen den Neuen-Markt um."),
        ("ar", "صوتك محفوظ الآن. شكرا لك"),
        ("vi", "Phiếu bầu của bạn đã được lưu."),
        ("uk", "Ваш голос збережено на цій станції."),
        ("ru", "Опросы для района Steintor-Vorstadt до 30\u00a0июня 2027\u00a0года."),
        ("de", "Українська. Diese Sprache ist gewählt."),
    ],
)
def test_it_tells_when_each_word_begins(voice, qtbot, language, text):
    spoken: list[Sound | None] = []
    wanted = rendering(text, language=language)
    voice.render(wanted, spoken.append)
    qtbot.waitUntil(lambda: bool(spoken), timeout=PATIENCE_MS)
    sound = spoken[0]
    frames, words = zip(*sound.words, strict=True)
    assert list(words) == list(range(len(wanted.words.split(" "))))
    assert list(frames) == sorted(set(frames))
    assert frames[0] < 0.05 * SAMPLE_RATE_HZ
    assert 0.6 < frames[-1] * BYTES_PER_FRAME / len(sound.samples) < 1
    assert sound.word_at(frames[2]) == 2
    assert sound.word_at(frames[2] - 1) == 1


def test_a_text_without_words_is_no_sound_and_no_failure(say):
    assert say(rendering("\u00ad", language="de")) == [b""]


def test_markup_and_phoneme_brackets_are_ordinary_text(say):
    plain, marked = say(rendering("klein", language="de"), rendering("<b>klein</b> [[x]] &", language="de"))
    assert seconds(marked) > seconds(plain)


def test_an_unknown_voice_is_a_failure_and_not_another_voice(say):
    assert say(Rendering("Hallo", "xx", 120)) == [None]


def test_a_helper_killed_in_mid_job_is_replaced_and_the_sentences_come(say, voice, caplog):
    say(rendering("Warm.", language="de"))
    process = voice._process.processId()
    os.kill(process, signal.SIGSTOP)  # it will certainly not have answered when it is killed
    spoken: list[Sound | None] = []
    voice.render(rendering(GERMAN, language="de"), spoken.append)
    os.kill(process, signal.SIGKILL)
    (following,) = say(rendering(ENGLISH, language="en"))
    assert seconds(spoken[0].samples) > 2
    assert seconds(following) > 2
    assert "is replaced" in caplog.text


HANGS_AT_FIRST = """
import json, signal, sys
from pathlib import Path
print(json.dumps({"ready": True}), flush=True)
marker = Path(sys.argv[1])
for line in sys.stdin:
    if not marker.exists():
        marker.touch()
        signal.pause()
    print(json.dumps({"id": json.loads(line)["id"], "bytes": 2}) + "\\nab", end="", flush=True)
"""


def test_a_helper_that_hangs_is_replaced_and_the_next_sentence_comes(qtbot, tmp_path):
    command = [sys.executable, "-c", HANGS_AT_FIRST, str(tmp_path / "hung")]
    voice = HelperVoice(command=command, answer_within_ms=1_000)
    spoken: list[Sound | None] = []
    voice.render(Rendering("eins", "de", 120), spoken.append)
    voice.render(Rendering("zwei", "de", 120), spoken.append)
    qtbot.waitUntil(lambda: len(spoken) == 2, timeout=PATIENCE_MS)
    voice.close()
    assert spoken == [None, Sound(b"ab")]


def test_a_machine_without_an_engine_is_silent_and_not_stuck(qtbot, caplog):
    voice = HelperVoice(command=[sys.executable, "-c", "raise SystemExit(3)"])
    spoken: list[bytes | None] = []
    for text in ("eins", "zwei"):
        voice.render(Rendering(text, "de", 120), spoken.append)
    qtbot.waitUntil(lambda: len(spoken) == 2, timeout=PATIENCE_MS)
    voice.render(Rendering("drei", "de", 120), spoken.append)
    qtbot.waitUntil(lambda: len(spoken) == 3, timeout=PATIENCE_MS)
    voice.close()
    assert spoken == [None] * 3
    assert caplog.text.count("no voice") == 1


def test_a_program_that_is_missing_is_no_voice_either(qtbot):
    voice = HelperVoice(command=["/nonexistent/voice"])
    spoken: list[Sound | None] = []
    voice.render(Rendering("eins", "de", 120), spoken.append)
    qtbot.waitUntil(lambda: spoken == [None], timeout=PATIENCE_MS)
    voice.close()


def test_what_was_cancelled_is_never_answered_not_even_what_is_being_rendered(say, voice):
    say(rendering("Warm.", language="de"))
    unwanted: list[bytes | None] = []
    voice.render(rendering(GERMAN, language="de"), unwanted.append)
    voice.render(rendering(GERMAN, language="de"), unwanted.append)
    voice.cancel()
    assert len(say(rendering("Ja.", language="de"))) == 1
    assert unwanted == []


def test_the_helper_that_heard_a_visit_ends_with_it(say, voice):
    say(rendering("Geheim.", language="de"))
    heard = voice._process.processId()
    voice.renew()
    say(rendering("Neu.", language="de"))
    assert voice._process.processId() != heard
    assert not Path(f"/proc/{heard}/cmdline").exists() or not Path(f"/proc/{heard}/cmdline").read_bytes()


def test_clips_come_back_as_they_were_and_an_unfinished_one_is_none(tmp_path):
    clips = Clips(tmp_path / "speech")
    wanted = rendering("Guten Tag", language="de")
    assert clips.read(wanted) is None
    clips.write(wanted, Sound(b"abcd", ((0, 0), (1, 1))))
    assert clips.read(wanted) == Sound(b"abcd", ((0, 0), (1, 1)))
    assert clips.has(wanted)
    (file,) = (tmp_path / "speech").iterdir()
    file.write_bytes(b"")
    assert not clips.has(wanted)
    assert clips.read(wanted) is None


def test_a_clip_is_found_by_everything_that_decides_how_it_sounds(tmp_path):
    clips = Clips(tmp_path)
    clips.write(rendering("Ja", language="de"), Sound(b"abcd", ((0, 0), (1, 1))))
    assert clips.read(rendering("Ja", language="de", rate=2.0)) is None
    assert clips.read(rendering("Ja", language="en")) is None
    assert clips.read(rendering("Nein", language="de")) is None


def test_clips_of_old_content_are_thrown_away(tmp_path):
    clips = Clips(tmp_path)
    old, new = rendering("Alt", language="de"), rendering("Neu", language="de")
    clips.write(old, Sound(b"abcd", ((0, 0), (1, 1))))
    clips.write(new, Sound(b"abcd", ((0, 0), (1, 1))))
    (tmp_path / "torn.part").write_bytes(b"ab")
    clips.keep_only([new])
    assert (clips.has(old), clips.has(new)) == (False, True)
    assert len(list(tmp_path.iterdir())) == 1


# The helper as it is, but it dies at once when it opens a file for writing that has a name in any folder.
WRITES_NOTHING = """
import os, sys
def watch(event, arguments):
    if event == "open":
        path, mode, flags = arguments
        writes = set(mode or "") & set("wax+") or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if writes and not isinstance(path, int) and path != os.devnull and not path.startswith("/proc/self/fd/"):
            os._exit(9)
    elif event in ("tempfile.mkstemp", "tempfile.mkdtemp", "os.mkdir", "os.rename", "shutil.copyfile"):
        os._exit(9)
sys.addaudithook(watch)
from accessibility.voice_helper import main
sys.exit(main())
"""


def test_no_file_with_a_name_is_written_while_a_sentence_is_spoken(qtbot):
    voice = HelperVoice(command=[sys.executable, "-B", "-c", WRITES_NOTHING], answer_within_ms=PATIENCE_MS)
    spoken: list[Sound | None] = []
    voice.render(rendering("Kanarienvogel siebzehn pfeift.", language="de"), spoken.append)
    qtbot.waitUntil(lambda: len(spoken) == 1, timeout=PATIENCE_MS)
    voice.close()
    assert spoken[0]


def test_a_spoken_sentence_is_not_in_the_list_of_processes_and_a_crash_would_dump_nothing(say, voice):
    (samples,) = say(rendering("Kanarienvogel siebzehn pfeift.", language="de"))
    assert samples
    process = Path(f"/proc/{voice._process.processId()}")
    assert b"voice_helper" in (process / "cmdline").read_bytes()
    assert b"Kanarienvogel" not in (process / "cmdline").read_bytes()
    assert re.search(r"Max core file size +0 +0 ", (process / "limits").read_text())
