"""What a picture of a form proposes: confirmed by a person who is asked what is unsure, for one of the two typings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sync.foreign_media import MediaUnfit
from sync.hub.accounts.roles import Role
from sync.hub.paper import services
from sync.hub.paper.faults import PaperFault
from sync.hub.paper.form_page import row_codes
from sync.hub.paper.models import PaperStack, PaperTyping
from sync.hub.paper.proposals import proposal_of, propose_form
from sync.hub.paper.reading import Mark, ReadBox
from sync.hub.paper.services import Provenance, form_of
from sync.protocol.errors import Refused
from sync.protocol.polls.poll import Poll
from tests.hub.console.test_draft_pages import signed_in
from tests.kits.filled_forms import HANDWRITINGS, TAKEN_BACK, Hand, as_png, draw_form, fill_in
from tests.kits.hub import NOW, Hub

MARKET = "neuer-markt"
TODAY = timezone.localdate(NOW)
CROSS, BLOT = HANDWRITINGS[0], TAKEN_BACK[0]


def picture(poll: Poll, *marks: Callable[[Hand], None] | None, language: str = "de") -> bytes:
    codes = row_codes(poll, language)
    form = draw_form(codes)
    return as_png(fill_in(form, [*marks, *[None] * (len(codes) - len(marks))], Random(5)))


def boxes(poll: Poll, marks: str, language: str = "de") -> list[ReadBox]:
    """``x`` crossed, ``.`` empty, ``?`` unsure, a space: not found."""
    words = {"x": Mark.CROSSED, ".": Mark.EMPTY, "?": Mark.UNSURE}
    codes = row_codes(poll, language)
    return [ReadBox(code, words[mark], b"") for code, mark in zip(codes, marks, strict=False) if mark != " "]


def stack(day: Any = TODAY) -> PaperStack:
    return services.begin_stack(MARKET, Provenance("Markt", "K", day, "de"), by="erika", now=NOW, today=day)


def fault_of(act: Callable[[], object]) -> object:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.reason


def test_lines_that_were_not_found_and_marks_that_are_no_answer_are_asked(hub: Hub) -> None:
    poll = hub.poll()  # one answer alone
    names = [one.id for one in poll.options]
    assert len(names) >= 3
    whole = "x" + "." * (len(names) - 1)
    assert not proposal_of([poll], boxes(poll, whole)).asked
    assert proposal_of([poll], boxes(poll, " " + whole[1:])).asked == names[:1]
    assert proposal_of([poll], boxes(poll, "xx" + whole[2:])).asked == names[:2]
    assert proposal_of([poll], boxes(poll, "x?" + whole[2:])).asked == names[1:2]


def test_a_form_of_an_earlier_wording_or_another_language_is_read_and_no_other(hub: Hub) -> None:
    poll = hub.poll()
    mended, other = replace(poll, version=poll.version + 1), replace(poll, id="other")
    for versions, printed in (([poll, mended], poll), ([poll, mended], mended)):
        marks = proposal_of(versions, boxes(printed, "x...", "ar")).marks
        assert marks[poll.options[0].id] is Mark.CROSSED
    assert fault_of(lambda: proposal_of([poll], boxes(mended, "x..."))) is PaperFault.OTHER_FORM
    assert fault_of(lambda: proposal_of([poll], boxes(other, "x..."))) is PaperFault.OTHER_FORM
    assert fault_of(lambda: proposal_of([poll], [])) is PaperFault.NOTHING_READ


@pytest.mark.parametrize("second", [("x", "de"), (" x", "uk")])
def test_two_sheets_on_one_picture_are_not_taken_for_one(hub: Hub, second: tuple[str, str]) -> None:
    poll = hub.poll()
    assert fault_of(lambda: proposal_of([poll], boxes(poll, "x") + boxes(poll, *second))) is PaperFault.SEVERAL_FORMS


def test_only_one_of_the_two_may_have_forms_read(hub: Hub) -> None:
    made, shown = stack(), picture(hub.poll(), CROSS)
    with pytest.raises(MediaUnfit):
        propose_form(made.pk, [b"no picture"], by="otto")
    assert propose_form(made.pk, [shown], by="erika").marks[hub.poll().options[0].id] is Mark.CROSSED
    assert propose_form(made.pk, [shown], by="erika")
    assert fault_of(lambda: propose_form(made.pk, [shown], by="otto")) is PaperFault.READ_BY
    assert not PaperTyping.objects.exists(), "a proposal is no typing"


def test_of_a_form_on_two_sheets_each_has_a_picture(hub: Hub) -> None:
    poll, made = hub.poll(), stack(timezone.localdate())
    codes, erika = row_codes(poll, "de"), signed_in("erika", Role.COUNTER)
    first, second = draw_form(codes[:2]), draw_form(codes[2:])
    sheets = [as_png(fill_in(first, [CROSS, None], Random(1))), as_png(second.sheet)]
    assert "Vergleichen Sie jede Zeile" in read(erika, made, *sheets)
    assert f"Über {len(codes) - 2} Zeilen müssen Sie entscheiden" in read(erika, made, sheets[0])
    assert "Es sind mehrere Zettel" in read(erika, made, sheets[0], *sheets)
    assert "keine Zeile eines Zettels" in read(erika, made)


def sent(client: Client, made: PaperStack, values: dict[str, Any]) -> str:
    answer = client.post(reverse("console:paper-stack", args=(MARKET, made.pk)), values, follow=True)
    return str(answer.content.decode())


def read(client: Client, made: PaperStack, *pictures: bytes) -> str:
    files = [SimpleUploadedFile("form.png", data) for data in pictures]
    return sent(client, made, {"deed": "read", "file": files})


def typed_forms(by: str) -> Sequence[Any]:
    return PaperTyping.objects.get(by=by).forms


def test_a_person_confirms_at_the_console_and_decides_what_is_unsure(hub: Hub) -> None:
    poll, made = hub.poll(), stack(timezone.localdate())
    a, b = poll.options[0].id, poll.options[1].id
    erika, otto = signed_in("erika", Role.COUNTER), signed_in("otto", Role.COUNTER)
    page = read(erika, made, picture(poll, CROSS, BLOT))
    assert "Über 1 Zeile müssen Sie entscheiden" in page and page.count("data:image/jpeg;base64,") == len(poll.options)
    assert "checked" in page.split(f'name="mark_{a}"')[1].split(">")[0]
    assert not PaperTyping.objects.exists(), "nothing is typed before it is confirmed"
    assert "ob hier angekreuzt ist" in sent(erika, made, {"asked": b, f"mark_{a}": "on"})
    assert not PaperTyping.objects.exists(), "what is unsure has to be decided"
    sent(erika, made, {"asked": b, f"mark_{a}": "on", f"mark_{b}": "no"})
    sent(erika, made, {"asked": b, f"mark_{a}": "on", "invalid": "unclear"})
    sent(erika, made, {"asked": f"{a} {b}", f"mark_{a}": "no", f"mark_{b}": "yes"})
    assert typed_forms("erika") == [form_of([a]), {"invalid": "unclear"}, form_of([b])]
    assert 'value="read"' not in otto.get(reverse("console:paper-stack", args=(MARKET, made.pk))).content.decode()
    assert "Bitte erfassen Sie vom Papier" in read(otto, made, picture(poll, CROSS))
    assert "nicht zu lesen" in read(erika, made, b"%PDF-1.7")
