"""What the hub knows by a word is told in both languages: every member of every enum that people see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.formats import date_format
from django.utils.translation import override

import kiosk
import sync.hub
from sync.hub.accounts.webauthn import KeyFault
from sync.hub.console.web.webauthn import KEY_FAULTS
from sync.hub.console.wording.incidents import INCIDENTS
from sync.hub.console.wording.names import NAMES, is_known, name_of
from sync.hub.console.wording.reasons import REASON_WORDS, reason_words, refusal_words, words_of
from sync.hub.console.wording.terms import STATES
from sync.hub.console.wording.visit_steps import VISIT_STEPS
from sync.hub.drafts.calendar_fetch import CalendarFault
from sync.hub.handover.reasons import HandoverReason
from sync.hub.intake.models import IncidentKind
from sync.protocol.connection_faults import ConnectionFault
from sync.protocol.errors import Refused, Revoked, Untrusted, kept_reason
from sync.protocol.reasons import MAX_FACT_CHARACTERS, BatchReason, Reason, RecordReason, names_in
from sync.protocol.report_status import ReportState
from sync.stick import StickFault

CATALOGUE = Path(sync.hub.__file__).parent / "locale/de/LC_MESSAGES/django.po"
AT_STATIONS = {StickFault, ConnectionFault}
"""Reasons no page of the hub shows; tests/kiosk/staff/test_faults.py looks after their words."""

REASONS = [(reason, words) for enum in REASON_WORDS for reason, words in REASON_WORDS[enum].items()]
FACTS = {
    "seq": 7, "most": 300, "member": "category", "detail": "KeyError", "category": "litter", "code": "12",
    "words": "nein", "numbers": "1, 2", "poll": "park", "kind": "single",
    "opens": "2026-10-01", "closes": "2026-12-01", "members": "closes, options", "path": "projects/zoo.json",
    "name": "Zoo", "number": 7,
    "until": "2026-12-01", "ballots": 3, "smallest": 5, "valid": 4, "form": "box", "who": "anna",
    "days": 14, "hours": 12, "where": "polls/a.json",
    "batch": 12, "out": 3, "back": 4, "host": "example.org", "status": 404,
}  # fmt: skip


@pytest.fixture(scope="module")
def german() -> Mapping[str, str]:
    """English texts to German ones, as they stand in the catalogue."""
    with CATALOGUE.open("rb") as file:
        return {message.id: message.string for message in read_po(file) if isinstance(message.id, str)}


def test_every_step_of_a_visit_has_a_name() -> None:
    with (Path(kiosk.__file__).parent / "locale/de.po").open("rb") as file:
        helped = {str(message.id) for message in read_po(file) if str(message.id).startswith("help.at.")}
    steps = {text.removeprefix("help.at.") for text in helped if not text.endswith(".keys")}
    assert set(VISIT_STEPS) == steps | {"help"}, "each step has its help, but for the help itself"


def texts() -> Iterator[tuple[str, str]]:
    """Whose text, and the text."""
    for enum, names in NAMES.items():
        yield from ((f"{enum.__name__} {word}", text) for word, text in names.items())
    yield from ((f"{type(reason).__name__} {reason}", text) for reason, text in REASONS)
    for kind, words in INCIDENTS.items():
        yield from ((f"incident {kind}", text) for text in (words.title, words.advice, words.story))
    yield from ((f"KeyFault {fault}", text) for fault, text in KEY_FAULTS.items())


@pytest.mark.parametrize(("whose", "text"), list(texts()))
def test_every_text_has_a_german_one_with_the_same_facts(german: Mapping[str, str], whose: str, text: str) -> None:
    assert german.get(text), f"{whose} has no German"
    assert german[text] != text
    assert names_in(german[text]) == names_in(text)


def test_no_member_is_without_words() -> None:
    for enum, names in NAMES.items():
        assert set(names) == {member.value for member in enum}, enum
    for reasons, words in REASON_WORDS.items():
        assert set(words) == set(reasons), reasons
    assert set(INCIDENTS) == set(IncidentKind)
    assert set(KEY_FAULTS) == set(KeyFault)
    assert set(STATES) == set(ReportState)


def test_no_enum_of_reasons_is_forgotten() -> None:
    assert set(REASON_WORDS) | AT_STATIONS == {enum for enum in Reason.__subclasses__() if len(enum)}


@pytest.mark.parametrize(("reason", "words"), REASONS)
def test_a_reason_is_told_with_its_own_facts(reason: Reason, words: str) -> None:
    facts = {name: FACTS[name] for name in reason.fact_names}
    assert names_in(words) <= reason.fact_names
    refused = Refused(reason, **facts)
    assert str(refused) == reason.sentence(facts)
    with override("de"):
        assert refusal_words(refused) == words_of(reason, facts)
        if isinstance(reason, RecordReason | BatchReason):
            assert reason_words(kept_reason(refused, otherwise=RecordReason.FAILED)) == words_of(reason, facts)
    with pytest.raises(ValueError, match="exactly these facts"):
        Refused(reason, **facts, stranger="x")


def test_what_is_kept_names_one_reason() -> None:
    kept = [reason.value for reason in (*RecordReason, *BatchReason, *HandoverReason, *CalendarFault)]
    assert len(set(kept)) == len(kept)
    assert all(" " not in word for word in kept)


@pytest.mark.parametrize("kept", ["", "something of a newer version", "gap", "gap {", "gap []", 'gap {"sea": 1}'])
def test_what_nobody_knows_is_shown_as_it_is(kept: str) -> None:
    assert reason_words(kept) == kept


def test_an_error_without_a_reason_is_told_in_words_of_our_own_only() -> None:
    def kept(error: Exception) -> str:
        return kept_reason(error, otherwise=RecordReason.FAILED)

    assert kept(ValueError("what a person wrote")) == 'failed {"detail": "ValueError"}'
    assert kept(Untrusted("not a signed message")) == 'failed {"detail": "not a signed message"}'
    assert kept(Revoked("x" * 5000)) == f'failed {{"detail": "{"x" * MAX_FACT_CHARACTERS}"}}'
    assert kept(Refused(RecordReason.NO_REPORT, detail="a\x00b" + "\ud800" * 9)) == 'no-report {"detail": "ab"}'
    assert len(kept(Untrusted('"\\' * 5000))) <= 300, "as long as its column"
    with override("en"):
        assert "(ValueError)" in reason_words(kept(ValueError("x")))


def test_a_word_of_a_newer_version_is_its_own_name() -> None:
    for enum in NAMES:
        assert not is_known(enum, "tomorrow")
        assert name_of(enum, "tomorrow") == "tomorrow"


def test_no_english_day_can_be_taken_for_a_month() -> None:
    when = datetime(2026, 3, 7, 14, 5, tzinfo=UTC)
    with override("en"):
        assert date_format(when, "SHORT_DATETIME_FORMAT") == "7 Mar 2026 14:05"
        assert date_format(when.date(), "DATE_FORMAT") == "7 March 2026"
