"""What surveys and the question bank must say to be fit for a station."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from annotated_types import MaxLen, MinLen
from pydantic import Field, ModelWrapValidatorHandler, ValidationInfo, field_validator, model_validator

from sync.hub.content.faults import Faults, fault
from sync.hub.content.poll_settings import check_halves
from sync.hub.content.problems import shown
from sync.hub.content.vocabulary import (
    Day,
    Districts,
    EveryLanguage,
    Identifier,
    Model,
    NameOfFile,
    OneOf,
    StationNames,
    Text60,
    Text80,
    Text120,
    Text300,
    Translated,
    not_said,
    surroundings,
    unique,
)
from sync.protocol.polls.kinds import kind_of
from sync.protocol.polls.scale import SCALES
from sync.protocol.polls.yes_no import ABSTAIN, NO, YES
from sync.protocol.surveys.questions import Asks, question_as_poll
from sync.protocol.surveys.survey import ANYTHING, KINDS_OF_QUESTIONS

MOST_QUESTIONS = 20
"""Longer than that nobody stands at a station."""


class StandingQuestion(Model):
    """A question that is asked for years in the same words: in every language, so that nobody is left out of it."""

    id: Identifier
    asks: Annotated[str, OneOf(Asks)]
    question: EveryLanguage[Text120]
    districts: Districts = Field(default_factory=list)
    stations: StationNames = Field(default_factory=list)


QuestionBank = Annotated[list[StandingQuestion], unique("id")]
"""At most one question of a visit is drawn from it."""


class ShowIf(Model):
    """The question is asked only of who gave one of these answers to an earlier one."""

    question: Identifier
    any_of: Annotated[list[Text60], MinLen(1)]


class AskedInSurvey(Model):
    """One question of a survey; besides, what polls of its kind say of their options."""

    id: Identifier
    kind: Annotated[str, OneOf(KINDS_OF_QUESTIONS)]
    question: Translated[Text120]
    show_if: ShowIf = Field(default_factory=not_said)
    pause: Translated[Text300] = Field(default_factory=not_said)

    @model_validator(mode="wrap")
    @classmethod
    def _check_whole(cls, value: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Any:
        """Its own members, those of its kind, and what the kind itself finds."""
        faults = Faults()
        if not isinstance(value, dict):
            return handler(value)
        question = check_halves(cls, value, handler, surroundings(info), faults)
        faults.stop_if_any()
        poll = question_as_poll(value)
        for found in kind_of(poll).check_settings(poll):
            faults.say(found.words, *found.path)
        faults.stop_if_any()
        return question


class Survey(Model):
    """A survey: its id is the name of its file, and conditions name earlier questions and answers they can have."""

    id: NameOfFile
    districts: Districts
    stations: StationNames = Field(default_factory=list)
    opens: Day
    closes: Day
    title: Translated[Text80]
    about: Translated[Text300]
    questions: Annotated[list[AskedInSurvey], MinLen(1), MaxLen(MOST_QUESTIONS), unique("id")]
    listens: bool = False
    voices: list[Translated[Text300]] = Field(default_factory=list)

    @field_validator("closes")
    @classmethod
    def _check_closes(cls, closes: Day, info: ValidationInfo) -> Day:
        opens = info.data.get("opens")
        if opens and closes < opens:
            raise fault(f"the survey closes on {closes}, before it opens on {opens}")
        return closes

    @model_validator(mode="wrap")
    @classmethod
    def _check_conditions(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Any:
        """Each condition can come true, by what was asked before."""
        survey, faults = handler(value), Faults()
        possible: dict[str, frozenset[str]] = {}
        for index, question in enumerate(value["questions"]):
            if condition := question.get("show_if"):
                place = ("questions", index, "show_if")
                known = possible.get(condition["question"])
                if known is None:
                    faults.say(f"no earlier question is called {shown(condition['question'])}", *place, "question")
                elif strange := sorted(set(condition["any_of"]) - known - {ANYTHING}):
                    faults.say(f"{shown(strange[0])} is no answer to that question", *place, "any_of")
            possible[question["id"]] = _answers_of(question)
        if value.get("listens") and not all(question["kind"] == "text" for question in value["questions"]):
            faults.say("a survey that listens asks for words alone", "listens")
        faults.stop_if_any()
        return survey


def _answers_of(question: Mapping[str, Any]) -> frozenset[str]:
    if question["kind"] == "yes_no":
        return frozenset({YES, NO, ABSTAIN})
    if question["kind"] == "scale":
        return frozenset(map(str, SCALES[question["scale"]]))
    return frozenset(option["id"] for option in question.get("options", ()))
