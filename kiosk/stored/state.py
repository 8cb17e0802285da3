"""What was looked up for the page. Holds no rule, and nothing of the person."""

from __future__ import annotations

from dataclasses import dataclass

from sync.protocol.data_use import DataUse


@dataclass
class StoredState:
    """The newest report on the use of data; None where none has come."""

    use: DataUse | None = None
    topic: str = ""
    """What is read about: ``rules.VISIT``, ``rules.USE``, or the word of a kind of record."""
