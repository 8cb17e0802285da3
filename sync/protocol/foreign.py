"""The border where bytes of others become values: whatever they hold, only a documented error comes out.

No list of exceptions is complete here: a number of 400 digits is an OverflowError, a list in a list in a list ... a
RecursionError.
"""

from __future__ import annotations

from types import TracebackType

from sync.protocol.errors import Refused, SyncError
from sync.protocol.reasons import Reason


class foreign:  # noqa: N801  read as a word of the language: ``with foreign(...)``
    """Every error within becomes this fault; of the content it names a missing member at most.

    ``why`` in words, or for a Refused the reason, whose only fact is the ``detail``.
    """

    def __init__(self, fault: type[SyncError], why: Reason | str) -> None:
        self._fault, self._why = fault, why

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        if not isinstance(error, Exception) or isinstance(error, SyncError):
            return
        detail = f"{error!r}"[:300] if isinstance(error, KeyError) else type(error).__name__
        raise _told(self._fault, self._why, detail) from error


def _told(fault: type[SyncError], why: Reason | str, detail: str) -> SyncError:
    return Refused(why, detail=detail) if isinstance(why, Reason) else fault(f"{why} ({detail})")


def read_number(value: object, *, least: float, most: float) -> float:
    """A finite number within bounds. Raises ValueError for any other value."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise ValueError("a number within its bounds is expected")
    return float(value)  # what is within bounds is finite, and no comparison holds for what is no number
