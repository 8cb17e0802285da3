"""Receipts on a plain file and on a printer made of a pseudo terminal, which can run out of paper and fall silent."""

import io
import os
import subprocess
import sys
import tempfile
import tty
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from PIL import Image

from hardware.detect import detect
from hardware.fakes import MemoryPrinter
from hardware.ports import Printer, PrinterState, PrintResult
from hardware.print_job import ASK_ERROR, ASK_OFFLINE, ASK_PAPER, print_png
from hardware.printer import ReceiptPrinter
from sync.station.config import StationConfig
from tests.kits.waiting import wait_for

WIDTH, HEIGHT = 384, 40
PAPER, NO_PAPER = 0x12, 0x72
WELL, COVER_OPEN, CUTTER_STUCK = 0x12, 0x16, 0x1A


def receipt(*, width: int = WIDTH) -> bytes:
    """A receipt whose left half is black, with one grey column and nothing at all (transparent) at the right edge."""
    picture = Image.new("RGBA", (width, HEIGHT), "white")
    picture.paste("black", (0, 0, width // 2, HEIGHT))
    picture.paste((200, 200, 200, 255), (width // 2, 0, width // 2 + 1, HEIGHT))
    picture.paste((0, 0, 0, 0), (width - 8, 0, width, HEIGHT))
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


class PaperRoll:
    """The other end of a pseudo terminal: keeps what is printed, and answers what it is asked; None says nothing."""

    def __init__(self) -> None:
        self._own_end, self._printer_end = os.openpty()
        tty.setraw(self._printer_end)
        self.device = Path(os.ttyname(self._printer_end))
        self.printed = bytearray()
        self.answer: int | None = PAPER
        self.offline: int | None = WELL
        self.error: int | None = WELL
        self.questions: list[bytes] = []
        self._thread = Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while True:
            received = os.read(self._own_end, 65536)
            if received.endswith(b"END"):
                return
            for question, answer in ((ASK_PAPER, self.answer), (ASK_OFFLINE, self.offline), (ASK_ERROR, self.error)):
                if received.endswith(question):
                    self.questions.append(question)
                    received = received.removesuffix(question)
                    if answer is not None:
                        os.write(self._own_end, bytes([answer]))
            self.printed += received

    def close(self) -> None:
        os.write(self._printer_end, b"END")
        self._thread.join()
        os.close(self._own_end)
        os.close(self._printer_end)


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """Not beneath /dev, as folders in memory are: there only devices are printed on."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.fixture
def roll() -> Iterator[PaperRoll]:
    roll = PaperRoll()
    yield roll
    roll.close()


def raster_of(commands: bytes) -> tuple[int, int, bytes]:
    """Width in bytes, height and dots of the one raster picture in ESC/POS commands (GS v 0)."""
    start = commands.index(b"\x1dv0\x00") + 4
    width = int.from_bytes(commands[start : start + 2], "little")
    height = int.from_bytes(commands[start + 2 : start + 4], "little")
    return width, height, commands[start + 4 : start + 4 + width * height]


def test_a_receipt_on_a_file_is_raster_feed_and_cut(tmp_path):
    assert print_png(receipt(), tmp_path / "out", width_dots=WIDTH).ok
    commands = (tmp_path / "out").read_bytes()
    assert commands.startswith(b"\x1b@")
    width, height, dots = raster_of(commands)
    assert (width, height) == (WIDTH // 8, HEIGHT)
    half = WIDTH // 16
    assert dots == (b"\xff" * half + b"\x00" * half) * HEIGHT
    assert commands.index(b"\x1bd\x06") < commands.index(b"\x1dV")


def test_a_receipt_of_a_street_s_length_keeps_every_line(tmp_path):
    tall = Image.new("L", (WIDTH, 2500), "black")
    file = io.BytesIO()
    tall.save(file, "PNG")
    assert print_png(file.getvalue(), tmp_path / "out", width_dots=WIDTH).ok
    assert (tmp_path / "out").read_bytes().count(b"\xff") == 2500 * WIDTH // 8


def test_what_is_too_wide_or_no_picture_is_refused_in_words(tmp_path):
    for png in (receipt(width=WIDTH + 8), b"no picture"):
        result = print_png(png, tmp_path / "out", width_dots=WIDTH)
        assert result.state is PrinterState.TROUBLE
        assert str(WIDTH) in result.words
    assert (tmp_path / "out").read_bytes() == b""


def test_a_printer_that_answers_gets_the_receipt(roll):
    result = wait_for(ReceiptPrinter(roll.device, width_dots=WIDTH).print_receipt(receipt()).poll)
    assert result.ok
    assert raster_of(roll.printed)[:2] == (WIDTH // 8, HEIGHT)


def test_a_printer_that_does_not_tell_about_paper_prints_all_the_same(roll):
    roll.answer = None
    assert print_png(receipt(), roll.device, width_dots=WIDTH).ok
    assert b"\x1dV" in roll.printed
    assert set(roll.questions) == {ASK_PAPER}, "and is not asked more"


@pytest.mark.parametrize(
    ("offline", "error", "state"),
    [
        (COVER_OPEN, WELL, PrinterState.COVER_OPEN),
        (WELL, CUTTER_STUCK, PrinterState.JAMMED),
        (0xFF, 0xFF, PrinterState.READY),  # no answers, though they look like one
    ],
)
def test_an_open_cover_and_a_jam_are_told_and_nothing_is_sent(roll, offline, error, state):
    roll.offline, roll.error = offline, error
    printer = ReceiptPrinter(roll.device, width_dots=WIDTH)
    assert wait_for(printer.print_receipt(receipt()).poll).state is state
    assert printer.state() is state
    assert (roll.printed == b"") is (state is not PrinterState.READY)
    roll.offline = roll.error = WELL
    assert wait_for(printer.print_receipt(receipt()).poll).ok, "it was mended"
    assert printer.state() is PrinterState.READY


def test_without_paper_nothing_is_sent_and_the_state_stays_until_a_receipt_is_out(roll):
    printer = ReceiptPrinter(roll.device, width_dots=WIDTH)
    roll.answer = NO_PAPER
    result = wait_for(printer.print_receipt(receipt()).poll)
    assert result == PrintResult(PrinterState.PAPER_OUT, "the printer has no paper")
    assert printer.state() is PrinterState.PAPER_OUT
    assert roll.printed == b""
    roll.answer = PAPER
    assert wait_for(printer.print_receipt(receipt()).poll).ok
    assert printer.state() is PrinterState.READY


def test_an_unplugged_printer_is_a_state_and_no_file_takes_its_place():
    missing = Path("/dev/usb/lp-that-is-not-there")
    printer = ReceiptPrinter(missing)
    assert printer.state() is PrinterState.UNPLUGGED
    assert wait_for(printer.print_receipt(receipt()).poll).state is PrinterState.UNPLUGGED
    in_shared_memory = Path("/dev/shm/printer-that-is-not-there")
    assert print_png(receipt(), in_shared_memory, width_dots=WIDTH).state is PrinterState.UNPLUGGED
    assert not in_shared_memory.exists()


def test_a_printer_that_blocks_blocks_nobody_and_is_given_up(tmp_path):
    os.mkfifo(tmp_path / "printer")  # opening it waits until somebody reads, and nobody does
    printer = ReceiptPrinter(tmp_path / "printer", give_up_seconds=0.5)
    job = printer.print_receipt(receipt())
    assert job.poll() is None
    assert printer.state() is PrinterState.BUSY
    second = printer.print_receipt(receipt())
    assert second.poll().state is PrinterState.BUSY
    result = wait_for(job.poll)
    assert result.state is PrinterState.TROUBLE
    assert "does not answer" in result.words
    assert printer.state() is PrinterState.READY


def test_printing_leaves_nothing_in_temporary_folders(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    assert wait_for(ReceiptPrinter(tmp_path / "out", width_dots=WIDTH).print_receipt(receipt()).poll).ok
    assert list(folder.iterdir()) == []


def test_the_kiosk_does_not_load_the_printing_library():
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, hardware.detect; print(*{'escpos', 'PIL', 'PySide6'} & set(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert loaded.stdout.strip() == ""


def test_settings_decide_whether_there_is_a_printer(tmp_path):
    without = StationConfig(data=tmp_path, hub_url="http://localhost")
    assert detect(without).printer is None
    with_one = StationConfig(data=tmp_path, hub_url="http://localhost", printer="/dev/usb/lp0")
    assert isinstance(detect(with_one).printer, ReceiptPrinter)


def test_the_twin_keeps_receipts_and_can_be_without_paper():
    twin = MemoryPrinter()
    printer: Printer = twin
    assert printer.print_receipt(b"one").poll().ok
    twin.now = PrinterState.PAPER_OUT
    assert printer.state() is PrinterState.PAPER_OUT
    assert not printer.print_receipt(b"two").poll().ok
    assert twin.receipts == [b"one"]
