"""A city's own voice: any command that turns a sentence into a WAV file, without a line of code."""

import io
import shlex
import sys
import wave
from array import array
from dataclasses import asdict

import pytest

from accessibility.clips import Clips
from accessibility.rendering import rendering
from accessibility.speech import Sound
from accessibility.voice import HELPER, HelperVoice
from accessibility.voice_helper import joined, samples_of_wav, speak, speak_by_command
from hardware.ports import SAMPLE_RATE_HZ
from tests.kits.waiting import PATIENCE_MS

ESPEAK = 'sh -c "espeak-ng -v \\"$MITMACH_VOICE\\" --stdin --stdout"'
TOLD = {
    "text": "Guten Tag",
    "voice": "de",
    "language": "de-leicht",
    "rate": 1.5,
    "words_per_minute": 120,
    "word_gap": 0,
}


def wav(samples: array, *, rate: int = SAMPLE_RATE_HZ, channels: int = 1, width: int = 2) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as clip:
        clip.setnchannels(channels)
        clip.setsampwidth(width)
        clip.setframerate(rate)
        clip.writeframes(samples.tobytes())
    return file.getvalue()


def seconds(samples: bytes) -> float:
    return len(samples) / 2 / SAMPLE_RATE_HZ


def by_python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_a_shell_command_speaks():
    samples = speak_by_command(shlex.split(ESPEAK), TOLD).samples
    assert 0.3 < seconds(samples) < 3
    longer = speak_by_command(
        shlex.split(ESPEAK), TOLD | {"text": "Guten Tag und herzlich willkommen in Rostock"}
    ).samples
    assert seconds(longer) > 1.5 * seconds(samples)


def test_it_is_told_language_voice_and_speed_and_the_sentence_only_by_standard_input():
    code = (
        "import io, os, sys, wave\n"
        "told = [os.environ['MITMACH_' + name] for name in ('LANGUAGE', 'VOICE', 'SPEED')]\n"
        "said = '|'.join([sys.stdin.read(), *told, *sys.argv[1:]])\n"
        "with wave.open(file := io.BytesIO(), 'wb') as clip:\n"
        "    clip.setparams((1, 2, 22050, 0, 'NONE', ''))\n"
        "    clip.writeframes(said.encode('utf-16-le'))\n"
        "sys.stdout.buffer.write(file.getvalue())"
    )
    heard = speak_by_command(by_python(code), TOLD)
    assert heard is not None
    assert heard.samples.decode("utf-16-le") == "Guten Tag|de-leicht|de|1.5"


@pytest.mark.parametrize(
    "code",
    ["raise SystemExit(3)", "print('no sound')", "pass", "import sys; sys.stdout.buffer.write(b'RIFF')"],
)
def test_a_command_that_fails_says_nothing(code):
    assert speak_by_command(by_python(code), TOLD) is None


def test_a_command_that_is_not_there_says_nothing():
    assert speak_by_command(["/nowhere/voice"], TOLD) is None


def test_any_rate_and_number_of_channels_becomes_ours():
    second = array("h", [100, -100] * 8000)
    assert seconds(samples_of_wav(wav(second, rate=16_000))) == pytest.approx(1, abs=0.001)
    assert seconds(samples_of_wav(wav(second, rate=16_000, channels=2))) == pytest.approx(0.5, abs=0.001)
    assert set(array("h", samples_of_wav(wav(second, channels=2)))) == {100}


def test_another_width_of_samples_is_refused():
    with pytest.raises(ValueError, match="8 bits"):
        samples_of_wav(wav(array("b", [1, 2, 3]), width=1))


@pytest.mark.parametrize("command", [ESPEAK, "/nowhere/voice"])
def test_the_helper_speaks_by_it_and_the_embedded_voice_steps_in(qtbot, command):
    voice = HelperVoice(command=(*HELPER, command), answer_within_ms=PATIENCE_MS)
    heard = []
    voice.render(rendering("Guten Tag", language="de"), heard.append)
    qtbot.waitUntil(lambda: bool(heard), timeout=PATIENCE_MS)
    voice.close()
    assert 0.3 < seconds(heard[0].samples) < 3


def test_clips_of_one_voice_are_not_those_of_another(tmp_path):
    wanted = rendering("Guten Tag", language="de")
    Clips(tmp_path, engine=ESPEAK).write(wanted, Sound(b"\x01\x00"))
    assert Clips(tmp_path).read(wanted) is None
    assert Clips(tmp_path, engine=ESPEAK).read(wanted) == Sound(b"\x01\x00")


def test_it_is_asked_once_for_each_language_of_a_sentence():
    said_in = by_python(
        "import os, sys, wave\n"
        "with wave.open(sys.stdout.buffer, 'wb') as clip:\n"
        "    clip.setparams((1, 2, 22050, 0, 'NONE', ''))\n"
        "    clip.writeframes((os.environ['MITMACH_LANGUAGE'] + ':' + sys.stdin.read() + '|').encode('utf-16-le'))"
    )
    heard = speak(asdict(rendering("Опросы для района Stadtmitte.", language="ru")), said_in)
    assert heard.samples.decode("utf-16-le", errors="ignore").count("ru:Опросы для района|") == 1
    assert "de:Stadtmitte." in heard.samples.decode("utf-16-le", errors="ignore")


def test_sounds_are_joined_with_a_breath_and_their_words_counted_on():
    loud, silence = array("h", [9000] * 2000).tobytes(), array("h", [0] * 20_000).tobytes()
    one, other = Sound(loud + silence, ((0, 0), (900, 1))), Sound(loud, ((10, 0),))
    sound = joined([("Guten Tag", one), ("Київ", other)])
    assert seconds(sound.samples) < seconds(one.samples + other.samples) - 0.5
    assert [word for _, word in sound.words] == [0, 1, 2]
    assert joined([("Guten Tag.", one), ("Київ", other)]).samples == one.samples + other.samples
    assert joined([("Guten Tag", Sound(loud)), ("Київ", other)]).words == ()
