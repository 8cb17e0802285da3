"""Fields for the texts that people read at stations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from sync.hub.console.forms import check_readable

_LONG_FROM = 100
"""Texts that may be longer than this get a field of several lines."""


class PlainTextField(forms.CharField):
    """A text as people write it, or paste it out of another program.

    A tab becomes a space, and a line ends in one way; what has one line stays one.
    """

    def to_python(self, value: Any) -> Any:
        """The text that is kept, and counted against its limit."""
        text = str(super().to_python(value) or "")
        lines = text.replace("\t", " ").replace("\v", "\n").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        if isinstance(self.widget, forms.Textarea):
            return "\n".join(line.rstrip() for line in lines).strip()
        return " ".join(filter(None, (line.strip() for line in lines)))


def text_field(label: str, most: int, *, help_text: str = "", language: str) -> forms.CharField:
    """A field for a text of at most so many characters in one language."""
    attributes: dict[str, Any] = {"lang": language[:2], "dir": "auto"}
    is_long = most > _LONG_FROM
    return PlainTextField(
        label=label,
        max_length=most,
        required=False,
        validators=[check_readable],
        help_text=help_text or _("At most %(most)s characters.") % {"most": most},
        widget=forms.Textarea(attrs={**attributes, "rows": 3}) if is_long else forms.TextInput(attrs=attributes),
    )
