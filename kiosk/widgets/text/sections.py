"""Parts of a page to read from the top: a title, what is wrong, sentences, bars, lines; and how they are read aloud."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtWidgets import QWidget

from kiosk.viewmodel.views import Section
from kiosk.widgets.text.answer_lines import LineRow
from kiosk.widgets.text.bar_row import BarRow
from kiosk.widgets.text.label import Rank, Words
from kiosk.widgets.theme import Look


def section_blocks(sections: Iterable[Section], look: Look) -> Iterator[QWidget]:
    """What each section is seen as."""
    for section in sections:
        if section.title:
            title = Words(section.title, look, Rank.TITLE)
            title.leads = True
            yield title
        if section.warning:
            yield Words(section.warning, look, Rank.NOTICE)
        for sentence in section.sentences:
            yield Words(sentence, look)
        for bar in section.bars:
            yield BarRow(bar, look)
        indented = any(line.pictogram for line in section.lines)
        for line in section.lines:
            yield LineRow(line, look, indented=indented)


def spoken_sections(sections: Iterable[Section]) -> Iterator[str]:
    """Each section as it is heard."""
    for section in sections:
        yield section.title
        yield section.warning
        yield from section.sentences
        for line in (*(bar.line for bar in section.bars), *section.lines):
            yield f"{line.label}: {line.value}"
