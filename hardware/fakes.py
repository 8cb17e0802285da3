"""Twins of the devices, in memory: for tests and for machines that do not have them."""

from __future__ import annotations

from hardware.ports import FinishedJob, PrinterState, PrintJob, PrintResult


class MemoryPrinter:
    """Printer that keeps its `receipts` (PNG) and is in the state it is told to be in."""

    def __init__(self, *, width_dots: int = 512) -> None:
        self.width_dots = width_dots
        self.receipts: list[bytes] = []
        self.now = PrinterState.READY

    def state(self) -> PrinterState:
        return self.now

    def print_receipt(self, png: bytes) -> PrintJob:
        if self.now is PrinterState.READY:
            self.receipts.append(png)
        return FinishedJob(PrintResult(self.now, f"the printer twin is {self.now}"))
