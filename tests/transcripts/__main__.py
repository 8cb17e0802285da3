"""``./mitmach transcripts [LANGUAGE ...]``: writes down anew what a visit sounds like, in ``docs/transcripts``."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from sync.protocol.languages import LANGUAGES
from tests.kits.content import Keys
from tests.transcripts import reporting, saying, visit


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the visits. Returns the exit code."""
    codes = [language.code for language in LANGUAGES]
    parser = argparse.ArgumentParser(prog="mitmach transcripts", description="What a visit sounds like.")
    parser.add_argument("languages", nargs="*", metavar="LANGUAGE", help="only these (all)")
    wanted = parser.parse_args(arguments).languages or codes
    if unknown := set(wanted) - set(codes):
        parser.error(f"the station does not speak {', '.join(sorted(unknown))}")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QApplication(["transcripts"])
    keys = Keys()
    for language in wanted:
        for made in (visit, *(one for one in (saying, reporting) if language in one.LANGUAGES)):
            with tempfile.TemporaryDirectory() as folder:
                text = made.transcript(language, Path(folder), keys)
            made.file_of(language).parent.mkdir(exist_ok=True)
            made.file_of(language).write_text(text, encoding="utf-8")
            sys.stderr.write(f"{made.file_of(language)}\n")
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
