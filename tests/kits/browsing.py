"""Hands and eyes at a page of the console: going by keyboard, plugging in a key, looking for barriers."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import CDPSession, Page
from PySide6.QtGui import QImage

WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 390, "height": 844}

OTHERWISE = ("target-size", "scrollable-region-focusable", "color-contrast")
"""The rules of axe for what may differ in the narrow dark page: where things lie, and their colours. All others look at
the elements, which are the same."""


def violations(page: Page, *, only: Sequence[str] = ()) -> list[str]:
    """Every barrier axe finds in the page as it is now; by these rules ``only``, if any are named."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    options: dict[str, object] = {"resultTypes": ["violations"], "preload": False}
    if only:
        options["runOnly"] = {"type": "rule", "values": list(only)}
    found = page.evaluate(
        "async options => (await axe.run(options)).violations"
        ".map(fault => `${location} ${fault.id}: ${fault.nodes[0].html.slice(0, 120)}`)",
        options,
    )
    return list(found)


def keep_picture(page: Page, name: str) -> None:
    """For looking at them: set MITMACH_PICTURES to a folder."""
    if folder := os.environ.get("MITMACH_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


_CUT = "[...document.querySelectorAll('.table-box')].some(box => box.scrollWidth > box.clientWidth)"


def look_at(page: Page, name: str, *, at: str) -> list[str]:
    """Barriers of a page wide and light, and narrow and dark, and whether it has to be scrolled sideways, or wide a
    table of it.
    """
    barriers = []
    for size, scheme, only in ((WIDE, "light", ()), (NARROW, "dark", OTHERWISE)):
        form = "wide" if size is WIDE else "narrow"
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        keep_picture(page, f"{name}-{form}")
        barriers += [f"{form}: {barrier}" for barrier in violations(page, only=only)]
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        barriers += [f"{form}: {at} has to be scrolled sideways"] if wide > 0 else []
        cut = page.evaluate(_CUT) if size is WIDE else False
        barriers += [f"{form}: a table of {at} has to be scrolled sideways"] if cut else []
    return barriers


_PLAIN: dict[str, Any] = {"color_scheme": "light", "contrast": "no-preference", "forced_colors": "none"}
LOOKS: tuple[dict[str, Any], ...] = (
    _PLAIN, {**_PLAIN, "color_scheme": "dark"}, {**_PLAIN, "contrast": "more"},
    {**_PLAIN, "contrast": "more", "color_scheme": "dark"}, {**_PLAIN, "forced_colors": "active"},
)  # fmt: skip
"""How people set their system, as Playwright emulates it."""

_INSET = 2
_PAINTED = """([selector, inset]) => [...document.querySelectorAll(selector)].map(thing => {
    const range = document.createRange(); range.selectNodeContents(thing)
    const box = range.getBoundingClientRect()
    return [thing.outerHTML.slice(0, 90), box.x + scrollX, box.y + scrollY, box.width, box.height]
}).filter(([, , , width, height]) => width > 2 * inset && height > 2 * inset)"""


_DRAWN = """selector => [...document.querySelectorAll(selector)].map(shape => {
    const box = shape.getBoundingClientRect()
    const beside = shape.localName === 'circle' ? box : shape.ownerSVGElement.getBoundingClientRect()
    return [shape.outerHTML.slice(0, 60), box.x + box.width / 2, box.y + box.height / 4,
        beside.x, box.width]
}).filter(([, , y, , width]) => width > 4 && y > 0 && y < innerHeight)"""


def unseen(page: Page, selector: str) -> list[str]:
    """The things found by ``selector`` whose text is painted in the colour of its ground: nobody can read it."""
    picture, lost = QImage.fromData(page.screenshot(full_page=True)), []
    for what, x, y, wide, high in page.evaluate(_PAINTED, [selector, _INSET]):
        part = picture.copy(round(x) + _INSET, round(y) + _INSET, round(wide) - 2 * _INSET, round(high) - 2 * _INSET)
        seen = {part.pixel(column, row) for column in range(part.width()) for row in range(0, part.height(), 2)}
        lost += [what] if len(seen) < 2 else []
    return lost


def faint(page: Page, selector: str, *, least: float = 3) -> list[str]:
    """The drawn shapes on the screen found by ``selector`` whose middle does not stand out from what is painted left of
    it, or of its row of bars, by the contrast WCAG asks of drawings.
    """
    page.locator(selector).first.scroll_into_view_if_needed()
    picture, lost = QImage.fromData(page.screenshot()), []
    for what, x, y, left, _wide in page.evaluate(_DRAWN, selector):
        shape, ground = picture.pixelColor(round(x), round(y)), picture.pixelColor(round(left) - 3, round(y))
        if contrast(shape.name(), ground.name()) < least:
            lost.append(f"{what}: {shape.name()} on {ground.name()}")
    return lost


def contrast(one: str, other: str) -> float:
    """Of two colours like ``#rrggbb``, by WCAG 2.2: 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the thing with these words (its text, label or name) has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "(e => [e.getAttribute('aria-label') || '', e.innerText || '', (e.labels || [])[0]?.innerText || '']"
            ".join('|'))(document.activeElement)"
        )
        if words in here.split("|"):
            return
    raise AssertionError(f"'{words}' cannot be reached by keyboard on {page.url}")


def press(page: Page, words: str) -> None:
    tab_to(page, words)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def plug_in(page: Page, *, person: bool = True) -> tuple[CDPSession, str]:
    """A security key of the browser's own making, which is touched as soon as it is asked."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": person,
        "automaticPresenceSimulation": True,
    }  # fmt: skip
    return tools, str(tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"])
