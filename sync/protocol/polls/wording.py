"""What of a poll may be mended while people answer it: its wording, and nothing that decides what an answer means.

The version with other words names the versions before it by their hashes (``earlier``): the ballots of all of them
are counted together, and each says which of them it answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync.protocol.polls.background import BACKGROUND_TEXTS, KEYS_AT_HUB, Audience, Secrecy
from sync.protocol.polls.kinds import KINDS
from sync.protocol.polls.poll import Poll

_WORDS = {"title", "question", "about", "codes_at", "sign_video"}
"""Texts, and the film that says the same."""
_OF_THE_VERSION = {"version", "as_of", "earlier", "keys", KEYS_AT_HUB, "void"}
"""What tells one version from another, and that none of them holds any more."""
_WORDS_WITHIN: Mapping[str, frozenset[str]] = {
    "promise": frozenset({"who", "waived"}),
    "background": frozenset(BACKGROUND_TEXTS),
}
_NOTHING_WHEN_EMPTY = {"codes", "min_votes", "excludes", "stations"}
"""Not there, they say the same as empty."""
_WORDS_OF_AN_OPTION = frozenset({"title", "about"})


def what_else_changed(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """The members in which two definitions differ by more than their words, in the order of the alphabet."""
    one, other = fixed_part(before), fixed_part(now)
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def fixed_part(wire: Mapping[str, Any]) -> dict[str, Any]:
    """A definition without its words: what every version of a poll that people answer has in common."""
    said = {name: value for name, value in wire.items() if name not in _WORDS | _OF_THE_VERSION}
    said = {"rule": KINDS[str(wire["kind"])].traits.rules[0], **said}
    said = {"background": {}, "audience": Audience.EVERYBODY, "secrecy": Secrecy.TWO_TRUSTEES, **said}
    return {name: _fixed(name, value) for name, value in said.items() if value or name not in _NOTHING_WHEN_EMPTY}


def with_all_said(wire: Mapping[str, Any]) -> dict[str, Any]:
    """The definition with the lot and the day of grace that hold where it names none."""
    poll = Poll.from_wire(wire)
    return {"lot": poll.lot, "grace": poll.grace.isoformat(), **wire}


def _fixed(name: str, value: Any) -> Any:
    if name == "options":
        return [_fixed_option(option) for option in value]
    if words := _WORDS_WITHIN.get(name):
        return {member: entry for member, entry in value.items() if member not in words}
    return value


def _fixed_option(option: Mapping[str, Any]) -> dict[str, Any]:
    fixed = {name: entry for name, entry in option.items() if name not in _WORDS_OF_AN_OPTION}
    return fixed | {"picture": option["picture"].get("file")} if "picture" in option else fixed
