"""Each language of the list has what a language needs, and nothing speaks one that is not on it."""

from accessibility.rendering import VOICES
from kiosk.texts import FOLDER
from kiosk.widgets.entry.keyboard_layouts import LAYOUTS, letters_of
from sync.protocol.languages import DEFAULT_LANGUAGE, LANGUAGE_CODES


def test_each_language_has_a_catalogue():
    assert {path.stem for path in FOLDER.glob("*.po")} == set(LANGUAGE_CODES)


def test_each_language_has_a_voice():
    assert set(VOICES) == set(LANGUAGE_CODES)


def test_each_language_has_a_keyboard():
    assert set(LAYOUTS) == {code.split("-", maxsplit=1)[0] for code in LANGUAGE_CODES}
    assert all(letters_of(code) is LAYOUTS[code.split("-", maxsplit=1)[0]] for code in LANGUAGE_CODES)


def test_a_text_that_is_not_translated_is_shown_in_a_language_of_the_list():
    assert DEFAULT_LANGUAGE in LANGUAGE_CODES
