"""The catalogues are complete and agree with each other and with the code."""

import ast
from datetime import date
from pathlib import Path

import pytest

from kiosk.texts import FOLDER, FOR_CHILDREN, WITHOUT_TOUCH, Texts, UnknownTextError, language_of
from tests.kits.catalogues import CODES, catalogue, strings

KIOSK = FOLDER.parent

A_SPACE = "number.thousands"
"""The one text that may be nothing but a space."""


def used_ids() -> tuple[set[str], set[str]]:
    """All ids the code asks for, and the beginnings of those it puts together."""
    painted = {KIOSK / "screens", KIOSK / "widgets"}  # they are given their words
    sources = (path for path in KIOSK.rglob("*.py") if painted.isdisjoint(path.parents))
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in sources)
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    asked = [call.args[0] for call in calls if getattr(call.func, "attr", "") in {"text", "plural"}]
    asked += [call.args[0] for call in calls if getattr(call.func, "id", "") == "Notice"]
    plain, beginnings = set(), set()
    for argument in asked:
        for node in (argument.body, argument.orelse) if isinstance(argument, ast.IfExp) else (argument,):
            if isinstance(node, ast.Constant):
                plain.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                beginnings.add(node.values[0].value)
            else:
                assert ast.unparse(node) in {"notice.msgid"}, "an id must stand where it is used"
    return plain, beginnings


def test_every_language_has_exactly_the_same_ids():
    german = catalogue("de")
    assert len(german) > 150
    for code in CODES:
        assert list(catalogue(code)) == list(german), code


@pytest.mark.parametrize("code", CODES)
def test_no_text_is_missing_empty_or_fuzzy_and_every_one_is_explained_to_translators(code):
    for msgid, message in catalogue(code).items():
        assert all(text.strip() or (msgid == A_SPACE and text) for text in strings(message)), msgid
        assert not message.fuzzy, msgid
        assert message.auto_comments, msgid
        assert message.pluralizable == catalogue("de")[msgid].pluralizable, msgid


def test_the_code_asks_for_no_text_that_is_not_there_and_leaves_none_unused():
    plain, beginnings = used_ids()
    known = set(catalogue("de"))
    assert plain <= known
    asked_for = {msgid for msgid in known if msgid.removesuffix(WITHOUT_TOUCH).removesuffix(FOR_CHILDREN) in plain}
    unused = {msgid for msgid in known - asked_for if not msgid.startswith(tuple(beginnings))}
    assert not unused


def test_an_unknown_id_or_language_is_an_error_not_a_blank():
    with pytest.raises(UnknownTextError, match=r"vote\.nothing"):
        Texts("de").text("vote.nothing")
    with pytest.raises(UnknownTextError):
        Texts("de").plural("vote.nothing", 2)
    with pytest.raises(UnknownTextError):
        Texts("tlh")
    with pytest.raises(UnknownTextError):
        language_of("")


def test_a_catalogue_that_is_not_compiled_is_named(tmp_path: Path):
    with pytest.raises(UnknownTextError, match=r"de\.mo"):
        Texts("de", folder=tmp_path)


def test_the_rule_of_a_poll_is_said_with_its_own_numbers():
    assert Texts("en").text("vote.rule.range.projects", minimum=1, maximum=3) == "You may choose 1 to 3 projects."
    assert Texts("de").plural("vote.rule.exactly.answers", 1) == "Bitte wählen Sie eine Antwort."
    assert Texts("de").plural("vote.rule.exactly.answers", 2) == "Wählen Sie bitte genau 2 Antworten."


def test_content_is_shown_in_german_where_it_is_not_translated():
    assert Texts("en").content({"de": "Bank", "en": "Bench"}) == "Bench"
    assert Texts("en").content({"de": "Bank"}) == "Bank"
    assert Texts("en").content({}) == ""


def test_days_numbers_and_lengths_of_time_are_said_as_people_say_them():
    assert Texts("de").date(date(2027, 6, 30)) == "30.\u00a0Juni\u00a02027"
    assert Texts("en").date(date(2027, 6, 30)) == "30\u00a0June\u00a02027"
    assert Texts("de").number(13000) == "13.000"
    assert Texts("en").number(13000) == "13,000"
    assert Texts("de").duration(180) == "3 Minuten"
    assert Texts("de").duration(60) == "einer Minute"
    assert Texts("de").duration(90) == "90 Sekunden"
    assert Texts("de").duration(0) == "0 Sekunden"
