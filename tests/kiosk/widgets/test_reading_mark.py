"""What is read aloud is marked on the screen, and nothing else is."""

from accessibility.profile import Profile
from kiosk.samples import sample_views
from kiosk.widgets.reading_mark import ReadingMark, piece_read
from tests.kiosk.screen_kit import shown


def test_every_sentence_of_the_vote_finds_its_place(qtbot):
    screen = shown(qtbot, sample_views("de", Profile(speech=True))["vote"])
    counted = screen.view.counted  # the notice stands in its place
    for sentence in (said for said in screen.spoken() if said != counted):
        piece = piece_read(screen, sentence)
        assert piece is not None, sentence
        assert sentence.startswith(piece.accessibleName().rstrip("."))


def test_the_longest_name_wins_and_what_is_not_there_is_not_marked(qtbot):
    screen = shown(qtbot, sample_views("de", Profile(speech=True))["vote"])
    option = screen.view.options[0]
    assert piece_read(screen, f"{option.title}. {option.about}. nicht gewählt.").intent == option.intent
    assert piece_read(screen, "Etwas ganz anderes.") is None


def test_the_mark_stands_beside_it_and_goes_with_the_voice(qtbot):
    screen = shown(qtbot, sample_views("de", Profile(speech=True))["vote"])
    mark = ReadingMark(screen)
    mark.follow(screen, screen.look, screen.view.headline)
    headline = screen.page.headline
    assert mark.isVisible()
    assert mark.height() == headline.height()
    assert not mark.geometry().intersects(headline.geometry())
    before = screen.grab().toImage()
    mark.follow(screen, screen.look, "")
    assert not mark.isVisible()
    assert screen.grab().toImage() != before
