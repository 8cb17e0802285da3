"""The process that turns sentences into sound samples: ``python -m accessibility.voice_helper``. Plays nothing.

One JSON line in (``id text voice words_per_minute word_gap``, and in ``rest`` the same for other voices that follow),
one JSON line out (``id bytes words`` followed by that many bytes of samples, or ``id problem``). ``words`` says where
each word begins, as a frame and its number, if the engine tells it.
The first line out is ``{"ready": true}``. It ends when its input ends.

With an argument, that is a city's own voice: a command that reads a sentence from its standard input and writes a WAV
file to its standard output. It is told more in ``MITMACH_LANGUAGE`` (de, de-leicht, en ...), ``MITMACH_VOICE`` (the
name the embedded engine has for it) and ``MITMACH_SPEED`` (0.5 to 2). What it cannot say the embedded voice says.

Privacy: sentences come through a pipe, samples go back through a pipe. The engine insists on writing a WAV file; it
gets the path of an anonymous memory file, which has no name in any folder and is gone with its process. Nothing that
was spoken is in an argument list, a file name, a log line or a core dump.

Every sentence is spoken by a child of its own, forked from this warmed-up process, because pyttsx3 2.99
- leaves ``runAndWait`` before the samples are there, and cancels voice and rate that are still on their way to the
  engine: every third sentence of a used engine came out at the previous sentence's rate or empty. ``startLoop`` on a
  fresh engine waits, and there is nothing to cancel;
- cannot be stopped, and takes its process down with the C library: the child has an alarm clock instead.
"""

from __future__ import annotations

import io
import itertools
import json
import os
import resource
import shlex
import signal
import subprocess
import sys
import time
import wave
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO, NoReturn

from accessibility.speech import Sound
from hardware.ports import BYTES_PER_FRAME, SAMPLE_RATE_HZ

# The longest page takes 0.1 s; what takes this long will never come.
SECONDS_PER_SENTENCE = 2
# A neural voice on a small machine takes a while; the person waits in silence.
SECONDS_PER_COMMAND = 6
# espeakWORDGAP in espeak-ng's speak_lib.h; pyttsx3 has no name for it.
WORD_GAP_PARAMETER = 7
EXIT_ENGINE_REFUSED = 3

SILENCE = 82  # R50: 0.0025 of full scale
FRAMES_BEFORE_SOUND = SAMPLE_RATE_HZ * 3 // 1000
FRAMES_BETWEEN_VOICES = SAMPLE_RATE_HZ * 60 // 1000
_RESTS = (".", ",", ":", ";", "!", "?", "،", "؟")


def main(arguments: Sequence[str] = ()) -> int:
    """Answers requests until standard input ends. Exit code 3 if there is no engine on this machine."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    requests, answers = sys.stdin.buffer, _take_standard_output()
    try:
        # The import loads libespeak-ng but starts nothing: the children start it.
        import pyttsx3.drivers.espeak  # noqa: F401
    except (ImportError, OSError, RuntimeError):
        _answer(answers, {"problem": "espeak-ng is not installed"})
        return EXIT_ENGINE_REFUSED
    _answer(answers, {"ready": True})
    command = shlex.split(arguments[0]) if arguments else []
    for line in requests:
        request = json.loads(line)
        sound = speak(request, command)
        if sound is None:
            _answer(answers, {"id": request["id"], "problem": "the voice could not say this"})
        else:
            told = {"id": request["id"], "bytes": len(sound.samples), "words": sound.words}
            _answer(answers, told, sound.samples)
    return 0


def speak(request: Mapping[str, Any], command: Sequence[str] = ()) -> Sound | None:
    """A sentence with all that follows in other voices, or None if one of them failed.

    A command has SECONDS_PER_COMMAND for all of it; what is left then the embedded voice says.
    """
    sounds: list[tuple[str, Sound]] = []
    until = time.monotonic() + SECONDS_PER_COMMAND
    for part in (request, *request["rest"]):
        left = until - time.monotonic()
        by_command = speak_by_command(command, part, seconds=left) if command and left > 0 else None
        sound = by_command or speak_in_child(part)
        if sound is None:
            return None
        sounds.append((part["text"], sound))
    return sounds[0][1] if len(sounds) == 1 else joined(sounds)


def joined(parts: Sequence[tuple[str, Sound]]) -> Sound:
    """Texts and their sounds as one. The engine rests after each; between words of one sentence that is cut short."""
    samples, words, said = b"", [], 0
    for number, (text, sound) in enumerate(parts, start=1):
        words += [(len(samples) // BYTES_PER_FRAME + frame, said + word) for frame, word in sound.words]
        rests = number == len(parts) or text.endswith(_RESTS)
        samples += sound.samples if rests else without_end(sound.samples)
        said += text.count(" ") + 1
    told = all(sound.words for text, sound in parts if text)
    return Sound(samples, tuple(words) if told else ())


def without_end(samples: bytes) -> bytes:
    """The sound without its last silence, of which a breath is left."""
    values = array("h", samples)
    last = next((at for at in range(len(values) - 1, -1, -1) if abs(values[at]) > SILENCE), -1)
    return samples[: (last + 1 + FRAMES_BETWEEN_VOICES) * BYTES_PER_FRAME]


def speak_in_child(request: Mapping[str, Any]) -> Sound | None:
    """The sound of one request, or None if the engine failed."""
    if not request["text"]:
        return Sound(b"")
    memory, marks = os.memfd_create("clip"), os.memfd_create("marks")
    try:
        child = os.fork()
        if child == 0:
            _speak_and_exit(request, memory, marks)
        _, status = os.waitpid(child, 0)
        return _sound(memory, marks, request["text"]) if status == 0 else None
    finally:
        os.close(memory)
        os.close(marks)


def speak_by_command(
    command: Sequence[str], request: Mapping[str, Any], *, seconds: float = SECONDS_PER_COMMAND
) -> Sound | None:
    """One request by a city's own voice, or None if it fails or takes too long. It tells no words."""
    told = {"LANGUAGE": request["language"], "VOICE": request["voice"], "SPEED": str(request["rate"])}
    environment = {**os.environ, **{f"MITMACH_{name}": value for name, value in told.items()}}
    try:
        ran = subprocess.run(
            command,
            input=request["text"].encode(),
            capture_output=True,
            env=environment,
            timeout=seconds,
            check=True,
        )
        samples = samples_of_wav(ran.stdout)
        return Sound(samples[lead(samples) * BYTES_PER_FRAME :])
    except (OSError, subprocess.SubprocessError, wave.Error, EOFError, ValueError):
        return None


def samples_of_wav(file: bytes) -> bytes:
    """The sound of a WAV file as one channel at SAMPLE_RATE_HZ. Raises ValueError unless its samples have 16 bits."""
    with wave.open(io.BytesIO(file)) as clip:
        channels, width, rate = clip.getnchannels(), clip.getsampwidth(), clip.getframerate()
        # A file written into a pipe says nothing true about its length.
        frames = clip.readframes(min(clip.getnframes(), len(file) // (channels * width)))
    if width != BYTES_PER_FRAME:
        raise ValueError(f"samples of {8 * width} bits")
    one = array("h", frames[: len(frames) // (channels * width) * channels * width])[::channels]
    if rate == SAMPLE_RATE_HZ:
        return one.tobytes()
    return _at_our_rate(one, rate).tobytes()


def _at_our_rate(values: array[int], rate: int) -> array[int]:
    """The same sound with SAMPLE_RATE_HZ samples a second, on straight lines between the given ones."""
    fitted = array("h")
    for at in range(len(values) * SAMPLE_RATE_HZ // rate):
        before, rest = divmod(at * rate, SAMPLE_RATE_HZ)
        after = min(before + 1, len(values) - 1)
        fitted.append(values[before] + (values[after] - values[before]) * rest // SAMPLE_RATE_HZ)
    return fitted


def _speak_and_exit(request: Mapping[str, Any], memory: int, marks: int) -> NoReturn:
    try:
        signal.alarm(SECONDS_PER_SENTENCE)
        began = _speak_to(f"/proc/self/fd/{memory}", request)
        os.write(marks, json.dumps(began).encode())
        os._exit(0)
    finally:
        os._exit(EXIT_ENGINE_REFUSED)


def _speak_to(path: str, request: Mapping[str, Any]) -> list[tuple[int, int]]:
    """Writes the WAV file; of each word that began: milliseconds, and its first character in the text."""
    import pyttsx3
    from pyttsx3.drivers import _espeak

    engine = pyttsx3.init("espeak")
    # An unknown voice is only reported here; the text would be read in the voice before it.
    engine.connect("error", lambda **_: os._exit(EXIT_ENGINE_REFUSED))
    engine.setProperty("voice", request["voice"])
    engine.setProperty("rate", request["words_per_minute"])
    _espeak.SetParameter(WORD_GAP_PARAMETER, request["word_gap"], 0)
    began: list[tuple[int, int]] = []
    written = engine.proxy._driver._onSynth

    def listen(samples: Any, count: int, events: Any) -> Any:
        # pyttsx3 tells of words as well, but not when they begin.
        for event in itertools.takewhile(lambda event: event.type != _espeak.EVENT_LIST_TERMINATED, _all(events)):
            if event.type == _espeak.EVENT_WORD:
                began.append((event.audio_position, event.text_position - 1))
        return written(samples, count, events)

    _espeak.SetSynthCallback(listen)
    engine.save_to_file(request["text"], path)
    engine.startLoop()
    return began


def _all(events: Any) -> Iterator[Any]:
    """The entries of the engine's list, which says by its last one that it ends."""
    return (events[at] for at in itertools.count())


def _sound(memory: int, marks: int, text: str) -> Sound | None:
    samples = _samples(memory)
    if samples is None:
        return None
    silent = lead(samples)
    words: list[tuple[int, int]] = []
    for milliseconds, character in json.loads(os.pread(marks, os.fstat(marks).st_size, 0)):
        word = text.count(" ", 0, character)
        if word > (words[-1][1] if words else -1):  # a number is told by each of its words
            words.append((max(milliseconds * SAMPLE_RATE_HZ // 1000 - silent, 0), word))
    return Sound(samples[silent * BYTES_PER_FRAME :], tuple(words))


def _samples(memory: int) -> bytes | None:
    size = os.fstat(memory).st_size
    if size == 0:
        return None
    with wave.open(io.BytesIO(os.pread(memory, size, 0))) as clip:
        if (clip.getframerate(), clip.getsampwidth(), clip.getnchannels()) != (SAMPLE_RATE_HZ, BYTES_PER_FRAME, 1):
            return None
        samples: bytes = clip.readframes(clip.getnframes())
        return samples


def lead(samples: bytes) -> int:
    """How many frames of silence stand before the first sound: up to 45 ms that only make the voice late (R50)."""
    values = array("h", samples)
    first = next((at for at, value in enumerate(values) if abs(value) > SILENCE), 0)
    return max(first - FRAMES_BEFORE_SOUND, 0)


def _take_standard_output() -> BinaryIO:
    """Our answers alone go to standard output: pyttsx3 prints "Audio saved to ..." there after each sentence."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return answers


def _answer(answers: BinaryIO, header: Mapping[str, object], samples: bytes = b"") -> None:
    answers.write(json.dumps(header).encode() + b"\n" + samples)
    answers.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
