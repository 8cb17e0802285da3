"""Surveys at the hub: fit to be published, counted by their kinds, told when they are over and nobody can be found."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from sync.hub.audit.models import AuditEntry
from sync.hub.content.problems import ContentProblems
from sync.hub.content.source import DEFAULT_CONTENT, load_source
from sync.hub.publishing.services import publish
from sync.hub.surveys.models import AskedQuestion
from sync.hub.surveys.selectors import survey_tables
from sync.hub.surveys.services import receive_answer
from sync.protocol.polls.answers import Answer
from sync.protocol.surveys.answers import SurveyAnswer
from tests.kits.hub import Hub

ABOUT = {"de": "Etwas dazu."}
OPTIONS = [{"id": name, "title": {"de": name}, "about": ABOUT} for name in ("kerbs", "benches", "noise")]
QUESTIONS: list[dict[str, Any]] = [
    {"id": "on-foot", "kind": "yes_no", "question": {"de": "Kommen Sie gut zu Fuß voran?"}},
    {"id": "hindrance", "kind": "multiple", "question": {"de": "Was hindert Sie?"}, "min": 1, "max": 3,
     "order": "fixed", "options": OPTIONS, "show_if": {"question": "on-foot", "any_of": ["no"]}},
    {"id": "rating", "kind": "scale", "scale": "faces", "question": {"de": "Wie gut sind sie?"}, "min": 1, "max": 3,
     "order": "fixed", "options": OPTIONS},
    {"id": "wish", "kind": "text", "question": {"de": "Was fehlt?"}, "min": 1, "max": 200, "pause": {"de": "Gleich."}},
]  # fmt: skip


def survey(**changes: Any) -> dict[str, Any]:
    return {
        "id": "alltag", "districts": [], "opens": "2026-01-01", "closes": "2026-06-30", "title": {"de": "Alltag"},
        "about": {"de": "Es geht um Wege."}, "questions": QUESTIONS,
    } | changes  # fmt: skip


def folder_with(tmp_path: Path, wire: dict[str, Any]) -> Path:
    folder = copytree(DEFAULT_CONTENT, tmp_path / "content")
    (folder / "surveys").mkdir()
    (folder / "surveys" / "alltag.json").write_text(json.dumps(wire), encoding="utf-8")
    return folder


@pytest.fixture
def asked(hub: Hub, tmp_path: Path) -> Hub:
    """A hub that has published the survey."""
    now = datetime.now(UTC)
    source = load_source(folder_with(tmp_path, survey()))
    publish(source, folder=hub.folder, may_make_keys=True, by="test", today=now.date(), now=now)
    return hub


def give(question: str, answer: Answer, times: int) -> None:
    wording = AskedQuestion.objects.get(source="alltag", question=question).wording
    for _ in range(times):
        receive_answer(SurveyAnswer("alltag", question, wording, answer, "K", "2026-02-01"))


def cells(question: str, today: date) -> dict[str, int | None]:
    return dict(next(table.cells for table in survey_tables(today) if table.asked.question == question))


def with_question(number: int, **changes: Any) -> list[dict[str, Any]]:
    return [question | (changes if at == number else {}) for at, question in enumerate(QUESTIONS)]


@pytest.mark.parametrize(
    ("wire", "words"),
    [
        (survey(questions=with_question(0, show_if={"question": "wish", "any_of": ["*"]})), "no earlier question"),
        (survey(questions=with_question(1, show_if={"question": "on-foot", "any_of": ["maybe"]})), "no answer to that"),
        (survey(questions=with_question(1, max=4)), "max"),
        (survey(questions=with_question(0, kind="budget")), "kind"),
        (survey(questions=with_question(1, id="on-foot")), "on-foot"),
        (survey(closes="2025-12-31"), "before it opens"),
        (survey(listens=True), "words alone"),
        (survey(id="other"), "name of the file"),
        (survey(more=1), "more"),
    ],
)
def test_what_is_wrong_with_a_survey_is_said_with_its_place(tmp_path: Path, wire: dict[str, Any], words: str) -> None:
    with pytest.raises(ContentProblems) as told:
        load_source(folder_with(tmp_path, wire))
    assert words in str(told.value)
    assert "surveys/alltag.json" in str(told.value)


def test_answers_are_counted_by_the_kinds_and_small_numbers_are_not_told(asked: Hub) -> None:
    give("on-foot", "yes", 20)
    give("on-foot", "no", 9)
    give("on-foot", "abstain", 2)
    give("hindrance", ["kerbs"], 6)
    give("hindrance", ["kerbs", "benches"], 2)
    give("rating", {"kerbs": 5, "noise": 1}, 7)
    give("wish", "Mehr Licht", 5)
    over = date(2026, 6, 30) + timedelta(days=15)
    assert list(survey_tables(over - timedelta(days=1))) == [], "stations without a network are waited for"
    assert cells("on-foot", over) == {"yes": 20, "no": None, "abstain": None, "": 31}
    assert cells("hindrance", over) == {"kerbs": 8, "benches": None, "noise": 0, "": 8}
    rating = cells("rating", over)
    assert (rating["kerbs|5"], rating["kerbs|1"], rating["noise|1"]) == (7, 0, 7)
    assert cells("wish", over) == {"": 5}


def test_page_and_texts(asked: Hub) -> None:
    give("on-foot", "yes", 8)
    give("wish", "Mehr\nLicht", 5)
    asked.client.force_login(User.objects.get(username=asked.account.user))
    if timezone.localdate() > date(2026, 7, 14):
        shown = asked.client.get(reverse("console:figures"), headers={"Accept-Language": "de"}).content.decode()
        assert "Alltag: Kommen Sie gut zu Fuß voran?" in shown
        assert "Mehr" not in shown, "what people wrote is no figure"
    written = io.StringIO()
    call_command("survey_texts", "alltag", stdout=written)
    assert written.getvalue().splitlines() == ["# Was fehlt?", *["Mehr Licht"] * 5]
    assert AuditEntry.objects.filter(event="survey-texts-read").count() == 1
    with pytest.raises(CommandError, match="no survey"):
        call_command("survey_texts", "bank")
