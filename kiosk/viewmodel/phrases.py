"""How single pieces of a view are read aloud. Knows no screen and no voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.viewmodel.views import Action, Choice, ChoiceGroup


def spoken_action(action: Action) -> str:
    """How an action is named aloud."""
    return action.name or action.label


def spoken_group(group: ChoiceGroup) -> str:
    """An option with choices of its own read aloud: title, what it has now, line below and note."""
    parts = (group.title, group.state, group.about, group.note)
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def spoken_groups(groups: Sequence[ChoiceGroup]) -> Iterator[str]:
    """Options with choices of their own read aloud: once what there is to choose from for each, then one by one."""
    for first in groups[:1]:
        yield ", ".join(choice.title for choice in first.choices) + "."
    yield from map(spoken_group, groups)


def spoken_choice(choice: Choice, state: str = "") -> str:
    """A choice read aloud: title, line below, note and, if it has one, its state."""
    parts = (choice.title, choice.about, choice.note, choice.state, state)
    return ". ".join(part.rstrip(".") for part in parts if part) + "."
