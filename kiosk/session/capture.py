"""Camera, microphone and what is heard again, as a visit works with them. No call waits."""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass
from functools import cache

from hardware.ports import SPOKEN_RATE_HZ, AudioOut, Camera, CaptureState, CodeScanner, Microphone, SpokenMessage

TONE_HZ, TONE_SECONDS, TONE_LOUD = 660, 0.2, 9000


@cache
def tone() -> bytes:
    """The short tone: signed 16 bit, one channel, ``SPOKEN_RATE_HZ``."""
    turns = 2 * math.pi * TONE_HZ / SPOKEN_RATE_HZ
    frames = range(int(TONE_SECONDS * SPOKEN_RATE_HZ))
    return array("h", [round(TONE_LOUD * math.sin(turns * at)) for at in frames]).tobytes()


@dataclass
class CaptureDevices:
    """What a station has of them; None where it has none. What they see and hear is forgotten at ``rest``."""

    camera: Camera | None = None
    microphone: Microphone | None = None
    loudspeaker: AudioOut | None = None
    scanner: CodeScanner | None = None
    is_heard: bool = False
    """True while what was said is heard again."""
    is_lit: bool = False
    """True while the lamp of the scanner is on."""
    is_begun: bool = False
    """True once the tone was given that says: speak now."""

    def has_camera(self) -> bool:
        """Is a camera plugged in now?"""
        return self.camera is not None and self.camera.is_there()

    def has_microphone(self) -> bool:
        """Is a microphone plugged in now?"""
        return self.microphone is not None and self.microphone.is_there()

    def camera_state(self) -> CaptureState:
        """How far the camera is."""
        return self.camera.state() if self.camera else CaptureState.MISSING

    def microphone_state(self) -> CaptureState:
        """How far the microphone is."""
        return self.microphone.state() if self.microphone else CaptureState.MISSING

    def has_scanner(self) -> bool:
        """Is a scanner of printed codes plugged in now?"""
        return self.scanner is not None and self.scanner.is_there()

    def scanner_state(self) -> CaptureState:
        """How far the scanner is."""
        return self.scanner.state() if self.scanner else CaptureState.MISSING

    def open_scanner(self) -> None:
        """Look for a printed code from now on."""
        self.is_lit = False
        if self.scanner is not None:
            self.scanner.open()

    def scanned(self) -> str:
        """What the code says that was read; empty before."""
        return self.scanner.code() if self.scanner else ""

    def scan_on(self) -> None:
        """That code was none that is asked for: look for the next one."""
        if self.scanner is not None:
            self.scanner.go_on()

    def has_light(self) -> bool:
        """The scanner has a lamp."""
        return self.scanner is not None and self.scanner.has_light()

    def switch_light(self) -> None:
        """The lamp of the scanner on, or off."""
        if self.scanner is not None and self.has_light():
            self.is_lit = not self.is_lit
            self.scanner.light(on=self.is_lit)

    def seconds(self) -> int:
        """How long the microphone has been listening."""
        return self.microphone.seconds() if self.microphone else 0

    def open_camera(self) -> None:
        """Look through it from now on."""
        if self.camera is not None:
            self.camera.open()

    def take_photo(self) -> None:
        """Of what it sees now."""
        if self.camera is not None:
            self.camera.take()

    def photo(self) -> bytes:
        """The photo that was taken."""
        return self.camera.photo() if self.camera else b""

    def record(self) -> None:
        """Listen from now on."""
        self._hush()
        self.is_begun = False
        if self.microphone is not None:
            self.microphone.record()

    def say_begun(self, *, volume_db: int) -> None:
        """A short tone, once: whoever does not see the bars hears that it listens now."""
        if not self.is_begun and self.microphone_state() is CaptureState.RUNNING:
            self.is_begun = True
            if self.loudspeaker is not None:
                self.loudspeaker.set_volume(volume_db)
                self.loudspeaker.play(tone(), lambda: None, lambda _frames: None)

    def stop_recording(self) -> None:
        """That was all."""
        if self.microphone is not None:
            self.microphone.stop()

    def message(self) -> SpokenMessage | None:
        """What was said."""
        return self.microphone.message() if self.microphone else None

    def hear_or_hush(self, message: SpokenMessage, *, volume_db: int) -> None:
        """Let it be heard; where it is heard already, silence."""
        if self.is_heard:
            self._hush()
        elif self.loudspeaker is not None:
            self.loudspeaker.set_volume(volume_db)
            self.is_heard = self.loudspeaker.play(message.samples, self._heard_all, lambda _frames: None)

    def rest(self) -> None:
        """Give everything back and forget what was seen and heard."""
        self._hush()
        self.is_lit = False
        for device in (self.camera, self.microphone, self.scanner):
            if device is not None and device.state() is not CaptureState.OFF:
                device.close()

    def close(self) -> None:
        """The program ends."""
        self.rest()
        if self.loudspeaker is not None:
            self.loudspeaker.close()

    def stand(self) -> tuple[object, ...]:
        """Changes whenever there is something new to say of them."""
        cameras = self.camera_state(), self.scanner_state(), self.has_light()
        return *cameras, self.microphone_state(), self.seconds(), self.is_heard

    def picture(self) -> bytes:
        """What the camera or the scanner sees now, small, as JPEG."""
        return (self.camera.picture() if self.camera else b"") or (self.scanner.picture() if self.scanner else b"")

    def level(self) -> float:
        """How loud it is at the microphone, from 0 to 1."""
        return self.microphone.level() if self.microphone else 0.0

    def _heard_all(self) -> None:
        self.is_heard = False

    def _hush(self) -> None:
        if self.is_heard and self.loudspeaker is not None:
            self.loudspeaker.stop()
        self.is_heard = False
