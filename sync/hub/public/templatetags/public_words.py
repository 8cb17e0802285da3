"""Tags of the public pages: what the city has written, in the language of the page, and words of kinds and states."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sync.hub.public import wording
from sync.hub.public.edition import Edition
from sync.hub.public.rendering import instead_of
from sync.protocol.languages import DEFAULT_LANGUAGE, Texts, languages_of_codes

register = template.Library()

_TAGS = frozenset({"", "p", "span", "h1", "h2", "h3", "li"})


def _spoken(texts: Texts, language: str) -> tuple[str, str]:
    """The language a text is shown in, and the text."""
    for code in (language, instead_of(language), DEFAULT_LANGUAGE):
        if texts.get(code):
            return code, texts[code]
    return next(iter(texts.items()), (DEFAULT_LANGUAGE, ""))


@register.simple_tag(takes_context=True)
def said(context: Mapping[str, Any], texts: Texts, tag: str = "") -> SafeString:
    """A published text as HTML, in an element of this name where one is named, marked with its language."""
    assert tag in _TAGS
    code, text = _spoken(texts, context["language"])
    lines = mark_safe("<br>".join(conditional_escape(line) for line in text.split("\n")))  # noqa: S308  each is escaped
    if code.split("-")[0] == context["frame"] and not tag:
        return lines
    right_to_left = any(language.right_to_left for language in languages_of_codes([code]))
    direction = "rtl" if right_to_left else "ltr"
    marks = format_html(' lang="{}" dir="{}"', code.split("-")[0], direction)
    name = mark_safe(tag or "span")  # noqa: S308  one of ours
    return format_html("<{}{}>{}</{}>", name, marks, lines, name)


@register.simple_tag(takes_context=True)
def plainly(context: Mapping[str, Any], texts: Texts) -> str:
    """A published text without a mark, for titles and attributes."""
    return _spoken(texts, context["language"])[1].replace("\n", " ")


@register.simple_tag(takes_context=True)
def in_lines(context: Mapping[str, Any], texts: Texts) -> str:
    """A published text as it was written, line by line, without a mark."""
    return _spoken(texts, context["language"])[1]


@register.simple_tag(takes_context=True)
def site_name(context: Mapping[str, Any]) -> str:
    """What the pages are called; before the first content no city is known."""
    edition: Edition | None = context.get("edition")
    return _("Take part in %(city)s") % {"city": edition.city} if edition and edition.city else _("Take part")


@register.filter
def named(word: Enum) -> str:
    """What people call a kind, a phase or a state."""
    return wording.name_of(word)
