"""What a person looks at in one visit, and what the station knew of results and promises then. Holds no rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sync.protocol.poll_results import PollResult
    from sync.protocol.promises import KeptPromise


@dataclass(frozen=True)
class Topic:
    """What a page is about: a project, or a poll that stands alone."""

    project: str = ""
    poll: str = ""


@dataclass
class ProjectsState:
    """Nothing of the person: only what of the city's plans is on the screen."""

    district: str | None = None
    """The district whose projects are shown, empty for the whole city; None: that of the visit."""
    topic: Topic = Topic()
    results: Mapping[str, PollResult] = field(default_factory=dict)
    promises: Mapping[str, KeptPromise] = field(default_factory=dict)
