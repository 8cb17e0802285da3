"""Message catalogues become readable for gettext, beside their sources."""

import gettext

import pytest

from installer.catalogues import compile_all, compile_catalogue

SOURCE = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "vote.cast"
msgstr "Stimme abgeben"

#, fuzzy
msgid "vote.unsure"
msgstr "Vielleicht"
"""


def write_source(folder, text=SOURCE):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "de.po"
    path.write_text(text, encoding="utf-8")
    return path


def test_gettext_reads_what_was_compiled(tmp_path):
    target = compile_catalogue(write_source(tmp_path))
    assert target == tmp_path / "de.mo"
    with target.open("rb") as stream:
        read = gettext.GNUTranslations(stream)
    assert read.gettext("vote.cast") == "Stimme abgeben"


def test_unsure_translations_are_left_out(tmp_path):
    with compile_catalogue(write_source(tmp_path)).open("rb") as stream:
        assert gettext.GNUTranslations(stream).gettext("vote.unsure") == "vote.unsure"


def test_catalogues_are_found_at_any_depth_and_orphans_removed(tmp_path):
    write_source(tmp_path / "kiosk")
    write_source(tmp_path / "hub/console/locale/de/LC_MESSAGES")
    orphan = tmp_path / "kiosk/fr.mo"
    orphan.touch()
    written = compile_all((tmp_path / "kiosk", tmp_path / "hub"))
    assert [path.relative_to(tmp_path).as_posix() for path in written] == [
        "kiosk/de.mo",
        "hub/console/locale/de/LC_MESSAGES/de.mo",
    ]
    assert not orphan.exists()


def test_a_broken_catalogue_is_refused_and_the_compiled_one_stays(tmp_path):
    source = write_source(tmp_path)
    before = compile_catalogue(source).read_bytes()
    source.write_text("this is no catalogue\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"de\.po"):
        compile_catalogue(source)
    assert source.with_suffix(".mo").read_bytes() == before


@pytest.mark.parametrize(
    "more", ['\nmsgid "vote.cast"\nmsgstr "Stimme abgeben"\n', '\nmsgid "vote.more"\nmsgstr "Eins"\nmsgstr "Zwei"\n']
)
def test_of_two_texts_for_one_place_none_is_left_out_unseen(tmp_path, more):
    with pytest.raises(ValueError, match="twice"):
        compile_catalogue(write_source(tmp_path, SOURCE + more))
