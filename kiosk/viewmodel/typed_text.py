"""What is kept of what a person types, whatever keyboard it comes from: words stay apart, signs stay whole."""

from __future__ import annotations

import unicodedata

_NO_TEXT = {"Cc", "Cf", "Cs", "Co"}

_JOINERS = {"\N{ZERO WIDTH NON-JOINER}", "\N{ZERO WIDTH JOINER}"}
"""Arabic letters and many a picture are put together with them."""

_TAGS = range(0xE0020, 0xE0080)
"""Of them flags of countries within a country are made."""


def kept_text(typed: str, *, lines: bool = False) -> str:
    """The text without what nobody can see or what turns round what follows; every kind of space is a space.

    ``lines``: ends of lines stay what they are.
    """
    return "".join(_kept(sign, lines=lines) for sign in typed)


def is_text(typed: str) -> bool:
    """True for what a key writes; enter, escape and tab have their own meaning."""
    return bool(kept_text(typed)) and not any(unicodedata.category(sign) == "Cc" for sign in typed)


def _kept(sign: str, *, lines: bool) -> str:
    if sign.isspace():
        return sign if sign == "\n" and lines else " "
    if sign in _JOINERS or ord(sign) in _TAGS:
        return sign
    is_none = unicodedata.category(sign) in _NO_TEXT or ord(sign) & 0xFFFE == 0xFFFE
    return "" if is_none else sign
