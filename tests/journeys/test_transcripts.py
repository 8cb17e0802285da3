"""A vote, a report and a look at it by ear alone, with the keys of a keypad from power-on, in every language (R31, R40,
R52, R53); and the transcripts in ``docs`` are what is heard there now."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from installer.catalogues import compile_all
from kiosk.devtools.sample_station import numbers_of_nobody
from kiosk.texts import FOLDER
from sync.protocol.languages import LANGUAGES
from tests.kits.content import Keys
from tests.transcripts import reporting, saying, visit

CODES = [language.code for language in LANGUAGES]


@pytest.fixture(scope="module")
def keys() -> Iterator[Keys]:
    compile_all((FOLDER,))
    with numbers_of_nobody():
        yield Keys()


@pytest.mark.parametrize("language", CODES)
def test_a_visit_by_ear_is_as_its_transcript_says(language, qtbot, tmp_path, keys):
    kept = visit.file_of(language).read_text(encoding="utf-8")
    assert visit.transcript(language, tmp_path, keys) == kept, "./mitmach transcripts writes them anew"


@pytest.mark.parametrize("language", saying.LANGUAGES)
def test_what_is_heard_by_who_says_something_to_the_city_is_as_its_transcript_says(language, qtbot, tmp_path, keys):
    kept = saying.file_of(language).read_text(encoding="utf-8")
    assert saying.transcript(language, tmp_path, keys) == kept, "./mitmach transcripts writes them anew"


def test_a_report_by_its_street_and_a_spoken_message_is_as_its_transcript_says(qtbot, tmp_path, keys):
    (language,) = reporting.LANGUAGES
    kept = reporting.file_of(language).read_text(encoding="utf-8")
    assert reporting.transcript(language, tmp_path, keys) == kept, "./mitmach transcripts writes them anew"


def test_there_is_a_transcript_for_each_language_and_no_other():
    assert {path.stem for path in visit.FOLDER.glob("*.txt")} == set(CODES)
