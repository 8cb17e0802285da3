"""The form on paper: the same options in every language, and nothing on it that tells one form from another."""

from __future__ import annotations

import json
import re

import pytest

from sync.hub.content.source import DEFAULT_CONTENT
from sync.hub.paper.form_page import make_form, what_form_says, words_of
from sync.hub.paper.marks import CROSSES, NUMBERS, ONE_WORD, read_marks
from sync.protocol.envelope import InvalidBallot
from sync.protocol.errors import Refused
from sync.protocol.languages import LANGUAGE_CODES
from sync.protocol.polls.kinds import KINDS
from sync.protocol.polls.poll import Poll
from sync.protocol.polls.yes_no import WORDS
from tests.kits.poll_kinds import of_kind

GARDEN = json.loads((DEFAULT_CONTENT / "polls" / "garten-nordwest.json").read_bytes())


def poll_of(kind: str, **changes: object) -> Poll:
    return Poll.from_wire(of_kind(GARDEN, kind, **changes))


@pytest.mark.parametrize("language", LANGUAGE_CODES)
def test_every_language_has_all_words_and_the_same_options_in_the_same_order(language: str) -> None:
    assert set(words_of(language)) == set(words_of("de"))
    for name, text in words_of(language).items():
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", words_of("de")[name]))
    for kind in sorted(CROSSES | NUMBERS | {ONE_WORD}):
        poll = poll_of(kind)
        names = re.findall(r'data-option="([^"]+)"', make_form(poll, language=language, large=True))
        assert names == ([one.id for one in poll.options] or list(WORDS))
    assert ('dir="rtl"' in make_form(poll_of("single"), language=language)) == (language == "ar")


@pytest.mark.parametrize(
    ("kind", "bounds", "said"),
    [
        ("multiple", {"min": 1, "max": 3}, "Antworten: mindestens 1, höchstens 3."),
        ("single", {"min": 1, "max": 1}, "Antworten: genau 1."),
        ("scale", {"scale": "numbers", "rule": "least_resistance", "min": 0, "max": 6}, "Antworten: höchstens 6."),
        ("points", {"min": 1, "max": 10, "cap": 4}, "Punkte zusammen: mindestens 1, höchstens 10."),
    ],
)
def test_a_form_says_of_what_how_many_are_allowed(kind: str, bounds: dict[str, object], said: str) -> None:
    assert said in make_form(poll_of(kind, **bounds), language="de")


def test_a_form_says_which_of_its_pages_one_holds() -> None:
    assert 'counter(page) " / " counter(pages)' in make_form(poll_of("multiple"), language="de")


def test_leichte_sprache_has_no_letter_below_14_points_and_a_line_for_each_sentence() -> None:
    form = make_form(poll_of("multiple"), language="de-leicht")
    assert "font: 14pt" in form and "font-size: 1em" in form
    assert "<small>Dort gibt es Sand und Wasser.\nKinder haben ein eigenes Beet.</small>" in form


def test_two_forms_are_the_same_and_the_code_says_no_more_than_which_form_it_is() -> None:
    poll = poll_of("multiple")
    assert make_form(poll, language="de") == make_form(poll, language="de")
    assert what_form_says(poll, "uk") == f"mitmach:form:{poll.id}:{poll.version}:uk"


def test_what_is_not_answered_with_crosses_or_numbers_has_no_form() -> None:
    for kind in set(KINDS) - CROSSES - NUMBERS - {ONE_WORD}:
        with pytest.raises(Refused):
            make_form(poll_of(kind), language="de")


def test_marks_are_read_as_the_station_would_have_sealed_them() -> None:
    ids = [option["id"] for option in GARDEN["options"]]
    assert read_marks(poll_of("multiple"), {ids[2]: 1, ids[0]: 1, ids[1]: 0}) == [ids[0], ids[2]]
    assert read_marks(poll_of("ranked"), {ids[0]: 2, ids[3]: 1}) == [ids[3], ids[0]]
    assert read_marks(poll_of("points", min=1, max=4, cap=3), {ids[0]: 3, ids[1]: 0}) == {ids[0]: 3}
    assert read_marks(poll_of("yes_no"), {"no": 1}) == "no"
    wrong = [
        ("multiple", dict.fromkeys(ids[:5], 1)),
        ("ranked", {ids[0]: 1, ids[1]: 1}),
        ("ranked", {ids[0]: 2}),
        ("yes_no", {"yes": 1, "no": 1}),
        ("scale", {ids[0]: 9}),
    ]
    for kind, marks in wrong:
        with pytest.raises(InvalidBallot):
            read_marks(poll_of(kind), marks)
