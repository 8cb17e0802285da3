"""Which step follows which in a visit: a path of steps in, a path out. Knows no answers, no screens and no rules.

A path is the steps taken with the present one last. It never holds a step twice: going where one has been
shortens it, so that "back" always leads towards the start.
"""

from __future__ import annotations

from kiosk.session.session import Step

Path = tuple[Step, ...]

BEGIN: Path = (Step.LANGUAGES,)
"""A new visit."""

HOME: Path = (Step.HOME,)
"""The first page of the visit."""

NEXT = {
    Step.LANGUAGES: Step.AIDS,
    Step.AIDS: Step.HOME,
    Step.DISTRICTS: Step.POLLS,
    Step.CODE: Step.VOTE,
    Step.VOTE: Step.VOTE_REVIEW,
    Step.VOTE_REVIEW: Step.VOTE_RECEIPT,
    Step.CATEGORIES: Step.REPORT_DISTRICTS,
    Step.REPORT_DISTRICTS: Step.PLACE,
    Step.PLACE: Step.DESCRIPTION,
    Step.DESCRIPTION: Step.REPORT_REVIEW,
    Step.REPORT_REVIEW: Step.REPORT_RECEIPT,
    Step.LOOK_UP: Step.ANSWER,
}
"""What comes after a step when it is done."""

INTERLUDES = frozenset({Step.LANGUAGES, Step.AIDS, Step.SPEECH, Step.HELP, Step.SIGN_VIDEO})
"""Steps that return to where they were opened when they are done."""

RECEIPTS = frozenset({Step.VOTE_RECEIPT, Step.REPORT_RECEIPT})
"""The end of an act: there is no way back into it."""


def go(path: Path, step: Step) -> Path:
    """On to a step; to one already taken, back to it."""
    if step is Step.HOME:
        return HOME
    if step in RECEIPTS:
        return (Step.HOME, step)
    return (*path[: path.index(step)], step) if step in path else (*path, step)


def back(path: Path) -> Path:
    """One step back; at the first step nothing changes."""
    return path[:-1] if can_go_back(path) else path


def can_go_back(path: Path) -> bool:
    """True where there is something to go back to."""
    return len(path) > 1 and path[-1] not in RECEIPTS


def done(path: Path) -> Path:
    """The present step is done: on to the next, or back to where an interlude was opened."""
    step = path[-1]
    opening = is_opening(path) and step in NEXT
    if step in INTERLUDES and not opening:
        return back(path)
    return go(path, NEXT.get(step, Step.HOME))


def is_opening(path: Path) -> bool:
    """True before the home page has been reached for the first time."""
    return path[0] is Step.LANGUAGES
