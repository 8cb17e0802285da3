"""Compiles the message catalogues, so that gettext can read them. Translates nothing and judges no translation."""

import io
import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from sync.files import move_durably, write_new

ROOT = Path(__file__).resolve().parent.parent
PLACES = (ROOT / "kiosk" / "locale", ROOT / "sync" / "hub")
"""Folders that hold `.po` files at any depth: the station's and the hub's."""


def compile_catalogue(source: Path) -> Path:
    """Write the `.mo` file beside one `.po` file and return its path.

    Raises ValueError when that cannot be read, or has a text twice: of two only one would be shown.
    """
    try:
        with source.open("rb") as stream:
            catalogue = read_po(stream, abort_invalid=True)
        lines = source.read_text("utf-8").splitlines()
        for begins in (("msgid ",), ("msgstr ", "msgstr[0]")):
            if sum(line.startswith(begins) for line in lines) != len(list(catalogue)):
                raise ValueError("a text stands there twice")
    except (PoFileError, ValueError) as error:
        raise ValueError(f"{source}: {error}") from error
    target = source.with_suffix(".mo")
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}")  # two may compile at once
    unfinished.unlink(missing_ok=True)
    write_new(unfinished, compiled.getvalue(), mode=0o644)
    move_durably(unfinished, target)
    return target


def compile_all(places: tuple[Path, ...] = PLACES) -> list[Path]:
    """Compile every catalogue below these folders, drop compiled ones without a source, and return what was written."""
    written = [compile_catalogue(source) for place in places for source in sorted(place.rglob("*.po"))]
    for place in places:
        for orphan in set(place.rglob("*.mo")) - set(written):
            orphan.unlink()
    return written


def main() -> int:
    """Compile all catalogues of this checkout; 1 when one of them cannot be read."""
    try:
        compile_all()
    except ValueError as error:
        print(f"a message catalogue cannot be read: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
