"""What people fill in about ballots on paper: where a stack is from, and what is marked on one form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from sync.hub.console.forms import check_readable
from sync.hub.console.queries import district_names
from sync.hub.console.wording.names import choices_of
from sync.hub.paper.faults import InvalidForm
from sync.hub.paper.marks import NUMBERS, ONE_WORD, read_marks
from sync.hub.paper.proposals import Proposal
from sync.hub.paper.reading import Mark
from sync.hub.paper.services import Form, Provenance, form_of, invalid_form
from sync.protocol.encoding import to_base64
from sync.protocol.envelope import InvalidBallot
from sync.protocol.languages import LANGUAGES
from sync.protocol.polls.poll import Poll
from sync.protocol.polls.yes_no import WORDS

_YES_NO = {"yes": _("Yes"), "no": _("No"), "abstain": _("Abstention")}
_MARK = "mark_"
_DECIDED = [("yes", _("marked")), ("no", _("not marked"))]


class StackForm(forms.Form):
    """Where, when and in which language forms were filled in."""

    place = forms.CharField(label=_("Place"), max_length=80, validators=[check_readable])
    district = forms.ChoiceField(label=_("District"))
    day = forms.DateField(label=_("Day on which they were filled in"), widget=forms.DateInput(attrs={"type": "date"}))
    language = forms.ChoiceField(label=_("Language of the forms"))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["district"].choices = sorted(district_names().items(), key=lambda one: one[1])  # type: ignore[attr-defined]
        self.fields["language"].choices = [(one.code, one.own_name) for one in LANGUAGES]  # type: ignore[attr-defined]

    @property
    def provenance(self) -> Provenance:
        """Of a valid form."""
        values = self.cleaned_data
        return Provenance(values["place"], values["district"], values["day"], values["language"])


class SheetForm(forms.Form):
    """The marks on one form of this poll, or why it does not count."""

    invalid = forms.ChoiceField(label=_("It does not count, because"), required=False)
    asked = forms.CharField(required=False, widget=forms.HiddenInput)
    """The lines that a reader of the picture was not sure of: of these, no and yes have to be said."""

    def __init__(
        self,
        *arguments: Any,
        poll: Poll,
        before: Mapping[str, Any] | None = None,
        proposal: Proposal | None = None,
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        self._poll = poll
        names = _YES_NO if poll.kind == ONE_WORD else {one.id: one.title["de"] for one in poll.options}
        asked = proposal.asked if proposal else str(self.data.get("asked", "")).split()
        marks = {_MARK + name: self._mark_field(label, is_asked=name in asked) for name, label in names.items()}
        self.fields = {**marks, **self.fields}
        if proposal:
            self._propose(proposal)
        self.fields["invalid"].choices = [("", _("it counts")), *choices_of(InvalidForm)]  # type: ignore[attr-defined]
        self.initial.update(_marks_of(poll, before or {}))

    def _mark_field(self, label: Any, *, is_asked: bool) -> forms.Field:
        if self._poll.kind in NUMBERS:
            return forms.IntegerField(label=label, required=False, min_value=0, max_value=999)
        if is_asked:
            return forms.ChoiceField(label=label, required=False, choices=_DECIDED, widget=forms.RadioSelect)
        return forms.BooleanField(label=label, required=False)

    def _propose(self, proposal: Proposal) -> None:
        self.initial["asked"] = " ".join(proposal.asked)
        for name, mark in proposal.marks.items():
            shown = self.fields[_MARK + name]
            if mark is Mark.CROSSED:
                self.initial[_MARK + name] = True
            if cutting := proposal.cuttings.get(name):
                picture = '<img class="cutting" alt="" src="data:image/jpeg;base64,{}"> {}'
                shown.label = format_html(picture, to_base64(cutting), shown.label)

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where the marks are no answer, or where a form is said not to count and is marked."""
        values: dict[str, Any] = super().clean() or {}
        if self.errors:
            return values
        if values["invalid"]:
            values["form"] = invalid_form(InvalidForm(values["invalid"]))
            return values
        marks = {name.removeprefix(_MARK): value for name, value in values.items() if name.startswith(_MARK)}
        if open_ones := [name for name, value in marks.items() if value == ""]:
            for name in open_ones:
                self.add_error(_MARK + name, _("Look at the paper, and say whether it is marked."))
            return values
        marks = {name: value == "yes" if isinstance(value, str) else value for name, value in marks.items()}
        given = {name: int(value) for name, value in marks.items() if value is not None and value is not False}
        try:
            values["form"] = form_of(read_marks(self._poll, given))
        except InvalidBallot as error:
            raise forms.ValidationError(
                _("The rules of the poll do not allow this. Type what is marked, or say why the form does not count.")
            ) from error
        return values

    @property
    def sheet(self) -> Form:
        """Of a valid form."""
        typed: Form = self.cleaned_data["form"]
        return typed


def _marks_of(poll: Poll, form: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed before, as the fields show it."""
    if "invalid" in form:
        return {"invalid": form["invalid"]}
    answer = form.get("answer")
    if answer is None:
        return {}
    if poll.kind == ONE_WORD:
        return {_MARK + word: word == answer for word in WORDS}
    if isinstance(answer, list):
        ranks = {name: place if poll.kind == "ranked" else True for place, name in enumerate(answer, start=1)}
        return {_MARK + name: value for name, value in ranks.items()}
    return {_MARK + name: value for name, value in answer.items()}
