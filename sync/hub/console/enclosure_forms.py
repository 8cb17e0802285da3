"""What is written about photos and spoken messages of a report, read from a form."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sync.hub.console.forms import VersionedForm, check_readable
from sync.hub.enclosures.models import MOST_TRANSCRIPT
from sync.hub.enclosures.services import MOST_RECTANGLES, Rectangle
from sync.protocol.report_status import MOST_NAME

_NO_RECTANGLES = _("One rectangle in a line, each of four whole numbers from 0 to 1000: left, top, right, bottom.")


class BlackenForm(VersionedForm):
    """Rectangles of a photo that are blackened, and why."""

    rectangles = forms.CharField(
        label=_("Rectangles"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("Draw them on the picture, or write them: left, top, right, bottom in thousandths, one in a line."),
    )
    because = forms.CharField(
        label=_("Why is something blackened?"),
        max_length=MOST_NAME,
        validators=[check_readable],
        required=False,
        help_text=_("Whoever left it reads this at a station. Empty, without rectangles: passed on whole again."),
    )

    def clean_rectangles(self) -> list[Rectangle]:
        """Each line as four numbers."""
        lines = [line.replace(",", " ").split() for line in self.cleaned_data["rectangles"].splitlines()]
        boxes = [
            box for line in lines if (box := tuple(int(word) for word in line if word.isdecimal() and len(word) < 5))
        ]
        if any(len(line) not in (0, 4) for line in lines) or len(boxes) != sum(map(bool, lines)):
            raise forms.ValidationError(_NO_RECTANGLES)
        if len(boxes) > MOST_RECTANGLES or any(len(box) != 4 or max(box) > 1000 for box in boxes):
            raise forms.ValidationError(_NO_RECTANGLES)
        return [(box[0], box[1], box[2], box[3]) for box in boxes]


class TranscriptForm(VersionedForm):
    """What is said in a spoken message."""

    transcript = forms.CharField(
        label=_("What is said, in writing"),
        max_length=MOST_TRANSCRIPT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "It is passed on in place of the sound: what a crew or a reader has to know, without names of people. "
            "It is found by the search, and erased together with the message."
        ),
    )
