"""Which characters no text for people holds: they show nothing, or turn what stands behind them round."""

from __future__ import annotations

import unicodedata

_NO_TEXT = {"Cc", "Cs", "Co", "Zl", "Zp"}
"""Control characters, halves of characters, characters without meaning of their own, line and paragraph separators."""

_NOWHERE = {"\N{ZERO WIDTH NO-BREAK SPACE}", "\N{REPLACEMENT CHARACTER}", "\N{OBJECT REPLACEMENT CHARACTER}"}
"""What is left over when a text was read wrongly, or copied out of something that is no text."""

_EMBEDDINGS, _ISOLATES = set("\u202a\u202b\u202d\u202e"), set("\u2066\u2067\u2068")
_POP_EMBEDDING, _POP_ISOLATE = "\u202c", "\u2069"


def unfit_character(text: str, *, lines: bool = False) -> str:
    """The first character that no text for people holds, empty when there is none. ``lines``: it may have several.

    Marks of writing direction are fine in pairs: one alone would turn round what follows on the screen.
    """
    if text.isprintable() and _NOWHERE.isdisjoint(text):
        return ""  # as nearly every text: all that is no text is not printable, but what is left over
    opened: list[tuple[str, str]] = []
    for sign in text:
        if (sign == "\n" and lines) or (sign.isascii() and sign.isprintable()):
            continue
        if sign in _EMBEDDINGS:
            opened.append((sign, _POP_EMBEDDING))
        elif sign in _ISOLATES:
            opened.append((sign, _POP_ISOLATE))
        elif sign in (_POP_EMBEDDING, _POP_ISOLATE):
            if not opened or opened.pop()[1] != sign:
                return sign
        elif unicodedata.category(sign) in _NO_TEXT or sign in _NOWHERE or ord(sign) & 0xFFFE == 0xFFFE:
            return sign
    return opened[0][0] if opened else ""


def name_of_character(sign: str) -> str:
    """How a person is told of a character that cannot be seen: ``U+202E RIGHT-TO-LEFT OVERRIDE``."""
    return f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip()
