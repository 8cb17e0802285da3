"""Picks the devices a station has, from its settings. Touches none of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hardware.ports import Printer
from hardware.printer import ReceiptPrinter
from sync.config import StationConfig


@dataclass(frozen=True)
class Devices:
    """The devices of one station. None means the station has none of the kind, which is a normal state."""

    printer: Printer | None


def detect(config: StationConfig) -> Devices:
    """The devices the settings name."""
    return Devices(printer=None if config.printer == "none" else ReceiptPrinter(Path(config.printer)))
