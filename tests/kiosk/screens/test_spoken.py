"""Whatever is on a screen is also heard, in every language, and assistive technology is told the truth (R40, R52)."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QWidget

from accessibility.profile import Profile
from accessibility.speech import spelled
from kiosk.devtools.samples import sample_views
from kiosk.screens import registered_screens
from kiosk.texts import Texts
from kiosk.viewmodel.intents import Choose
from kiosk.viewmodel.views import Choice, VoteView
from kiosk.widgets.entry.key import KeyButton
from kiosk.widgets.text.label import Words
from kiosk.widgets.tiles.tile import Tile
from sync.protocol.languages import LANGUAGES
from tests.kits.examples import cases
from tests.kits.screen import shown

CODES = [language.code for language in LANGUAGES]
SPEAKING = Profile(speech=True)


def plain(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").replace(".", " ").replace(":", " ").split()).casefold()


@pytest.mark.parametrize("code", CODES)
def test_everything_on_every_screen_is_heard(qtbot, code):
    views = sample_views(code, SPEAKING)
    assert set(views) >= set(registered_screens())
    for name, view in views.items():
        screen = shown(qtbot, view)
        said = plain(" ".join(screen.spoken()))
        assert said, name
        aids = {id(tile) for tile in screen.page.aids.findChildren(QWidget)}
        for piece in screen.findChildren(QWidget):
            if not isinstance(piece, Tile | Words) or isinstance(piece, KeyButton) or id(piece) in aids:
                continue  # keys and the bar of aids are said when they get the focus
            if turns_pages(piece, view) or name == "attract":
                continue
            text = plain(piece.face.title if isinstance(piece, Tile) else piece.text())
            heard = {text, plain(piece.accessibleName()), plain(spelled(piece.text()))}
            assert any(way in said for way in heard), (name, text)


@pytest.mark.parametrize("code", CODES)
def test_the_seal_of_the_ballot_box_is_heard_letter_by_letter(qtbot, code):
    view = sample_views(code, SPEAKING)["attract"]
    screen = shown(qtbot, replace(view, seal=Texts(code).text("attract.seal", seal="K7QA-2MXD")))
    assert any(said.endswith(": K, 7, Q, A. 2, M, X, D") for said in screen.spoken())


def turns_pages(piece: QWidget, view) -> bool:
    words = view.frame.words
    return isinstance(piece, Tile) and piece.face.title in {words.more, words.back_up}


@pytest.mark.parametrize("code", cases(["de", "ar"], CODES))
def test_every_control_has_a_name_and_a_true_role_and_state(qtbot, code):
    for name, view in sample_views(code, SPEAKING).items():
        screen = shown(qtbot, view)
        for button in screen.findChildren(QAbstractButton):
            told = QAccessible.queryAccessibleInterface(button)
            assert told.text(QAccessible.Text.Name).strip(), (name, button.objectName())
            assert told.role() == role_of(button), (name, button.objectName())
            assert bool(told.state().checked) == button.isChecked()
            assert bool(told.state().disabled) == (not button.isEnabled())


def role_of(button: QAbstractButton) -> QAccessible.Role:
    kind = button.role if isinstance(button, Tile) else "button"
    if kind == "radio":
        return QAccessible.Role.RadioButton
    return QAccessible.Role.CheckBox if button.isCheckable() else QAccessible.Role.Button


def vote_for(*chosen: str) -> VoteView:
    view = sample_views("de", SPEAKING)["vote"]
    options = tuple(Choice(Choose(name), name, chosen=name in chosen) for name in ("play", "benches", "trees"))
    return VoteView(view.frame, "Was?", options=options, single=True)


def test_one_of_several_can_be_chosen_changed_and_taken_back(qtbot):
    screen = shown(qtbot, vote_for("play"))
    tiles = screen._options.tiles
    for chosen in (("benches",), ("trees",), (), ("play",)):
        screen.show_view(vote_for(*chosen))
        assert [tile.face.title for tile in tiles if tile.isChecked()] == list(chosen)
        roles = {QAccessible.queryAccessibleInterface(tile).role() for tile in tiles}
        assert roles == {QAccessible.Role.RadioButton}


def test_keys_come_to_every_one_of_several(qtbot):
    screen = shown(qtbot, vote_for("play"))
    screen.activateWindow()
    tiles = screen._options.tiles
    before = [tile.focusPolicy() for tile in tiles]
    for tile in tiles:
        tile.setFocus()
    assert [tile.focusPolicy() for tile in tiles] == before
