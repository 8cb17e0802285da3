"""The border where bytes of others become values: whatever they hold, only a documented error comes out.

No list of exceptions is complete here: a number of 400 digits is an OverflowError, a list in a list in a list ... a
RecursionError.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sync.protocol.errors import SyncError


@contextmanager
def foreign(fault: type[SyncError], words: str) -> Iterator[None]:
    """Every error within becomes this fault with these words; of the content it names a missing member at most."""
    try:
        yield
    except SyncError:
        raise
    except KeyError as error:
        raise fault(f"{words}: {error!r}"[:300]) from error
    except Exception as error:
        raise fault(f"{words} ({type(error).__name__})") from error


def read_number(value: object, *, least: float, most: float) -> float:
    """A finite number within bounds. Raises ValueError for any other value."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise ValueError("a number within its bounds is expected")
    return float(value)  # what is within bounds is finite, and no comparison holds for what is no number
