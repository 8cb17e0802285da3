"""What stands behind the screens, built from a station's settings: log, database, content, devices, conductor.

Loading it takes longer than the first picture may wait, so ``app`` imports it afterwards. No Qt.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random, SystemRandom

from hardware.detect import detect
from hardware.ports import PrintJob
from kiosk.conductor import Conductor
from kiosk.event_log import EventLog, KioskEvent
from kiosk.session.capture import CaptureDevices
from kiosk.staff.panel import Staff
from kiosk.staff.store import StaffOffice
from kiosk.station.sleep import SleepWatch
from kiosk.station.station import StationFile
from kiosk.viewmodel.views import ReceiptView
from sync.boot_clock import seconds_since_start
from sync.station.config import StationConfig

LOG_FOLDER = "log"

DrawReceipt = Callable[[ReceiptView, int], bytes]
"""Draws a receipt as PNG, so many dots wide."""


class Machinery:
    """One station, ready to be used. ``draw_receipt`` comes from above, since drawing needs Qt."""

    def __init__(self, config: StationConfig, *, draw_receipt: DrawReceipt, random: Random | None = None) -> None:
        self.log = EventLog(config.data / LOG_FOLDER)
        self.log.note(KioskEvent.STARTED)
        self.station = StationFile(config, monotonic=seconds_since_start)
        devices = detect(config)
        self._printer = devices.printer
        self.keypads = devices.keypads
        """Tactile keypad and switches, as far as the settings name any."""
        self.headphones = devices.headphones
        self.nearness = devices.nearness
        self.audio = devices.audio
        self.capture = CaptureDevices(devices.camera, devices.microphone, devices.spoken, devices.scanner)
        """Camera, microphone and scanner, as far as there are any."""
        self._draw_receipt = draw_receipt
        self.conductor = Conductor(
            station=self.station,
            config=config,
            monotonic=seconds_since_start,
            random=random or SystemRandom(),
            note=self.log.note,
            print_receipt=self._print if self._printer else None,
            staff=Staff(
                StaffOffice(config, self.station),
                monotonic=seconds_since_start,
                note=self.log.note,
                capture=self.capture,
            ),
            has_slept=SleepWatch().has_slept,
            capture=self.capture,
            in_private=self._is_heard_in_private,
        )

    def close(self) -> None:
        """Close what is open."""
        self.capture.close()
        self.station.close()
        self.log.note(KioskEvent.STOPPED)
        self.log.close()

    def _is_heard_in_private(self) -> bool:
        return self.headphones.plugged_in()

    def _print(self, view: ReceiptView) -> PrintJob:
        assert self._printer is not None
        return self._printer.print_receipt(self._draw_receipt(view, self._printer.width_dots))
