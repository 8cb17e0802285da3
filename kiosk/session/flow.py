"""The ways through a visit: a path of steps in, a path out. Knows no answers, no screens and no rules.

A path is the steps taken with the present one last. It never holds a step twice: going where one has been
shortens it, so that "back" always leads towards the start. Which step of a task comes next, the task says.
"""

from __future__ import annotations

from kiosk.session.session import Step

Path = tuple[Step, ...]


class VisitStep(Step):
    """The steps of no task."""

    LANGUAGES = "languages"
    AIDS = "aids"
    SPEECH = "speech"
    HOME = "home"
    HELP = "help"
    SIGN_VIDEO = "sign_video"
    UNFINISHED = "unfinished"
    OWN_NUMBER = "own_number"


BEGIN: Path = (VisitStep.LANGUAGES,)
"""A new visit."""

HOME: Path = (VisitStep.HOME,)
"""The first page of the visit."""

INTERLUDES: frozenset[Step] = frozenset(
    {VisitStep.LANGUAGES, VisitStep.AIDS, VisitStep.SPEECH, VisitStep.HELP, VisitStep.SIGN_VIDEO}
)
"""Steps that return to where they were opened when they are done."""


def go(path: Path, step: Step) -> Path:
    """On to a step; to one already taken, back to it."""
    if step is VisitStep.HOME:
        return HOME
    return (*path[: path.index(step)], step) if step in path else (*path, step)


def end(step: Step) -> Path:
    """An act is done, and this step says so: there is no way back into it."""
    return (step,)


def has_ended(path: Path) -> bool:
    """True from the end of an act until the person goes on to something else."""
    return path[:1] not in {BEGIN, HOME}


def back(path: Path) -> Path:
    """One step back; at the first step nothing changes."""
    return path[:-1] if can_go_back(path) else path


def can_go_back(path: Path) -> bool:
    """True where there is something to go back to."""
    return len(path) > 1


def done(path: Path) -> Path:
    """An interlude is done: back to where it was opened. While a visit opens, languages lead to aids, and aids home."""
    if path == BEGIN:
        return go(path, VisitStep.AIDS)
    return HOME if is_opening(path) and path[-1] is VisitStep.AIDS else back(path)


def is_opening(path: Path) -> bool:
    """True before the home page has been reached for the first time."""
    return path[0] is VisitStep.LANGUAGES
