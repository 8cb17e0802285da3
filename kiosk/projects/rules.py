"""Rules of what goes on: what is coming, what one can do now, what became of it; and how a promise stands.

Takes values and returns values. Knows no screens and no words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from kiosk.projects.state import Topic
from kiosk.station.catalogue import Offer
from sync.protocol.poll_results import PollResult
from sync.protocol.polls.poll import Poll
from sync.protocol.projects import Project
from sync.protocol.promises import KeptPromise


class Stage(Enum):
    """Where something stands for those who live here."""

    NOW = "now"
    """One can take part."""
    COMING = "coming"
    """It is planned or being built."""
    BECAME = "became"
    """It is built, or the people were asked and now wait for an answer."""


class PromiseState(Enum):
    """How a promise stands, as far as this station knows."""

    OPEN = "open"
    ANSWERED = "answered"
    OVERDUE = "overdue"
    SILENT = "silent"
    """The day is over, but this station has heard nothing from the city since."""
    WAIVED = "waived"
    """Nothing was promised, and it is said why."""


@dataclass(frozen=True)
class PromiseStanding:
    """A promise and how it stands. ``left_out``: the newest content no longer shows its poll."""

    kept: KeptPromise
    standing: PromiseState
    left_out: bool = False

    @property
    def moved_from(self) -> date | None:
        """The day that was promised first, where another is promised now."""
        return self.kept.first_by if self.kept.promise.by != self.kept.first_by else None


@dataclass(frozen=True)
class Knowledge:
    """All that the station knows of the city's plans on a day."""

    offer: Offer
    results: Mapping[str, PollResult]
    promises: Mapping[str, KeptPromise]
    today: date

    def poll(self, poll_id: str) -> Poll | None:
        """The poll, also one that is only left in its result."""
        if poll := self.offer.polls.get(poll_id):
            return poll
        result = self.results.get(poll_id)
        return result.poll if result else None

    def is_over(self, poll: Poll) -> bool:
        """It takes no more votes: its last day is past, or it was counted the same evening."""
        return poll.closes < self.today or (poll.id in self.results and poll.id not in self.offer.polls)

    def polls_of(self, topic: Topic) -> tuple[str, ...]:
        """The ids of the polls a page tells of, the newest first."""
        if topic.poll:
            return (topic.poll,)
        project = self.offer.projects.get(topic.project)
        return tuple(reversed(project.polls)) if project else ()

    def open_polls(self, topic: Topic) -> list[Poll]:
        """The polls of a topic that can be answered today."""
        found = (self.offer.polls.get(poll_id) for poll_id in self.polls_of(topic))
        return [poll for poll in found if poll and poll.is_open(self.today)]

    def promise(self, poll_id: str) -> PromiseStanding | None:
        """How the promise of a poll stands; None where nothing was ever promised and nothing is said about it."""
        kept = self._kept(poll_id)
        if kept is None:
            return None
        return PromiseStanding(kept, self._standing(kept), left_out=poll_id not in self.offer.polls)

    def _kept(self, poll_id: str) -> KeptPromise | None:
        """What was promised, by this content and by every one before."""
        before, poll = self.promises.get(poll_id), self.offer.polls.get(poll_id)
        if poll is None or poll.promise is None:
            return before
        project = self.offer.project_of(poll_id)
        answer = project.answer_to(poll_id) if project else None
        first_by = poll.promise.by or (before.first_by if before else self.today)
        now = KeptPromise(poll_id, poll.title, poll.promise, first_by, answer.day if answer else None)
        return before.heard_again(now) if before else now

    def _standing(self, kept: KeptPromise) -> PromiseState:
        by = kept.promise.by
        if kept.answered_on is not None:
            return PromiseState.ANSWERED
        if by is None:
            return PromiseState.WAIVED
        if kept.is_overdue(today=self.today, as_of=self.offer.as_of):
            return PromiseState.OVERDUE
        return PromiseState.SILENT if by < self.today else PromiseState.OPEN

    # --- what stands where --------------------------------------------------------------------------------------------

    def topics(self, district: str) -> Iterator[tuple[Stage, Topic]]:
        """Everything that concerns a district, or with an empty one the whole city."""
        for project in self.offer.projects.values():
            if self.offer.is_shown(project, district):
                yield self._stage_of(project), Topic(project=project.id)
        for poll_id in self._alone():
            poll = self.poll(poll_id)
            # Of a poll that is left in its promise alone nobody knows any more for whom it was: it is shown to all.
            if poll is None or not district or poll.is_for(district):
                yield self._stage_of_poll(poll), Topic(poll=poll_id)

    def topic_of(self, poll_id: str) -> Topic:
        """The page that tells what became of a poll."""
        project = self.offer.project_of(poll_id)
        return Topic(project=project.id) if project else Topic(poll=poll_id)

    def is_known(self, topic: Topic) -> bool:
        """True when there is anything to tell of it."""
        if topic.project:
            return topic.project in self.offer.projects
        return self.poll(topic.poll) is not None or topic.poll in self.promises

    def _alone(self) -> list[str]:
        """Polls of no project shown here: on offer, and those of which only a result or an open promise is left."""
        shown = (project for project in self.offer.projects.values() if self.offer.is_shown(project, ""))
        belonging = {poll_id for project in shown for poll_id in project.polls}
        left = [name for name, kept in self.promises.items() if kept.answered_on is None]
        every = {*self.offer.polls, *self.results, *left}
        return sorted(every - belonging)

    def _stage_of(self, project: Project) -> Stage:
        polls = [poll for poll_id in project.polls if (poll := self.poll(poll_id))]
        if any(poll.is_open(self.today) for poll in polls):
            return Stage.NOW
        return Stage.BECAME if project.is_done_on(self.today) or any(map(self.is_over, polls)) else Stage.COMING

    def _stage_of_poll(self, poll: Poll | None) -> Stage:
        if poll is None or self.is_over(poll):
            return Stage.BECAME
        return Stage.NOW if poll.is_open(self.today) and poll.id in self.offer.polls else Stage.COMING
