"""The catalogues as they are written, for tests: ids, texts and forms. Reads the sources, not what is compiled."""

from functools import cache

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from kiosk.texts import FOLDER
from sync.protocol.languages import LANGUAGES

CODES = [language.code for language in LANGUAGES]


@cache
def source(language: str) -> Catalog:
    """The whole file."""
    with (FOLDER / f"{language}.po").open("rb") as stream:
        return read_po(stream, abort_invalid=True)


def catalogue(language: str) -> dict[str, Message]:
    """Its messages by their ids."""
    return {(m.id[0] if m.pluralizable else m.id): m for m in source(language) if m.id}


def strings(message: Message) -> tuple[str, ...]:
    """The text of a message in all its forms."""
    return tuple(message.string) if message.pluralizable else (message.string,)


def texts(language: str) -> list[tuple[str, str]]:
    """All texts of a language with their ids."""
    return [(msgid, text) for msgid, message in catalogue(language).items() for text in strings(message)]
