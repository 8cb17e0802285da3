"""What is read aloud is marked on the screen, and nothing else is."""

import pytest

from accessibility.profile import Profile, TextSize
from accessibility.speech import speakable
from kiosk.devtools.samples import sample_views
from kiosk.viewmodel.phrases import spoken_choice
from kiosk.widgets.speech_highlight import ReadingMark, boxes_of_word, piece_read
from tests.kits.screen import shown


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
    assert piece_read(screen, spoken_choice(option, "nicht gewählt")).intent == option.intent
    assert piece_read(screen, "Etwas ganz anderes.") is None


def test_the_mark_stands_beside_it_and_goes_with_the_voice(qtbot):
    screen = shown(qtbot, sample_views("de", Profile(speech=True))["vote"])
    mark = ReadingMark(screen)
    mark.follow(screen, screen.view.headline)
    headline = screen.page.headline
    assert mark.isVisible()
    assert mark.height() == headline.height()
    assert not mark.geometry().intersects(headline.geometry())
    before = screen.grab().toImage()
    mark.follow(screen, "")
    assert not mark.isVisible()
    assert screen.grab().toImage() != before


def words_without_a_place(screen, sentence):
    piece = piece_read(screen, sentence)
    words = speakable(sentence).split(" ")[: len(speakable(piece.accessibleName()).split(" "))]
    return [word for number, word in enumerate(words) if not boxes_of_word(piece, sentence, number)]


@pytest.mark.parametrize("language", ["de", "de-leicht", "ar", "vi"])
@pytest.mark.parametrize("name", ["vote", "vote_review", "receipt", "polls"])
def test_every_word_that_is_read_of_a_text_has_its_place(qtbot, name, language):
    screen = shown(qtbot, sample_views(language, Profile(speech=True, size=TextSize.LARGE))[name])
    for text in (screen.view.headline, screen.view.explanation):
        if text and piece_read(screen, text):
            assert words_without_a_place(screen, text) == [], text


def test_the_words_of_a_tile_follow_each_other(qtbot):
    screen = shown(qtbot, sample_views("de", Profile(speech=True))["vote"])
    option = next(option for option in screen.view.options if option.about)
    sentence = spoken_choice(option, "nicht gewählt")
    assert words_without_a_place(screen, sentence) == option.picture.shows.split(" ")  # these are drawn
    piece = piece_read(screen, sentence)
    boxes = [box for number in range(3) for box in boxes_of_word(piece, sentence, number)]
    assert all(piece.rect().contains(box) for box in boxes)
    assert not any(one.intersects(other) for one in boxes for other in boxes if one is not other)


def test_a_word_of_another_text_has_no_place(qtbot):
    screen = shown(qtbot, sample_views("de", Profile(speech=True))["vote"])
    piece = piece_read(screen, screen.view.headline)
    assert boxes_of_word(piece, "Ganz etwas anderes steht hier.", 1) == []


def test_the_line_stands_below_the_word_and_goes_with_the_voice(qtbot):
    screen = shown(qtbot, sample_views("de", Profile(speech=True))["vote"])
    mark = ReadingMark(screen)
    headline = screen.view.headline
    places = []
    for word in range(2):
        mark.follow(screen, headline, word)
        assert [underline.isVisible() for underline in mark.underlines] == [True, False]
        places.append(mark.underlines[0].geometry())
    assert places[0].right() <= places[1].left() or places[0].bottom() < places[1].top()
    mark.follow(screen, headline)
    assert not any(underline.isVisible() for underline in mark.underlines)
    assert mark.isVisible()
