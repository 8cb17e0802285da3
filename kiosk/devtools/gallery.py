"""Every screen as a picture and as data, in every size, theme, language and layout that is asked for. Shows nobody
anything: it paints offscreen and writes files.

    ./mitmach screens --out DIR [--size large,extra] [--theme all] [--language all] [--orientation landscape]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from accessibility.metrics import DEFAULT_PX_PER_MM
from accessibility.profile import Layout, Profile, TextSize, Theme
from kiosk.station.display import display_without_one
from sync.protocol.languages import LANGUAGES
from sync.station.config import ScreenConfig

if TYPE_CHECKING:
    from kiosk.viewmodel.views import View
    from kiosk.widgets.layout.screen import Screen
    from kiosk.widgets.pictogram import Pictograms

SIZES = {"portrait": (1080, 1920), "landscape": (1920, 1080)}
"""Pixels of the screen."""

LAYOUTS = tuple(Layout)
"""Everywhere, or all controls in the lower part for one of the hands."""

Walk = Callable[[str, Profile], Mapping[str, "View"]]
"""A visit to every screen: from language and aids to views by the name of their screen."""


Value = TypeVar("Value", bound=str)


class IncompleteWalkError(Exception):
    """Some screen is registered that the walk does not come to: it would never be looked at."""


@dataclass(frozen=True)
class Setup:
    """One way in which all screens are shown."""

    size: TextSize
    theme: Theme
    language: str
    layout: Layout

    def file_name(self, screen: str) -> str:
        """Name of a picture or data file without its ending."""
        return ".".join((screen, self.size.value, self.theme.value, self.language, self.layout.value))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pictures; 0 when every screen was walked."""
    options = _parser().parse_args(arguments)
    width, height = SIZES[options.orientation]
    from PySide6.QtWidgets import QApplication

    from kiosk.devtools import sample_station, samples
    from kiosk.widgets.pictogram import Pictograms

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with display_without_one(ScreenConfig(width_px=width, height_px=height)):
        application = QApplication.instance() or QApplication([sys.argv[0]])
    setups = [Setup(*chosen) for chosen in product(options.size, options.theme, options.language, options.layout)]
    options.out.mkdir(parents=True, exist_ok=True)
    try:
        for name in write_gallery(
            options.out,
            setups,
            walk=samples.sample_views,
            pictograms=Pictograms(sample_station.read_content),
            size=(width, height),
            px_per_mm=options.px_per_mm,
        ):
            print(name)
        if options.sheet:
            write_sheets(options.out, setups)
    except IncompleteWalkError as error:
        print(error, file=sys.stderr)
        return 1
    application.processEvents()
    return 0


def write_gallery(
    out: Path,
    setups: Sequence[Setup],
    *,
    walk: Walk,
    pictograms: Pictograms,
    size: tuple[int, int],
    px_per_mm: float,
) -> Iterator[str]:
    """Write picture and data of every screen in every setup into a folder; yields the file names without ending.

    Raises:
        IncompleteWalkError: the walk leaves out a registered screen.
    """
    from kiosk.screens import build_screen, registered_screens
    from kiosk.widgets.theme import look_for

    for setup in setups:
        views = walk(setup.language, Profile(size=setup.size, theme=setup.theme, layout=setup.layout))
        missing = sorted(set(registered_screens()) - set(views))
        if missing:
            raise IncompleteWalkError(f"nobody walks to: {', '.join(missing)}")
        for name, view in views.items():
            look = look_for(
                view.frame,
                px_per_mm=px_per_mm,
                width=size[0],
                height=size[1],
                pictograms=pictograms,
                motion=False,
            )
            screen = build_screen(view, look)
            data = _shape(name, setup, size, px_per_mm) | show_and_describe(screen, size)
            _write(out / setup.file_name(name), screen, data)
            screen.close()
            screen.deleteLater()
            yield setup.file_name(name)


def write_sheets(out: Path, setups: Sequence[Setup]) -> None:
    """Write ``sheet.<setup>.jpg`` for each setup, with all its pictures that lie in the folder."""
    from kiosk.devtools.contact_sheets import write_sheet

    for setup in setups:
        ending = setup.file_name("")
        write_sheet(sorted(out.glob(f"[!.]*{ending}.png")), out / f"sheet{ending}.jpg")


def lay_out(screen: Screen, size: tuple[int, int]) -> None:
    """Show a screen in this size, on a display that nobody sees."""
    from PySide6.QtCore import Qt

    screen.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    screen.resize(*size)
    screen.show()


def show_and_describe(screen: Screen, size: tuple[int, int]) -> dict[str, object]:
    """Lay a screen out in this size; what is read on arrival, and what is on it."""
    from kiosk.widgets.inspect import inventory

    lay_out(screen, size)
    items = inventory(screen)
    return {
        "spoken": screen.spoken(),
        "pages": screen.page.pages.count,
        "items": [item.as_data() for item in items if item.in_view],
        "items_on_other_pages": [item.as_data() for item in items if not item.in_view],
    }


def _shape(name: str, setup: Setup, size: tuple[int, int], px_per_mm: float) -> dict[str, object]:
    return {
        "screen": name,
        "size": setup.size.value,
        "theme": setup.theme.value,
        "language": setup.language,
        "layout": setup.layout.value,
        "px_per_mm": px_per_mm,
        "width": size[0],
        "height": size[1],
    }


def _write(path: Path, screen: Screen, data: dict[str, object]) -> None:
    picture = path.with_name(f"{path.name}.png")
    if not screen.grab().save(str(picture)):
        raise OSError(f"{picture} could not be written")
    text = json.dumps(data, ensure_ascii=False, indent=1)
    path.with_name(f"{path.name}.json").write_text(text + "\n", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mitmach screens", description="Every screen as a picture and as data.")
    parser.add_argument("--out", type=folder_for_files, required=True, help="folder for the files")
    for name, values, default in (
        ("size", list(TextSize), [TextSize.DEFAULT]),
        ("theme", list(Theme), [Theme.DEFAULT]),
        ("language", [language.code for language in LANGUAGES], ["de"]),
        ("layout", list(LAYOUTS), [Layout.NORMAL]),
    ):
        known = ", ".join(values)
        parser.add_argument(
            f"--{name}", type=several(values), default=default, help=f"one, several with commas, or all: {known}"
        )
    parser.add_argument("--sheet", action="store_true", help="also all pictures of a setup on one sheet")
    parser.add_argument("--orientation", choices=sorted(SIZES), default="portrait")
    parser.add_argument("--px-per-mm", type=float, default=DEFAULT_PX_PER_MM, help="of the screen that is meant")
    return parser


def folder_for_files(text: str) -> Path:
    """What an argument names, made where it is not there. Raises ArgumentTypeError at once where it cannot be."""
    folder = Path(text)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    if not os.access(folder, os.W_OK):
        raise argparse.ArgumentTypeError(f"nothing can be written into {folder}")
    return folder


def several(values: Sequence[Value]) -> Callable[[str], list[Value]]:
    """Reads ``all``, or values with commas between them."""

    def read(text: str) -> list[Value]:
        if text == "all":
            return list(values)
        unknown = [part for part in text.split(",") if part not in values]
        if unknown:
            known = ", ".join(values)
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)} is not there; there is: {known}, all")
        return [value for value in values if value in text.split(",")]

    return read


if __name__ == "__main__":
    sys.exit(main())
