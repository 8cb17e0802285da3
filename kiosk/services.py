"""What stands behind the screens, built from a station's settings: log, database, content, devices, conductor.

Loading it takes longer than the first picture may wait, so ``app`` imports it afterwards. No Qt.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random, SystemRandom

from hardware.detect import detect, probes_of
from hardware.ports import PrintJob
from kiosk.conductor import Conductor
from kiosk.event_log import EventLog, KioskEvent
from kiosk.session.capture import CaptureDevices
from kiosk.session.help_lamp import HelpLamp
from kiosk.staff.panel import Staff
from kiosk.staff.store import StaffOffice
from kiosk.station.dimming import Dimming
from kiosk.station.orderly_end import OrderlyEnd
from kiosk.station.sleep import SleepWatch
from kiosk.station.station import StationFile
from kiosk.viewmodel.views import ReceiptView
from sync.boot_clock import seconds_since_start
from sync.station.config import StationConfig

LOG_FOLDER = "log"

DrawReceipt = Callable[[ReceiptView, int], bytes]
"""Draws a receipt as PNG, so many dots wide."""


class Machinery:
    """One station, ready to be used."""

    def __init__(
        self,
        config: StationConfig,
        *,
        draw_receipt: DrawReceipt,
        draw_pdf: Callable[[ReceiptView], bytes],
        random: Random | None = None,
    ) -> None:
        """``draw_receipt`` and ``draw_pdf`` come from above, since drawing needs Qt."""
        self.log = EventLog(config.data / LOG_FOLDER)
        self.log.note(KioskEvent.STARTED)
        devices = detect(config)
        self.power = devices.power
        """The battery; None where none is minded."""
        self.station = StationFile(config, monotonic=seconds_since_start, power=self.power)
        self._printer = devices.printer
        self.keypads = devices.keypads
        """Tactile keypad and switches, as far as the settings name any."""
        self.headphones = devices.headphones
        self.nearness = devices.nearness
        self.audio = devices.audio
        self.capture = CaptureDevices(devices.camera, devices.microphone, devices.spoken, devices.scanner)
        """Camera, microphone and scanner, as far as there are any."""
        self.light = devices.light
        self.dimming = (
            Dimming(devices.backlight, self.light, hour=lambda: datetime.now().astimezone().hour)
            if devices.backlight
            else None
        )
        """How bright the display is; None where it is to stay as it is."""
        self.help_lamp = HelpLamp(devices.lamp)
        self.orderly_end = OrderlyEnd(
            self.power, monotonic=seconds_since_start, note=lambda: self.log.note(KioskEvent.TURNED_OFF)
        )
        self._draw_receipt = draw_receipt
        self.conductor = Conductor(
            station=self.station,
            config=config,
            monotonic=seconds_since_start,
            random=random or SystemRandom(),
            note=self.log.note,
            print_receipt=self._print if self._printer else None,
            draw_pdf=draw_pdf,
            staff=Staff(
                StaffOffice(config, self.station),
                monotonic=seconds_since_start,
                note=self.log.note,
                probes=probes_of(devices),
                capture=self.capture,
            ),
            has_slept=SleepWatch().has_slept,
            capture=self.capture,
            help_lamp=self.help_lamp,
            nearness=self.nearness,
            in_private=self._is_heard_in_private,
        )

    def close(self) -> None:
        """Close what is open."""
        self.conductor.close()
        self.capture.close()
        self.help_lamp.put_out()
        self.station.close()
        self.light.close()
        if self.power is not None:
            self.power.close()
        self.log.note(KioskEvent.STOPPED)
        self.log.close()

    def _is_heard_in_private(self) -> bool:
        return self.headphones.plugged_in()

    def _print(self, view: ReceiptView) -> PrintJob:
        assert self._printer is not None
        return self._printer.print_receipt(self._draw_receipt(view, self._printer.width_dots))
