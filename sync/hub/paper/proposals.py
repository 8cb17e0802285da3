"""What pictures of a form say, as a proposal: a person who holds the paper confirms it, and answers what is asked.

Asked is whatever the reader is not sure of, and every mark of a form whose marks are no answer by the rules of its
poll: somebody may have changed their mind on it. The proposal goes into one of the two typings of a stack, never into
both: the other is typed from the paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from sync.hub.paper.faults import PaperFault
from sync.hub.paper.form_page import row_codes, rows_of
from sync.hub.paper.marks import NUMBERS, read_marks
from sync.hub.paper.models import PaperStack
from sync.hub.paper.reading import Mark, ReadBox, read_picture
from sync.hub.polls.selectors import all_versions
from sync.protocol.envelope import InvalidBallot
from sync.protocol.errors import Refused
from sync.protocol.languages import LANGUAGE_CODES
from sync.protocol.polls.poll import Poll

MOST_SHEETS = 8
"""Of one form: a long list in large letters."""


@dataclass(frozen=True)
class Proposal:
    """Of one form."""

    marks: Mapping[str, Mark]
    """Of every line, by what it stands for."""
    cuttings: Mapping[str, bytes] = field(default_factory=dict)
    """JPEGs of the boxes that were found."""

    @property
    def asked(self) -> Sequence[str]:
        """The lines that a person has to decide."""
        return [name for name, mark in self.marks.items() if mark is Mark.UNSURE]


def propose_form(stack_id: int, pictures: Iterable[bytes], *, by: str) -> Proposal:
    """What the pictures of one form say, one of each sheet. Raises Refused, MediaUnfit, PaperStack.DoesNotExist.

    From then on this person alone may have forms of the stack read.
    """
    stack = PaperStack.objects.get(pk=stack_id)
    _check_reader(stack, by)
    boxes = [box for picture in pictures for box in read_picture(picture)]
    proposal = proposal_of([Poll.from_wire(row.definition) for row in all_versions(stack.poll)], boxes)
    with transaction.atomic():
        stack = PaperStack.objects.select_for_update().get(pk=stack_id)
        _check_reader(stack, by)
        stack.read_by = by
        stack.save(update_fields=["read_by"])
    return proposal


def _check_reader(stack: PaperStack, by: str) -> None:
    if stack.checked_at is not None:
        raise Refused(PaperFault.DONE)
    if stack.read_by not in {"", by}:
        raise Refused(PaperFault.READ_BY, who=stack.read_by)


def proposal_of(versions: Sequence[Poll], boxes: Iterable[ReadBox]) -> Proposal:
    """Of the boxes of one form, by the published versions of the poll, the newest last. Raises Refused."""
    poll = versions[-1]
    forms = [row_codes(one, language) for one in versions for language in LANGUAGE_CODES]
    printed = {code: name for form in forms for code, name in zip(form, rows_of(poll), strict=True)}
    found: dict[str, ReadBox] = {}
    for box in boxes:
        if box.code not in printed:
            raise Refused(PaperFault.OTHER_FORM)
        if printed[box.code] in found:
            raise Refused(PaperFault.SEVERAL_FORMS)
        found[printed[box.code]] = box
    if not found:
        raise Refused(PaperFault.NOTHING_READ)
    if len({box.code.form for box in found.values()}) > 1:
        raise Refused(PaperFault.SEVERAL_FORMS)
    marks = {name: found[name].mark if name in found else Mark.UNSURE for name in rows_of(poll)}
    cuttings = {name: box.cutting for name, box in found.items()}
    return Proposal(marks if _may_be_an_answer(poll, marks) else _all_asked(marks), cuttings)


def _may_be_an_answer(poll: Poll, marks: Mapping[str, Mark]) -> bool:
    """False where nothing is asked and the rules forbid what was read."""
    if poll.kind in NUMBERS or Mark.UNSURE in marks.values():
        return True
    try:
        read_marks(poll, {name: 1 for name, mark in marks.items() if mark is Mark.CROSSED})
    except InvalidBallot:
        return False
    return True


def _all_asked(marks: Mapping[str, Mark]) -> Mapping[str, Mark]:
    return {name: Mark.UNSURE if mark is Mark.CROSSED else mark for name, mark in marks.items()}
