"""How single pieces of a view are read aloud. Knows no screen and no voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

ENDS = (".", "?", "!", "؟")

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiosk.viewmodel.views import Action, Choice, ChoiceGroup


def spoken_action(action: Action) -> str:
    """How an action is named aloud."""
    return action.name or action.label


def spoken_group(group: ChoiceGroup) -> str:
    """An option with choices of its own read aloud: title, state, line below, note, and what its picture shows."""
    shows = group.picture.shows if group.picture else ""
    return sentences_of((group.title, group.state, group.about, group.note, shows))


def spoken_groups(groups: Sequence[ChoiceGroup]) -> Iterator[str]:
    """Options with choices of their own read aloud: once what there is to choose from for each, then one by one."""
    for first in groups[:1]:
        yield ", ".join(choice.title for choice in first.choices) + "."
    yield from map(spoken_group, groups)


def spoken_choice(choice: Choice, state: str = "") -> str:
    """A choice read aloud: title, line below, note, its state and what its picture shows; what it lacks is left out."""
    shows = choice.picture.shows if choice.picture else ""
    return sentences_of((choice.title, choice.about, choice.note, choice.state, shows, state))


def sentences_of(parts: Iterable[str]) -> str:
    """Each part as a sentence, with the end that it has already or a full stop."""
    return " ".join(part if part.endswith(ENDS) else f"{part}." for part in parts if part)
