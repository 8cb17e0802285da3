"""The receipt printer. Each receipt is printed by a helper process of its own, so nothing here ever waits for paper.

Draws nothing: it gets a picture. Speaks no printer language: `print_job` does.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from hardware.ports import FinishedJob, PrinterState, PrintJob, PrintResult
from hardware.print_job import DEVICES

PROJECT = Path(__file__).resolve().parent.parent

# 64 mm at 8 dots/mm: fits every printer for 80 mm paper. Paper of 58 mm takes 384, some of 80 mm take 576.
DEFAULT_WIDTH_DOTS = 512
GIVE_UP_SECONDS = 20.0

BUSY = PrintResult(PrinterState.BUSY, "the receipt before this one is still being printed")
NO_ANSWER = PrintResult(PrinterState.TROUBLE, "the printer does not answer; is it switched on and its cover closed?")


class ReceiptPrinter:
    """Printer at a device (``/dev/usb/lp0``) or, for trying things out, a plain file that each receipt overwrites."""

    def __init__(
        self, device: Path, *, width_dots: int = DEFAULT_WIDTH_DOTS, give_up_seconds: float = GIVE_UP_SECONDS
    ) -> None:
        self._device = device
        self._width_dots = width_dots
        self._give_up_seconds = give_up_seconds
        self._job: HelperJob | None = None

    @property
    def width_dots(self) -> int:
        return self._width_dots

    def state(self) -> PrinterState:
        if self._device.is_relative_to(DEVICES) and not self._device.exists():
            return PrinterState.UNPLUGGED
        if self._job is None:
            return PrinterState.READY
        result = self._job.poll()
        if result is None:
            return PrinterState.BUSY
        # What somebody has to mend outlasts its job: everything else may be over, and the next job will tell.
        mended_by_hand = {PrinterState.PAPER_OUT, PrinterState.COVER_OPEN, PrinterState.JAMMED}
        return result.state if result.state in mended_by_hand else PrinterState.READY

    def print_receipt(self, png: bytes) -> PrintJob:
        if self._job and self._job.poll() is None:
            return FinishedJob(BUSY)
        self._job = HelperJob(self._start_helper(png))
        return self._job

    def _start_helper(self, png: bytes) -> subprocess.Popen[bytes]:
        # An anonymous memory file instead of a pipe: nobody has to stand by until the helper has read it all.
        receipt = os.memfd_create("receipt")
        try:
            with os.fdopen(receipt, "wb", closefd=False) as file:
                file.write(png)
            os.lseek(receipt, 0, os.SEEK_SET)
            options = ["--width", str(self._width_dots), "--seconds", str(self._give_up_seconds)]
            return subprocess.Popen(
                [sys.executable, "-m", "hardware.print_job", str(self._device), *options],
                stdin=receipt,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=PROJECT,
            )
        finally:
            os.close(receipt)


class HelperJob:
    """PrintJob of one helper process."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._result: PrintResult | None = None

    def poll(self) -> PrintResult | None:
        if self._result is None and self._process.poll() is not None:
            self._result = self._read_result()
        return self._result

    def _read_result(self) -> PrintResult:
        answer, _ = self._process.communicate()
        if self._process.returncode == -signal.SIGALRM:
            return NO_ANSWER
        try:
            told = json.loads(answer)
            return PrintResult(PrinterState(told["state"]), told["words"])
        except (ValueError, KeyError):
            return PrintResult(PrinterState.TROUBLE, "the printing program failed")
