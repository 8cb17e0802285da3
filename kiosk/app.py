"""The composition root of the screens: builds every part, connects them, and runs until it is told to stop.

The first picture comes first. What is heavy (sealing, content, speech) is loaded right after it; a touch in between
waits in Qt's queue and is answered. Decides nothing.
"""

from __future__ import annotations

import gc
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QTimer
from PySide6.QtGui import QInputDevice
from PySide6.QtWidgets import QApplication, QWidget

from accessibility.announcing import announce
from kiosk.changing_display import ChangingDisplay
from kiosk.screens import build_screen
from kiosk.station.display import display_without_one, measured_px_per_mm, px_per_mm_with
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.views import AttractView, View
from kiosk.welcome import attract_view
from kiosk.widgets.pictogram import Pictograms
from kiosk.widgets.staff_gesture import StaffSign
from kiosk.window import Window
from sync.station.config import StationConfig

if TYPE_CHECKING:
    from random import Random

    from accessibility.speech import Speaker
    from hardware.ports import Key
    from kiosk.input import Hands
    from kiosk.services import Machinery
    from kiosk.station.catalogue import Offer
    from kiosk.viewmodel.views import ReceiptView
    from kiosk.voice.voice import VoiceOfScreens
    from kiosk.widgets.player import Failed, Player, Shown

TICK_MS = 1000
"""How often the station is looked at and silence is judged."""

CLIPS_FOLDER = "speech"
"""Where sounds of fixed texts are kept, in the station's data folder."""

DIM_AFTER_MS = 3000
"""Under a finger the display does not become brighter or darker."""

VOICE_AFTER_MS = 2000
"""The voice wakes up when the station has come to rest."""


def run(config: StationConfig) -> int:
    """Show the station until somebody ends it; the exit code."""
    forbid_core_dumps()
    with display_without_one(config.screen):
        application = QApplication([sys.argv[0]])
    kiosk = Kiosk(config)
    sys.excepthook = kiosk.fall
    for number in (signal.SIGTERM, signal.SIGINT):
        # Through the event loop: a wish to end that comes before the loop runs must not be lost.
        signal.signal(number, lambda *_: QTimer.singleShot(0, application.exit))
    kiosk.open_on(place_of(config, application))
    if config.screen.full_screen:
        ChangingDisplay(application).changed.connect(kiosk.follow_display)
    FirstPaint(application, kiosk.begin)
    code = application.exec()
    kiosk.close()
    return code


def forbid_core_dumps() -> None:
    """What a person typed must not end in a core dump."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def place_of(config: StationConfig, application: QApplication) -> QRect:
    """Where the window goes: the whole screen, or a window of the configured size."""
    if config.screen.full_screen:
        return application.primaryScreen().geometry()
    return QRect(0, 0, config.screen.width_px, config.screen.height_px)


def has_touch_screen() -> bool:
    """True where fingers point; a mouse needs its arrow."""
    return any(device.type() == QInputDevice.DeviceType.TouchScreen for device in QInputDevice.devices())


def announced(before: View, now: View) -> Iterator[tuple[str, bool]]:
    """What assistive technology is told about a new view, and whether it is urgent: the page, and what went wrong."""
    if (type(now), now.headline) != (type(before), before.headline):
        yield now.headline, False
    if now.notice and now.notice != before.notice:
        yield now.notice, True


class FirstPaint(QObject):
    """Calls once, when the first widget has painted and the event loop is free.

    Whichever widget that is: what is covered by another one is never painted.
    """

    def __init__(self, application: QApplication, then: Callable[[], None]) -> None:
        super().__init__(application)
        self._application = application
        self._then = then
        application.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Watch for the paint event."""
        if event.type() == QEvent.Type.Paint:
            self._application.removeEventFilter(self)
            QTimer.singleShot(0, self._then)
        return False


class Kiosk:
    """All parts of one station's screens, connected."""

    def __init__(
        self,
        config: StationConfig,
        *,
        with_voice: bool = True,
        speaker: Speaker | None = None,
        now_ms: Callable[[], float] = lambda: time.monotonic() * 1000,
        random: Random | None = None,
    ) -> None:
        """Shows nothing yet. Without the voice nothing is ever read aloud.

        ``speaker`` in place of the station's own, ``now_ms`` is the clock of touches, ``random`` puts answers in order
        in place of the system's.
        """
        self._config = config
        self._with_voice = with_voice
        self._speaker = speaker
        self._random = random
        self._machinery: Machinery | None = None
        self._voice: VoiceOfScreens | None = None
        self._hands: Hands | None = None
        self._recorded: Offer | None = None
        self._now_ms = now_ms
        self._touched_ms = float("-inf")
        self.view: View = attract_view(config.language)
        """What is on the display."""
        self.window = Window(
            build_screen,
            px_per_mm=measured_px_per_mm(config.screen, config.data),
            lower_edge_mm=config.screen.lower_edge_mm or None,
            pictograms=Pictograms(self._read_content, make_player=_make_player, live=self),
            pointer=not has_touch_screen(),
            touch=config.touch,
            now_ms=now_ms,
            motion=config.screen.motion,
        )
        self.staff_sign = StaffSign(self.window)
        """How attendants ask to come in."""
        self.staff_sign.given.connect(self._open_staff)
        self.window.asked.connect(self.ask)
        self.window.touched.connect(self._touched)
        self._ticking = QTimer(self.window)
        self._ticking.timeout.connect(self.tick)

    # --- what camera and microphone see and hear, for screens (``kiosk.widgets.live.Live``) --------------------------

    def picture(self) -> bytes:
        """What the camera sees now."""
        return self.machinery().capture.picture()

    def level(self) -> float:
        """How loud it is at the microphone."""
        return self.machinery().capture.level()

    def stand(self) -> object:
        """How far they are."""
        return self.machinery().capture.stand()

    def open_on(self, place: QRect) -> None:
        """Put the window on the display with the greeting, before anything heavy is loaded."""
        self.window.open_on(place)
        self.window.show_view(self.view)

    def follow_display(self, place: QRect) -> None:
        """The display was turned, or has other pixels: go on there with everything as it is."""
        self.window.follow_display(place, px_per_mm=self._px_per_mm_on(place))

    def begin(self) -> None:
        """The first picture is there: say so, then load the rest."""
        from sync.systemd import notify

        notify("READY=1")
        gc.enable()
        self._show(self.machinery().conductor.start())
        self._take_hands()
        self.window.watch_input(self.staff_sign)  # last, so that it sees a key before the hands do
        self._ticking.start(TICK_MS)
        if self._with_voice:
            QTimer.singleShot(VOICE_AFTER_MS, self._wake_voice)

    def ask(self, intent: Intent) -> None:
        """The person asks for something."""
        conductor = self.machinery().conductor
        self._show(conductor.handle(intent), after=intent)
        if conductor.restarts:
            QApplication.exit(0)

    def tick(self) -> None:
        """A second has passed."""
        if self._hands is not None:
            self._hands.look_for_keypads()
        self.machinery().headphones.look()
        self.machinery().nearness.look()
        self._mind_power()
        self._mind_light()
        conductor = self.machinery().conductor
        watched = self.window.screen_shown is not None and self.window.screen_shown.busy()
        if watched or (self._voice is not None and self._voice.speaking()):
            conductor.hears()
        if self._voice is not None and (view := conductor.note_sound(self._voice.can_be_heard())):
            self._show(view)
        if view := conductor.tick():
            self._show(view)
        if isinstance(self.view, AttractView):
            self._record(conductor.offer)

    def _mind_power(self) -> None:
        from kiosk.viewmodel.views import OutOfOrderView

        machinery = self.machinery()
        if machinery.power is not None:
            machinery.power.look()
            machinery.station.note_charge()
            machinery.orderly_end.look(is_closed=isinstance(self.view, OutOfOrderView))

    def _mind_light(self) -> None:
        dimming = self.machinery().dimming
        if dimming is not None:
            dimming.look(is_touched=self._now_ms() - self._touched_ms < DIM_AFTER_MS)

    def machinery(self) -> Machinery:
        """Everything behind the screens, made when it is first needed."""
        if self._machinery is None:
            from kiosk.services import Machinery

            self._machinery = Machinery(
                self._config, draw_receipt=_draw_receipt, draw_pdf=_draw_pdf, random=self._random
            )
            self._machinery.conductor.start()
        return self._machinery

    def fall(self, kind: type[BaseException], error: BaseException, place: TracebackType | None) -> None:
        """Something unexpected: say where, never what (it could be personal), and end. The service starts anew."""
        import traceback

        sys.stderr.write("".join(traceback.format_tb(place)) + f"{kind.__name__}\n")
        if self._machinery is not None:
            from kiosk.event_log import KioskEvent

            self._machinery.log.note(KioskEvent.FAILED, error)
        QApplication.exit(1)

    def close(self) -> None:
        """Put everything away."""
        from sync.systemd import notify

        notify("STOPPING=1")
        self._ticking.stop()
        if self._hands is not None:
            self._hands.close()
        if self._voice is not None:
            self._voice.close()
        if self._machinery is not None:
            self._machinery.close()
        self.window.allow_closing()
        self.window.close()

    def _px_per_mm_on(self, place: QRect) -> float:
        screen = self._config.screen
        as_set = measured_px_per_mm(screen, self._config.data)
        return px_per_mm_with(place.width(), place.height(), screen, as_set=as_set)

    def _show(self, view: View, *, after: Intent | None = None) -> None:
        from kiosk.viewmodel.views import OutOfOrderView

        before, self.view = self.view, view
        self.staff_sign.switch(isinstance(view, AttractView | OutOfOrderView))
        if self._voice is None:
            self.window.show_view(view)
        else:
            with self._voice.page_changes():
                self.window.show_view(view)
            if screen := self.window.screen_shown:
                self._voice.show(view, screen.spoken, after=after)
        for text, urgent in announced(before, view):
            announce(self.window, text, urgent=urgent)

    def _touched(self) -> None:
        self._touched_ms = self._now_ms()
        if self._voice is not None:
            self._voice.acted()
        if view := self.machinery().conductor.touch():
            self._show(view)

    def _take_hands(self) -> None:
        from kiosk.input import Hands

        self._hands = Hands(
            self.window,
            self._config.keys,
            keypads=self.machinery().keypads,
            now=lambda: self._now_ms() / 1000,
            speaking=lambda: self._voice is not None and self._voice.speaking(),
        )
        self._hands.asked.connect(self.ask)
        self._hands.told.connect(self._obey)
        self._hands.named.connect(self._name)
        self._hands.grouped.connect(self._tell)

    def _open_staff(self) -> None:
        from kiosk.viewmodel.intents import OpenStaff

        self.ask(OpenStaff())

    def _obey(self, act: Key) -> None:
        if view := self.machinery().conductor.touch():
            self._show(view)
        from kiosk.input import STEPS
        from kiosk.viewmodel.intents import SwitchSpeech

        if not self.view.frame.profile.speech:
            self.ask(SwitchSpeech())  # whoever feels for the voice wants to hear it (R40)
        elif act.value in STEPS:
            self.ask(STEPS[act.value])
        elif self._voice is not None:
            self._voice.obey(act)

    def _name(self, widget: QWidget) -> None:
        if self._voice is not None:
            self._voice.name(widget)

    def _tell(self, sentence: str) -> None:
        if self._voice is not None:
            self._voice.tell(sentence)

    def _record(self, offer: Offer | None) -> None:
        """New content is recorded while nobody is here."""
        if self._voice is not None and offer is not None and offer is not self._recorded:
            from kiosk.prerecord import names_of_places, said_of_content

            self._recorded = offer
            station = self.machinery().station
            said = said_of_content(offer, district=station.district, today=station.now().astimezone(offer.zone).date())
            self._voice.record(said, names=names_of_places(offer), phrases=offer.phrases)

    def _greet(self) -> None:
        if self._voice is not None:
            self._voice.greet(keys=bool(self.machinery().keypads))

    def _begin_by_ear(self) -> None:
        """Headphones were plugged in: whoever did that wants to hear. Without keys to feel, the finger explores."""
        from kiosk.viewmodel.intents import Listen

        if isinstance(self.view, AttractView):
            self.ask(Listen(exploring=not self.machinery().keypads))
        elif self.view.frame.aids and not self.view.frame.profile.speech:
            self.ask(Listen())

    def _read_content(self, target: str) -> bytes:
        return self.machinery().conductor.read_content(target)

    def _wake_voice(self) -> None:
        from accessibility.station_speaker import make_speaker
        from kiosk.voice.voice import VoiceOfScreens
        from kiosk.widgets.speech_highlight import ReadingMark

        machinery, command = self.machinery(), self._config.speech.command
        speaker = self._speaker or make_speaker(
            self._config.data / CLIPS_FOLDER, audio=machinery.audio, command=command
        )
        self._voice = VoiceOfScreens(speaker, headphones=machinery.headphones, nearness=machinery.nearness)
        if self._config.speech.greets_aloud:
            self._voice.somebody_came.connect(self._greet)
        self._voice.plugged_in.connect(self._begin_by_ear)
        mark = ReadingMark(self.window)
        self._voice.reading.connect(lambda *heard: mark.follow(self.window.screen_shown, *heard))
        if screen := self.window.screen_shown:
            self._voice.show(self.view, screen.spoken)


def _make_player(film: bytes, shown: Shown, failed: Failed) -> Player:
    from hardware.media.film_player import QtFilmPlayer

    return QtFilmPlayer(film, shown, failed)


def _draw_receipt(view: ReceiptView, width_dots: int) -> bytes:
    from kiosk.widgets.receipt_image import receipt_png

    return receipt_png(view, width=width_dots)


def _draw_pdf(view: ReceiptView) -> bytes:
    from kiosk.widgets.report_pdf import report_pdf

    return report_pdf(view)
