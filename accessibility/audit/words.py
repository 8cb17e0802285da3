"""Words and order: names, what is read aloud, the person's language, the direction of writing, and the way keys take
(R30, R31, R40, R52, R80).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

import numpy as np

from accessibility.audit.geometry import covers_all
from accessibility.audit.measure import Measurement
from accessibility.audit.pixels import inked, inks
from accessibility.audit.shot import ItemKind, Part, Rect, Shot, Stop

FOR_EVERYBODY = {"attract", "languages"}
"""Screens on which every language speaks for itself."""

SOFT_HYPHEN = "\u00ad"

_IDENTIFIER = re.compile(r"[a-z][a-z_]*(\.[a-z0-9_]+)+")
"""How the ids of texts look, which are no words of any language."""


def names(shot: Shot) -> Iterator[Measurement]:
    """Controls and pictures have a name; everything shown is said: on arrival, or when keys come to it (R40)."""
    said = {_plain(text) for text in shot.spoken}
    everything = " ".join(said)
    what = "a screen that is read on arrival"
    yield Measurement("R40", what, len("".join(shot.spoken).strip()), "characters", shot.window, least=1)
    for item in (*shot.items, *shot.elsewhere):
        label = (item.text or f"{item.role} at {item.rect.x}, {item.rect.y}")[:50]
        if item.kind is not ItemKind.TEXT:
            nameless = sum(not text.strip() for text in (item.name, item.spoken))
            yield Measurement("R40", f"missing names of “{label}”", nameless, "", item.rect, most=0)
        elif item.text.strip():
            unsaid = int(not _is_said(item.text, everything))
            yield Measurement("R40", f"shown but never said: “{label}”", unsaid, "", item.rect, most=0)


def language(shot: Shot, *, foreign: Set[str]) -> Iterator[Measurement]:
    """No text is an id, and none belongs to another language (R52). ``foreign``: sentences of the station's other
    languages that read differently in this one."""
    foreign = frozenset() if shot.screen in FOR_EVERYBODY else foreign
    for item in shot.items:
        yield from _in_language(item.text or item.name, item.rect, foreign)
    for text in shot.spoken:
        yield from _in_language(text, shot.window, foreign)


def walk(shot: Shot) -> Iterator[Measurement]:
    """An arrow key comes past every control that can be used, and back to the first (R30)."""
    for item in shot.controls:
        if item.enabled:
            what = f"ways by key to “{item.name[:50]}”"
            yield Measurement("R30", what, int(item.focusable), "", item.rect, least=1)
    if not shot.walk:
        return
    *visited, last = shot.walk
    lost = Counter(item.name for item in shot.controls if item.enabled) - Counter(stop.name for stop in visited)
    what = "controls that a walk with keys left out" + (f": {', '.join(lost)[:60]}" if lost else "")
    yield Measurement("R30", what, lost.total(), "", shot.window, most=0)
    returns = int(bool(visited) and last == visited[0])
    yield Measurement("R30", "the walk comes back to its first control", returns, "", shot.window, least=1)


def order(shot: Shot) -> Iterator[Measurement]:
    """Keys go on as eyes do: along the line, then below it, or on to the next column (R31).

    Once in a round an arrow key goes back to the beginning; in the order of assistive technology nothing does.
    """
    told = sorted((item for item in shot.controls if item.focusable), key=lambda item: item.focus_order)
    in_order = [Stop(item.name, item.rect) for item in told if not covers_all(shot, item)]
    for one, other in _steps_back(in_order, right_to_left=shot.right_to_left):
        what = f"steps back, from “{one.name[:40]}” to “{other.name[:40]}”"
        yield Measurement("R31", what, 1, "", other.rect, most=0)
    walked = [stop for stop in shot.walk if stop.rect != shot.window]  # a button behind everything is on no line
    back = list(_steps_back(walked, right_to_left=shot.right_to_left))
    if shot.walk:
        what = "times a round of the arrow key begins anew"
        yield Measurement("R31", what, len(back), "", back[-1][1].rect if back else shot.window, most=1)


def mirrored(shot: Shot) -> Iterator[Measurement]:
    """Lines begin at the right where writing goes to the left (R80)."""
    if not shot.right_to_left:
        return
    for item in shot.items:
        for part in item.parts:
            room = _room_beside(shot, part)
            if item.kind is ItemKind.TEXT and room and abs(room[0] - room[1]) > part.font_px:
                begins = int(room[0] > room[1])
                what = f"begins at the right: “{(item.name or item.text)[:50]}”"
                yield Measurement("R80", what, begins, "", part.rect, least=1)


def _plain(text: str) -> str:
    return " ".join(text.replace(SOFT_HYPHEN, "").split()).rstrip(".").casefold()


def _is_said(text: str, everything: str) -> bool:
    """A text is said as it stands, or in pieces such as “label: answer”; of a code its characters are said in turn."""
    if _plain(text) in everything:
        return True
    pieces = [_plain(piece) for piece in re.split(r"[:\n]|[.!?]\s", text)]
    if all(piece in everything for piece in pieces if piece):
        return True
    return _characters(text) in _characters(everything)


def _characters(text: str) -> str:
    """Only letters and figures."""
    return "".join(character for character in text.casefold() if character.isalnum())


def _in_language(text: str, rect: Rect, foreign: Set[str]) -> Iterator[Measurement]:
    plain = text.replace(SOFT_HYPHEN, "").strip()
    if plain:
        wrong = int(bool(_IDENTIFIER.fullmatch(plain)) or plain in foreign)
        yield Measurement("R52", f"not in the person's language: “{plain[:60]}”", wrong, "", rect, most=0)


def _steps_back(stops: Sequence[Stop], *, right_to_left: bool) -> Iterator[tuple[Stop, Stop]]:
    """From where to where the eye has to go back."""
    for one, other in pairwise(stops):
        before, after = one.rect, other.rect
        ahead = after.right <= before.x if right_to_left else after.x >= before.right
        if not ahead and after.y < before.bottom and (after.bottom <= before.y or after.y <= before.y):
            yield one, other


def _room_beside(shot: Shot, part: Part) -> tuple[int, int] | None:
    """Pixels without ink to the left and to the right of a text of one line; None for several lines."""
    piece = shot.crop(part.rect)
    found = inks(piece) if len(part.lines) == 1 else None
    if found is None:
        return None
    columns = np.flatnonzero(inked(piece, found.paper, found.ink).any(axis=0))
    return int(columns[0]), int(piece.shape[1] - 1 - columns[-1])
