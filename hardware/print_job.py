"""Prints one receipt and ends: ``python -m hardware.print_job DEVICE --width DOTS < receipt.png``. Nobody waits.

It answers with one JSON line ``{"state": ..., "words": ...}``. A printer that blocks (switched off in mid-print) blocks
only this process, whose own alarm clock ends it. The receipt comes through standard input and is written to nothing but
the printer.
"""

from __future__ import annotations

import argparse
import errno
import fcntl
import io
import json
import os
import resource
import select
import signal
import stat
import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from hardware.ports import PrinterState, PrintResult

# The widest darkness that stays white: half-grey edges of letters would otherwise be dithered into dust.
WHITE_FROM = 160

# LPGETSTATUS and its paper bit, from Linux' include/uapi/linux/lp.h.
GET_STATUS = 0x060B
STATUS_PAPER_OUT = 0x20

# ESC/POS "transmit status" (DLE EOT): four fixed bits in each answer, the others say what is wrong.
ASK_PAPER, ASK_OFFLINE, ASK_ERROR = b"\x10\x04\x04", b"\x10\x04\x02", b"\x10\x04\x03"
ANSWER_FIXED_BITS, ANSWER_FIXED = 0x93, 0x12
ANSWER_PAPER_OUT = 0x60
ANSWER_COVER_OPEN = 0x04
ANSWER_JAMMED = 0x04 | 0x08 | 0x20
"""Mechanics, cutter, and what the printer does not recover from."""
ANSWER_WITHIN_SECONDS = 0.5

DEVICES = Path("/dev")

REASONS = {
    errno.ENOENT: (PrinterState.UNPLUGGED, "the printer is not plugged in"),
    errno.ENODEV: (PrinterState.UNPLUGGED, "the printer is not plugged in"),
    errno.ENXIO: (PrinterState.UNPLUGGED, "the printer is not plugged in"),
    errno.EIO: (PrinterState.UNPLUGGED, "the printer was unplugged or switched off"),
    errno.EBUSY: (PrinterState.BUSY, "another program is printing"),
    errno.EACCES: (PrinterState.TROUBLE, "the station may not use the printer; its user must be in the group lp"),
    errno.ENOSPC: (PrinterState.PAPER_OUT, "the printer has no paper"),
}
NO_PAPER = PrintResult(PrinterState.PAPER_OUT, "the printer has no paper")
COVER_OPEN = PrintResult(PrinterState.COVER_OPEN, "the printer's cover is open")
JAMMED = PrintResult(PrinterState.JAMMED, "the printer has stopped; paper may be stuck in it")
PRINTED = PrintResult(PrinterState.READY, "printed")


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints what is on standard input; 0 if the receipt is out."""
    parser = argparse.ArgumentParser(prog="python -m hardware.print_job")
    parser.add_argument("device", type=Path)
    parser.add_argument("--width", type=int, required=True, help="width of the paper in printer dots")
    parser.add_argument("--seconds", type=float, default=20.0, help="give up after this long")
    options = parser.parse_args(arguments)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.setitimer(signal.ITIMER_REAL, options.seconds)
    with redirect_stdout(sys.stderr):  # the library's remarks are no answer of ours
        result = print_png(sys.stdin.buffer.read(), options.device, width_dots=options.width)
    sys.stdout.write(json.dumps({"state": result.state, "words": result.words}) + "\n")
    return 0 if result.ok else 1


def print_png(png: bytes, device: Path, *, width_dots: int) -> PrintResult:
    """Prints a PNG on an ESC/POS printer, a device or a plain file. Waits as long as the device takes."""
    try:
        descriptor = _open(device)
    except OSError as error:
        return _reason(error)
    try:
        if trouble := _trouble(descriptor):
            return trouble
        commands = _commands(png, width_dots=width_dots)
        if commands is None:
            return PrintResult(PrinterState.TROUBLE, f"the receipt is no picture of at most {width_dots} dots")
        _write_all(descriptor, commands)
        return _trouble(descriptor) or PRINTED
    except OSError as error:
        return _reason(error)
    finally:
        os.close(descriptor)


def _open(device: Path) -> int:
    # Without O_CREAT below /dev: a printer unplugged just now would come back as a plain file that swallows receipts.
    if device.is_relative_to(DEVICES):
        return os.open(device, os.O_RDWR | os.O_NOCTTY)
    return os.open(device, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)


def _reason(error: OSError) -> PrintResult:
    state, words = REASONS.get(error.errno or 0, (PrinterState.TROUBLE, f"the printer failed ({error.strerror})"))
    return PrintResult(state, words)


# --- what the printer says of itself -----------------------------------------------------------------------------


def _trouble(descriptor: int) -> PrintResult | None:
    """What keeps it from printing, as far as it tells. None for a printer that says nothing of itself."""
    if not stat.S_ISCHR(os.fstat(descriptor).st_mode):
        return None
    if _kernel_says_no_paper(descriptor):
        return NO_PAPER
    paper = _ask(descriptor, ASK_PAPER)
    if paper is None:
        return None  # who does not answer one question is not asked the others: each takes its time
    if paper & ANSWER_PAPER_OUT:
        return NO_PAPER
    if (_ask(descriptor, ASK_OFFLINE) or 0) & ANSWER_COVER_OPEN:
        return COVER_OPEN
    return JAMMED if (_ask(descriptor, ASK_ERROR) or 0) & ANSWER_JAMMED else None


def _kernel_says_no_paper(descriptor: int) -> bool:
    try:
        answer = fcntl.ioctl(descriptor, GET_STATUS, bytes(4))
    except OSError:
        return False
    return bool(int.from_bytes(answer, sys.byteorder) & STATUS_PAPER_OUT)


def _ask(descriptor: int, question: bytes) -> int | None:
    """The printer's answer; None where it says nothing, or nothing that is an answer."""
    _write_all(descriptor, question)
    answers, _, _ = select.select([descriptor], [], [], ANSWER_WITHIN_SECONDS)
    answer = os.read(descriptor, 16)[-1:] if answers else b""
    return answer[0] if answer and answer[0] & ANSWER_FIXED_BITS == ANSWER_FIXED else None


# --- printer language ------------------------------------------------------------------------------------------


def _commands(png: bytes, *, width_dots: int) -> bytes | None:
    """The picture as ESC/POS raster, a feed and a cut. None for what is no picture or too wide."""
    from PIL import Image

    try:
        picture = Image.open(io.BytesIO(png)).convert("RGBA")
    except (OSError, ValueError):
        return None
    if picture.width > width_dots:
        return None
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture)
    dots = paper.convert("L").point([0] * WHITE_FROM + [255] * (256 - WHITE_FROM))
    printer = _escpos_printer()
    printer.hw("INIT")
    printer.image(dots)
    printer.cut(mode="PART")  # a corner holds on, so that nothing falls to the floor
    commands: bytes = printer.output
    return commands


def _escpos_printer() -> Any:
    """A printer of python-escpos that keeps its commands: the device itself is ours, because we also ask it things."""
    # WORKAROUND python-escpos 3.1: every import leaves a temporary folder behind, so it gets one that goes again.
    with tempfile.TemporaryDirectory() as folder:
        tempfile.tempdir = folder
        try:
            from escpos.printer import Dummy
        finally:
            tempfile.tempdir = None
    return Dummy()


def _write_all(descriptor: int, commands: bytes) -> None:
    rest = memoryview(commands)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


if __name__ == "__main__":
    sys.exit(main())
