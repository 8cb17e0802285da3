"""Sign language for any poll and category: offered where there is a film, played silently, held, begun anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from accessibility.profile import Profile
from hardware.media.film_player import QtFilmPlayer
from kiosk.devtools.samples import sample_views
from kiosk.screens.sign_video import SignVideoScreen
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import SignVideoView
from kiosk.widgets.theme import Look
from kiosk.widgets.video_player import Film
from tests.kits.content import MemoryPackage, content_files
from tests.kits.screen import shown
from tests.kits.station_twin import Kit
from tests.kits.waiting import PATIENCE_MS

FILM = Path(__file__).parents[2] / "kits" / "data" / "moving_square.webm"
POLL = "garten-nordwest"


class PlayerTwin:
    """Shows one picture, and remembers what it was told."""

    def __init__(self, film, show, failed) -> None:
        self.film, self.show, self.failed = film, show, failed
        self.acts: list[str] = []
        self.going = False

    def play(self) -> None:
        self.acts.append("play")
        self.going = True
        picture = QImage(16, 9, QImage.Format.Format_RGB32)
        picture.fill(0xFF00FF)
        self.show(picture)

    def pause(self) -> None:
        self.acts.append("pause")
        self.going = False

    def again(self) -> None:
        self.acts.append("again")
        self.going = True

    def playing(self) -> bool:
        return self.going

    def close(self) -> None:
        self.acts.append("close")
        self.going = False


@pytest.fixture
def signing(kit: Kit) -> Kit:
    """A station whose garden poll and litter category have films."""
    files = content_files(kit.keys)
    poll = json.loads(files[f"polls/{POLL}.json"])
    files[f"polls/{POLL}.json"] = json.dumps(poll | {"sign_video": {"de": "videos/garden.webm"}}).encode()
    categories = json.loads(files["categories.json"])
    categories[0]["sign_video"] = {"de": "videos/first.webm", "de-leicht": "videos/easy.webm"}
    files["categories.json"] = json.dumps(categories).encode()
    kit.station.content = MemoryPackage(files)
    kit.station.content_name = "with films"
    kit.wait(1)
    return kit


def test_a_poll_with_a_film_offers_it_and_comes_back_with_every_choice(signing: Kit):
    signing.at_home("en")
    vote = signing.ask(wish.OpenPolls(), wish.OpenPoll(POLL), wish.Choose("play"))
    assert wish.OpenSignVideo() in [way.intent for way in vote.ways]
    film = signing.ask(wish.OpenSignVideo())
    assert isinstance(film, SignVideoView)
    assert film.video == "videos/garden.webm"
    back = signing.ask(wish.Continue())
    assert [option.intent for option in back.options if option.chosen] == [wish.Choose("play")]


def test_a_category_offers_the_film_of_its_own_language(signing: Kit):
    signing.at_home("de-leicht")
    first = signing.ask(wish.OpenReport()).choices[0].intent
    assert signing.view.other is None
    categories = signing.ask(first, wish.Back())
    assert categories.other.intent == wish.OpenSignVideo()
    assert signing.ask(wish.OpenSignVideo()).video == "videos/easy.webm"


def test_where_there_is_no_film_none_is_offered(kit: Kit):
    kit.at_home()
    vote = kit.ask(wish.OpenPolls(), wish.OpenPoll(POLL))
    assert wish.OpenSignVideo() not in [way.intent for way in vote.ways]
    assert kit.ask(wish.OpenSignVideo()) == vote


def opened(qtbot, *, film: bytes = b"film") -> SignVideoScreen:
    return shown(qtbot, sample_views("de", Profile())["sign_video"], read=lambda _: film, make_player=PlayerTwin)


def test_it_begins_is_held_and_begun_anew_by_two_buttons(qtbot):
    screen = opened(qtbot)
    player = screen.film._player
    play, again = screen._buttons.tiles
    play.click()
    assert not screen.busy()
    play.click()
    again.click()
    assert player.acts == ["play", "pause", "play", "again"]
    assert screen.busy()
    screen.hide()
    assert player.acts[-1] == "close"
    assert not screen.busy()


def test_it_is_large_and_shown_whole(qtbot):
    screen = opened(qtbot)
    assert screen.film.width() >= 0.85 * screen.width()
    assert screen.film.height() >= screen.film.width() * 9 // 16
    picture = screen.film.grab().toImage()
    assert picture.pixelColor(picture.rect().center()).name() == "#ff00ff"
    assert picture.pixelColor(picture.width() // 2, 1).name() != "#ff00ff"


def test_a_film_that_is_missing_says_so(qtbot):
    screen = opened(qtbot, film=b"")
    assert screen.view.missing in screen.spoken()
    assert screen._missing.isVisible()
    assert screen._missing.height() > 0


def playing(qtbot, film: bytes) -> Look:
    """A look whose content has this one film, with the player of the station."""
    return shown(qtbot, sample_views("de", Profile())["help"], read=lambda _: film, make_player=QtFilmPlayer).look


@pytest.mark.qt_log_level_fail("CRITICAL")  # Qt's media library tells what it found on this machine
def test_a_real_film_moves_and_has_no_sound(qtbot):
    look = playing(qtbot, FILM.read_bytes())
    failures = []
    film = Film("videos/film.webm", look, name="Film", failed=lambda: failures.append(1))
    qtbot.addWidget(film)
    film.resize(320, 180)
    film.show()
    film.begin()
    player = film._player._player
    qtbot.waitUntil(lambda: not film._picture.isNull(), timeout=PATIENCE_MS)
    first = film._picture.copy()
    qtbot.waitUntil(lambda: film._picture != first, timeout=PATIENCE_MS)
    assert player.audioOutput() is None
    film.play_or_pause()
    assert not film.playing()
    film.again()
    assert film.playing()
    film.close_film()
    assert failures == []


@pytest.mark.qt_log_level_fail("CRITICAL")
def test_what_is_no_film_fails_in_words(qtbot):
    look = playing(qtbot, b"no film at all")
    failures = []
    film = Film("videos/film.webm", look, name="Film", failed=lambda: failures.append(1))
    qtbot.addWidget(film)
    film.begin()
    qtbot.waitUntil(lambda: bool(failures), timeout=PATIENCE_MS)
    film.close_film()
