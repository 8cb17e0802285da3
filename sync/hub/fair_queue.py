"""Requests that wait for a thread, in turns: each caller gets one answered before anybody gets a second.

Who asks for a hundred things at once waits for the hundred himself, and nobody else does.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Generic, TypeVar

Task = TypeVar("Task")


class FairQueue(Generic[Task]):
    """A queue with as much of a deque as a dispatcher of threads asks for. Its users hold a lock of their own."""

    def __init__(self, caller_of: Callable[[Task], str]) -> None:
        self._caller_of = caller_of
        self._waiting: OrderedDict[str, deque[Task]] = OrderedDict()
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def append(self, task: Task) -> None:
        """Behind everything its caller asked for before."""
        self._waiting.setdefault(self._caller_of(task), deque()).append(task)
        self._length += 1

    def popleft(self) -> Task:
        """The next of the caller whose turn it is. Raises KeyError when nothing waits."""
        caller, tasks = self._waiting.popitem(last=False)
        task = tasks.popleft()
        if tasks:
            self._waiting[caller] = tasks  # and then the others first
        self._length -= 1
        return task
