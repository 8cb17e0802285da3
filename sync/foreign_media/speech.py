"""A spoken message as Ogg Opus: encoded while it is spoken, decoded, made anew from foreign bytes. Opens no file."""

from __future__ import annotations

from array import array
from io import BytesIO

import soundfile

from sync.foreign_media.bounds import (
    BEGINS_WITHIN_SECONDS,
    HEARD_FROM,
    MOST_SPOKEN_SECONDS,
    SPEECH_RATE_HZ,
    MediaFault,
    MediaUnfit,
)

_BYTES_PER_FRAME = 2
_RATES_HZ = (8_000, 12_000, 16_000, 24_000, 48_000)
"""Those of Opus."""
COMPRESSION = 0.93
"""About 24,000 bits a second: a voice is understood, and a minute and a half goes through any line."""


class SpeechEncoder:
    """Takes samples (16 bit, one channel) as they come, at most ``MOST_SPOKEN_SECONDS`` of them."""

    def __init__(self, rate_hz: int = SPEECH_RATE_HZ) -> None:
        self._out = BytesIO()
        self._rate_hz = rate_hz
        self._file = soundfile.SoundFile(
            self._out, "w", samplerate=rate_hz, channels=1, format="OGG", subtype="OPUS", compression_level=COMPRESSION
        )
        self.frames = 0
        self.loudest = 0

    @property
    def is_full(self) -> bool:
        """True when no more is taken."""
        return self.frames >= MOST_SPOKEN_SECONDS * self._rate_hz

    @property
    def seconds(self) -> float:
        """How long it is so far."""
        return self.frames / self._rate_hz

    def add(self, samples: bytes) -> int:
        """Go on with these; how loud they were at most, of 32,767."""
        room = (MOST_SPOKEN_SECONDS * self._rate_hz - self.frames) * _BYTES_PER_FRAME
        samples = samples[: min(room, len(samples) // _BYTES_PER_FRAME * _BYTES_PER_FRAME)]
        if not samples:
            return 0
        self._file.buffer_write(samples, dtype="int16")
        self.frames += len(samples) // _BYTES_PER_FRAME
        heard = array("h", samples)
        loud = min(max(abs(sample) for sample in heard), 32_767)
        if self.seconds > BEGINS_WITHIN_SECONDS:
            self.loudest = max(self.loudest, loud)
        return loud

    def finish(self) -> bytes:
        """The whole as Ogg Opus. Raises MediaUnfit when there is nothing to hear."""
        self._file.close()
        if self.loudest < HEARD_FROM:
            raise MediaUnfit(MediaFault.SILENT)
        return self._out.getvalue()


def decoded(opus: bytes) -> tuple[bytes, int]:
    """Samples of a whole Ogg Opus, and how many of them make a second. Raises MediaUnfit."""
    samples = bytearray()
    try:
        with soundfile.SoundFile(BytesIO(opus)) as sound:
            if (sound.format, sound.subtype) != ("OGG", "OPUS") or sound.channels != 1:
                raise MediaUnfit(MediaFault.UNKNOWN_KIND)
            if sound.samplerate not in _RATES_HZ:
                raise MediaUnfit(MediaFault.BROKEN)
            rate = int(sound.samplerate)
            while block := bytes(sound.buffer_read(rate, dtype="int16")):
                samples += block
                if len(samples) > (MOST_SPOKEN_SECONDS + 1) * rate * _BYTES_PER_FRAME:
                    raise MediaUnfit(MediaFault.TOO_LARGE)
    except soundfile.LibsndfileError as error:
        raise MediaUnfit(MediaFault.UNKNOWN_KIND) from error
    except (RuntimeError, ValueError, MemoryError) as error:
        raise MediaUnfit(MediaFault.BROKEN) from error
    return bytes(samples), rate


def speech_anew(data: bytes) -> bytes:
    """The same words as another Ogg Opus, with nothing of these bytes. Raises MediaUnfit."""
    samples, rate = decoded(data)
    if not samples:
        raise MediaUnfit(MediaFault.BROKEN)
    encoder = SpeechEncoder(rate)
    encoder.add(samples)
    return encoder.finish()
