"""What is wrong in the content, as people read it: in which file, at which place, and what."""

from __future__ import annotations

from dataclasses import dataclass

MISSING = "is missing"
UNKNOWN = "is not known here"

_LONGEST_SHOWN = 60


@dataclass(frozen=True)
class ContentProblem:
    """One thing that is wrong: in which file, at which place inside it, and what."""

    file: str
    path: str
    message: str

    def __str__(self) -> str:
        file = self.file.encode("utf-8", "backslashreplace").decode("utf-8")
        place = f"{file}: {self.path}" if self.path else file
        return f"{place}{'' if self.message in (MISSING, UNKNOWN) else ':'} {self.message}"


class ContentProblems(Exception):  # noqa: N818 (it is a list of problems, and named so)
    """The source cannot be published. Holds every problem that was found, not only the first."""

    def __init__(self, problems: list[ContentProblem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def shown(value: object) -> str:
    """A value as it may stand in a message: escaped, shortened where it is long, and only named where it is nested."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    written = repr(value)
    return written if len(written) <= _LONGEST_SHOWN else f"{written[: _LONGEST_SHOWN - 1]}…"
