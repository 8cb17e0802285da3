"""What a survey is, as it is published and signed: questions in an order, some of them only after certain answers.

Which questions a person is asked follows from their answers by one rule, here, for stations and hub.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from sync.protocol.errors import Refused
from sync.protocol.languages import Texts
from sync.protocol.polls.answers import Answer
from sync.protocol.polls.poll import Poll
from sync.protocol.surveys.questions import question_as_poll, wording_of
from sync.protocol.targets import Targeted

FOLDER = "surveys/"
"""Every file below is one survey."""

KINDS_OF_QUESTIONS = ("yes_no", "single", "multiple", "ranked", "scale", "text")
"""The kinds of polls that a survey can ask by."""

Answers = Mapping[str, Answer]
"""Question to what was answered; an empty answer is none."""


ANYTHING = "*"
"""Among the answers of a condition: whatever was answered will do."""


@dataclass(frozen=True)
class Condition:
    """Only who answered an earlier question with one of these (options, numbers, or ``ANYTHING``) is asked."""

    question: str
    any_of: frozenset[str]

    def holds(self, answers: Answers) -> bool:
        """False as well where that question was not answered."""
        given = answers.get(self.question)
        return bool(given) and not self.any_of.isdisjoint({ANYTHING, *_given(given)})


@dataclass(frozen=True)
class SurveyQuestion:
    """One question. ``pause``: what is said before it, on a page of its own; empty for no break."""

    poll: Poll
    """The question as what is answered, checked and counted."""
    wording: str
    show_if: Condition | None
    pause: Texts

    @property
    def id(self) -> str:
        """Its name within the survey."""
        return self.poll.id


@dataclass(frozen=True)
class Survey(Targeted):
    """A published survey. Days are inclusive local days."""

    id: str
    districts: tuple[str, ...]
    opens: date
    closes: date
    title: Texts
    about: Texts
    questions: tuple[SurveyQuestion, ...]
    listens: bool
    """One open question that the greeting asks, too."""
    voices: tuple[Texts, ...]
    """What others said, as far as the city has released it."""
    stations: tuple[str, ...] = ()
    """The names of the stations it is offered at; none named: at all of its districts."""

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> Self:
        """Read a survey from its JSON object. Raises Refused."""
        try:
            return cls(
                id=str(wire["id"]),
                districts=tuple(wire["districts"]),
                opens=date.fromisoformat(wire["opens"]),
                closes=date.fromisoformat(wire["closes"]),
                title=wire["title"],
                about=wire["about"],
                questions=tuple(_read_question(question) for question in wire["questions"]),
                listens=wire.get("listens", False) is True,
                voices=tuple(wire.get("voices", ())),
                stations=tuple(map(str, wire.get("stations", ()))),
            )
        except KeyError as error:
            raise Refused(f"the survey lacks {error.args[0]!r}") from error
        except Exception as error:
            raise Refused(f"the survey cannot be read: {error}") from error

    def is_open(self, day: date) -> bool:
        """True on the days on which it can be answered."""
        return self.opens <= day <= self.closes

    def shown(self, answers: Answers) -> tuple[SurveyQuestion, ...]:
        """The questions that whoever gave these answers is asked, in their order.

        The answer to a question that is not shown counts for nothing, so it shows no other.
        """
        shown: list[SurveyQuestion] = []
        for question in self.questions:
            asked = {earlier.id: answers[earlier.id] for earlier in shown if earlier.id in answers}
            if question.show_if is None or question.show_if.holds(asked):
                shown.append(question)
        return tuple(shown)


def definitions_of(wire: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Each question of a survey's JSON object: its id, its wording and its own JSON object."""
    for question in wire["questions"]:
        yield str(question["id"]), wording_of(question), question


def _read_question(wire: Mapping[str, Any]) -> SurveyQuestion:
    condition = wire.get("show_if")
    return SurveyQuestion(
        poll=question_as_poll(wire),
        wording=wording_of(wire),
        show_if=Condition(str(condition["question"]), frozenset(condition["any_of"])) if condition else None,
        pause=wire.get("pause", {}),
    )


def _given(answer: Answer | None) -> set[str]:
    if isinstance(answer, dict):
        return {str(number) for number in answer.values()}
    return {answer} if isinstance(answer, str) else set(answer or ())
