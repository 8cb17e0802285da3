"""Files that come in over a form: none, except where a page expects them; then bounded, and onto the disk as they come.

Knows no page and reads nothing of what comes.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from sync.hub.courier.files import MOST_FILES, kind_of

View = Callable[..., HttpResponseBase]

MOST_BYTES = 512 * 1024 * 1024
"""So much is taken at once: some hundred thousand records, or two thousand pieces of photographs."""

_ENDING = 200
"""Of a longer name only so much of its end is kept."""


class NoUploads(FileUploadHandler):
    """Passes over every file. Stands wherever no page asks for any."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002  as Django calls it
        """Nothing is kept."""
        return None

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:  # noqa: ARG002
        """Nothing came."""
        return None

    def new_file(self, *arguments: Any, **named: Any) -> None:
        """Pass over it."""
        super().new_file(*arguments, **named)
        raise SkipFile


LONG = frozenset({"stick", "count", "paper-stack", "bring-content", "bring-draft"})
"""The pages to which somebody may send more than a filled-in form; what is too long for them is told in words."""

MOST_OF_ONE_FILE = 256 * 1024 * 1024
"""The box of a hundred thousand ballots."""


class FirstFiles(TemporaryFileUploadHandler):
    """Takes the first file of a form, or some, together up to ``MOST_OF_ONE_FILE`` and not a byte beyond; passes over
    all others."""

    def __init__(self, request: HttpRequest, *, most: int = 1) -> None:
        super().__init__(request)
        self._left = most
        self._room = MOST_OF_ONE_FILE

    def new_file(self, *arguments: Any, **named: Any) -> None:
        """Open its place on the disk, or pass over it."""
        if not self._left:
            raise SkipFile
        self._left -= 1
        super().new_file(*arguments, **named)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write it down; what is too long is not taken at all."""
        self._room -= len(raw_data)
        if self._room < 0:
            raise StopUpload
        super().receive_data_chunk(raw_data, start)


def taking_files(most: int) -> Callable[[View], View]:
    """The view may find so many among ``request.FILES``. Forged forms are refused once it is known who sends."""

    def taking(view: View) -> View:
        checked = csrf_protect(view)

        @wraps(view)
        def wrapped(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
            request.upload_handlers = [FirstFiles(request, most=most)]
            return checked(request, *arguments, **named)

        return csrf_exempt(wrapped)

    return taking


taking_a_file = taking_files(1)


class StickUploads(FileUploadHandler):
    """Lays what a courier may bring into a folder of its own, and passes over everything else.

    Of a file that is longer than its kind allows, one byte too many is kept: enough to tell. ``close`` takes the
    folder away.
    """

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self._folder = Path(tempfile.mkdtemp(prefix="mitmach-stick-"))
        self.files: list[tuple[str, Path]] = []
        """Name and place of every file kept."""
        self.is_too_much = False
        """True when there was more than fits at once; what is beyond was passed over."""
        self._room = MOST_BYTES
        self._most = 0
        self._kept = 0
        self._open: Any = None

    def new_file(self, *arguments: Any, **named: Any) -> None:
        """A file begins: open its place, or pass over it."""
        super().new_file(*arguments, **named)
        name = str(self.file_name or "")[-_ENDING:]
        is_zip, kind = name.lower().endswith(".zip"), kind_of(name)
        if kind is None and not is_zip:
            raise SkipFile
        if self._room <= 0 or len(self.files) >= MOST_FILES:
            self.is_too_much = True
            raise SkipFile
        self._most = self._room if is_zip or kind is None else min(self._room, kind.most_bytes + 1)
        self._kept = 0
        place = self._folder / f"{len(self.files)}"
        self._open = place.open("wb")
        self.files.append((name, place))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        """Write it down, as far as there is room."""
        piece = raw_data[: self._most - self._kept]
        self._open.write(piece)
        self._kept += len(piece)
        self._room -= len(piece)
        if len(piece) < len(raw_data) and self._room <= 0:
            self.is_too_much = True

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002
        """The file is whole."""
        self._end_file()

    def upload_interrupted(self) -> None:
        """The browser went away."""
        self._end_file()

    def close(self) -> None:
        """Take the folder away."""
        self._end_file()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _end_file(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None
