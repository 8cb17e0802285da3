"""The pages of attendants, for pictures: each with everything that can be said at once."""

from __future__ import annotations

import json
from dataclasses import replace

from hardware.ports import CaptureState, Charge, PowerSupply
from hardware.probes import DeviceKind, DeviceStand
from kiosk.devtools.sample_results import sample_result
from kiosk.devtools.sample_station import NOON, POLL_WIRE
from kiosk.staff.closing import ClosingNotice, ClosingState, ClosingStep
from kiosk.staff.device_check import DeviceCheckState
from kiosk.staff.evening import EveningNotice, EveningState, EveningStep
from kiosk.staff.presenter import staff_view
from kiosk.staff.screen_probes import SHOWN, DisplayState, TouchState
from kiosk.staff.states import (
    CareState,
    DeskState,
    ForAnotherState,
    PauseState,
    PinNotice,
    PinState,
    PlaceState,
    PlaceStep,
    QueueState,
    RestartState,
    SoundState,
    StaffFacts,
    StationReport,
)
from kiosk.staff.stock import StockNotice, StockState, StockStep
from kiosk.staff.waiting import WaitingState
from kiosk.viewmodel.views import View
from sync.protocol.day_closure import Balance, DaySums
from sync.station.day_sheet import CardStock, DaySheet
from sync.station.kept_drafts import KeptDraft
from sync.station.place_today import PlaceToday
from sync.station.stick_requests import StickWork

STAFF = DeskState(
    StaffFacts(
        "SBZ Börgerhus",
        12,
        5,
        NOON.date(),
        NOON,
        ("power-low", "hub-silent"),
        NOON.date(),
        13_000_000_000,
        "0.1.0",
        power=PowerSupply(Charge.LOW, percent=18, seconds_left=2100),
    ),
    StickWork("wish", done=7, of=9, acknowledged=23, fault="full", remarks=("slow",)),
    PlaceToday("Wochenmarkt Reutershagen", "D"),
    has_codes=True,
    has_evening=True,
    waiting=10,
)
"""Everything that can be said at once."""

CLOSING = ClosingState(
    ClosingStep.CHECK,
    DaySheet("2026-11-22", DaySums(60, 41, 2, 15, 44, 40, 3, 58, 49, 8)),
    has_codes=True,
    by_pin=True,
    notes={Balance.BALLOTS: "14:10"},
)
"""Of a day on which nothing adds up."""


CARDS = StockState(StockStep.LIST, {"12": CardStock(60, 41, 2, 5), "13": CardStock(40)}, notice=StockNotice.COUNTED)
"""Cards of two batches."""

DRAFTS = tuple(
    KeptDraft(f"{number}.draft", NOON.date(), json.dumps({"words": words}).encode())
    for number, words in enumerate(("Die Lampe am Hafen flackert seit Tagen, man sieht nichts", ""))
)
"""Put aside, with words and without."""
STRANGE = replace(CARDS, step=StockStep.BACK, notice=StockNotice.STRANGE, camera=CaptureState.RUNNING, is_lit=False)
"""Something else is shown to the camera."""

RESULT = sample_result(POLL_WIRE)
"""Of a poll for one evening."""


DEVICES = DeviceCheckState(
    {
        DeviceKind.PRINTER: DeviceStand.PAPER_OUT,
        DeviceKind.CAMERA: DeviceStand.WORKS,
        DeviceKind.SCANNER: DeviceStand.BROKEN,
        DeviceKind.MICROPHONE: DeviceStand.WORKS,
        DeviceKind.HEADPHONES: DeviceStand.MISSING,
        DeviceKind.KEYS: DeviceStand.THERE,
        DeviceKind.LAMP: DeviceStand.THERE,
    },
    NOON,
    is_trying=True,
)
"""Some of them in order."""


def staff_views(language: str) -> dict[str, View]:
    """What attendants see; the place of the day is written like a note."""
    second = replace(CLOSING, step=ClosingStep.SIGN, names=("A. Behrens",), typed="1234", notice=ClosingNotice.SAME)
    note = replace(CLOSING, step=ClosingStep.NOTE, gap=Balance.CODES, typed="14:10")
    place = PlaceState(PlaceStep.LIST, (PlaceToday("Wochenmarkt Reutershagen", "D"),), ())
    evening = EveningState(EveningStep.OPEN, question=RESULT.poll.question, ballots=4, notice=EveningNotice.TOO_FEW)
    new_pin = replace(evening, step=EveningStep.SECOND, typed=6, notice=EveningNotice.DIFFERENT)
    counted = EveningState(EveningStep.RESULT, question=RESULT.poll.question, result=RESULT, has_keys=True)
    return {
        "staff_pin": staff_view(language, PinState(4, PinNotice.WRONG, takes_stick=True)),
        "staff": staff_view(language, STAFF),
        "staff_number": staff_view(language, replace(CLOSING, step=ClosingStep.RETURNED, typed="15")),
        "staff_text": staff_view(language, note),
        "staff_pause": staff_view(language, PauseState()),
        "staff_care": staff_view(language, CareState(can_restart=True, has_devices=True)),
        "staff_sound": staff_view(language, SoundState(is_silent=True)),
        "staff_probe": staff_view(language, TouchState()),
        "staff_touched": staff_view(language, TouchState(((1, 0), (2, 1), (0, 4), (12, 9)))),
        "staff_displayed": staff_view(language, DisplayState(len(SHOWN))),
        "staff_restart": staff_view(language, RestartState()),
        "staff_report": staff_view(
            language, StationReport(STAFF.facts, NOON, STAFF.place, ("A. Behrens", "M. Kruse")), can_print=True
        ),
        "staff_for_another": staff_view(language, ForAnotherState(DRAFTS)),
        "staff_begun": staff_view(language, replace(CLOSING, step=ClosingStep.BEGUN, begun=2)),
        "staff_open_evening": staff_view(language, replace(CLOSING, step=ClosingStep.EVENING)),
        "staff_waiting": staff_view(language, WaitingState(10)),
        "staff_devices": staff_view(language, DEVICES, can_print=True),
        "staff_queue": staff_view(language, QueueState(STAFF.facts, 10, is_trying=True)),
        "staff_stock": staff_view(language, CARDS),
        "staff_code": staff_view(language, replace(CARDS, step=StockStep.BACK, batch="12", has_camera=True)),
        "staff_scan": staff_view(language, STRANGE),
        "staff_sums": staff_view(language, CLOSING),
        "staff_evening": staff_view(language, evening),
        "staff_evening_pin": staff_view(language, new_pin),
        "staff_evening_result": staff_view(language, counted, can_print=True),
        "staff_sign": staff_view(language, second),
        "staff_place": staff_view(language, place),
    }
