"""What is said follows the means a person uses: keys, switches, the finger that explores, or a touch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

import pytest
from pytestqt.qtbot import QtBot

from accessibility.controls import controls_of, place_in_list, walk_of
from accessibility.profile import Means, Profile, Switches, TextSize
from hardware.ports import Key
from kiosk.devtools.samples import sample_views
from kiosk.home.aids import profile_after
from kiosk.texts import WITHOUT_TOUCH, Texts
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import HelpView
from tests.kits.catalogues import CODES, catalogue, strings
from tests.kits.desk import NAMES, Desk, views

OF_TOUCHING = {
    "de": r"\bberühr|Finger|\bTipp\b|Tasten auf dem Bildschirm",
    "de-leicht": r"\bberühr|Finger|\bTipp\b|Tasten auf dem Bildschirm",
    "en": r"\btouch|\btap\b|\bfinger|keys on the screen",
    "uk": "торкн|дотик|палець|клавішами на екрані",
    "ru": "касан|касае|коснит|коснёт|коснет|палец|клавишами на экране",
    "ar": r"\bالمسو[اه]|تلمس|دون لمس|اللمسة|إصبع|بالمفاتيح على الشاشة",
    "pl": "dotkn|dotyk|palec|klawiszami na ekranie",
    "vi": "chạm|ngón tay|phím trên màn hình",
}
"""What only somebody who sees the screen and touches it can do."""

ABOUT_TOUCHING = (
    "aids.exploring", "attract.", "operate.touch", "operate.exploring", "switches.none", "staff.",
    "trouble.cleaning.staff",
)  # fmt: skip
"""Texts whose matter is a touch: the aid itself, what is said to nobody yet, and pages of the team."""

IN_USE = [means for means in Means if means is not Means.TOUCH]


def using(means: Means) -> Profile:
    """Somebody who is read to and uses this."""
    if means in {Means.TWO_SWITCHES, Means.ONE_SWITCH}:
        switches = Switches.TWO if means is Means.TWO_SWITCHES else Switches.ONE
        return Profile(speech=True, used=Means.TWO_SWITCHES, switches=switches)
    if means is Means.EXPLORING:
        return Profile(speech=True, exploring=True)
    return Profile(speech=True, used=means)


def texts_in(value: object) -> Iterator[str]:
    """Every text somewhere in a view."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for entry in fields(value):
            if entry.name == "pictogram":
                continue
            yield from texts_in(getattr(value, entry.name))
    elif isinstance(value, tuple):
        for each in value:
            yield from texts_in(each)


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", CODES)
def test_every_text_that_speaks_of_touching_has_another_form_that_does_not(code: str):
    speaks = re.compile(OF_TOUCHING[code], re.IGNORECASE)
    here = catalogue(code)
    found = [
        msgid
        for msgid, message in here.items()
        if any(speaks.search(text) for text in strings(message)) and not msgid.startswith(ABOUT_TOUCHING)
    ]
    assert not [msgid for msgid in found if msgid.endswith(WITHOUT_TOUCH)]
    assert not [msgid for msgid in found if f"{msgid}{WITHOUT_TOUCH}" not in here]
    assert len(found) > 10, "the pattern finds nothing"


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("means", [Means.KEYPAD, Means.TWO_SWITCHES])
def test_no_page_of_a_visit_tells_whoever_uses_keys_to_touch_anything(code: str, means: Means):
    speaks = re.compile(OF_TOUCHING[code], re.IGNORECASE)
    words = Texts(code)
    allowed = {words.text(f"aids.exploring{end}") for end in ("", ".about")} | {words.text("switches.none.about")}
    shown = sample_views(code, using(means))
    told = [
        (name, text)
        for name, view in shown.items()
        if view.frame.aids and name != "languages"  # of a visit that was begun with a touch
        for text in texts_in(view)
        if speaks.search(text) and text not in allowed
    ]
    assert not told


@pytest.mark.parametrize("means", Means)
def test_help_explains_the_means_in_use_and_no_other(means: Means):
    view = sample_views("de", using(means))["help"]
    assert isinstance(view, HelpView)
    words = Texts("de")
    assert [other for other in Means if words.text(f"operate.{other.value}") in view.sentences] == [means]
    walks = means in {Means.KEYBOARD, Means.KEYPAD}
    assert (words.text("help.sections") in view.sentences) is walks


def test_whoever_reads_and_touches_is_not_told_how_to_listen():
    sentences = sample_views("de", Profile())["help"].sentences
    assert Texts("de").text("operate.touch") not in sentences


def test_what_was_used_last_counts():
    profile = Profile()
    for used, means in (
        (Means.KEYPAD, Means.KEYPAD),
        (Means.TWO_SWITCHES, Means.TWO_SWITCHES),
        (Means.TOUCH, Means.TOUCH),
    ):
        profile = profile_after(profile, wish.UseMeans(used.value))
        assert profile.means is means
    assert profile.switches is Switches.TWO, "they are still plugged in"
    profile = profile_after(profile, wish.ChooseSwitches("one"))
    assert profile.means is Means.ONE_SWITCH
    assert profile_after(profile, wish.ChooseSwitches("none")).means is Means.TOUCH
    assert profile_after(profile, wish.UseMeans("voodoo")) == profile


# --- the walk --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"attract", "goodbye", "out_of_order"}))
@pytest.mark.parametrize("size", [TextSize.DEFAULT, TextSize.EXTRA])
def test_down_alone_comes_past_everything_on_all_pages_of_a_screen_and_back(qtbot: QtBot, name: str, size: TextSize):
    desk = Desk(qtbot, height=1400)
    desk.show(views(size)[name])
    desk.operating.by_ear = True
    everything = walk_of(desk.window).widgets
    desk.hit(Key.DOWN)
    seen = []
    for _ in everything:
        assert desk.focused in controls_of(desk.window).widgets, "the page has turned with the focus"
        seen.append(desk.focused)
        desk.hit(Key.DOWN)
    assert desk.focused is seen[0]
    begun_at = everything.index(seen[0])  # a field to write in has the focus from the first
    assert tuple(seen) == everything[begun_at:] + everything[:begun_at]
    assert not {"more", "back_up"} & {widget.objectName() for widget in seen}
    desk.hit(Key.UP)
    assert desk.focused is seen[-1]


def test_up_first_of_all_comes_to_what_is_last(qtbot: QtBot):
    desk = Desk(qtbot)
    desk.show(views()["home"])
    desk.operating.by_ear = True
    desk.hit(Key.UP)
    assert desk.focused is walk_of(desk.window).widgets[-1]


def test_right_goes_from_list_to_list_and_row_to_row_and_left_to_the_beginning(qtbot: QtBot):
    desk = Desk(qtbot)
    desk.show(views()["aids"])
    desk.operating.by_ear = True
    firsts = []
    for _ in range(5):
        desk.hit(Key.RIGHT)
        firsts.append(desk.focused.objectName())
    view = views()["aids"]
    groups = (view.sizes, view.themes, view.speech, view.layouts, view.switches)
    assert firsts == [repr(group[0].intent) for group in groups]
    desk.hit(Key.DOWN, Key.DOWN, Key.LEFT)
    assert desk.focused.objectName() == firsts[-1]
    desk.hit(Key.LEFT)
    assert desk.focused.objectName() == firsts[-2]
    desk.show(views()["description"])
    desk.hit(Key.RIGHT, Key.RIGHT)  # from the field, where a real keyboard writes
    assert desk.focused.objectName() == "key:a", "the second row of letters"


def test_right_to_left_the_left_key_goes_on_by_ear_too(qtbot: QtBot):
    desk = Desk(qtbot)
    view = views()["home"]
    desk.show(replace(view, frame=replace(view.frame, right_to_left=True)))
    desk.operating.by_ear = True
    desk.hit(Key.DOWN)
    before = desk.focused
    desk.hit(Key.LEFT)
    after = desk.focused
    assert after is not before
    desk.hit(Key.RIGHT)
    assert desk.focused is before


def test_what_stands_in_a_list_knows_which_of_how_many_it_is(qtbot: QtBot):
    desk = Desk(qtbot, height=1400)
    view = sample_views("de", Profile(size=TextSize.EXTRA))["vote"]
    desk.show(view)
    desk.operating.by_ear = True
    assert desk.window.screen_shown.page.pages.count > 1
    places = []
    for _ in view.options:
        desk.hit(Key.DOWN)
        places.append(place_in_list(desk.focused))
    assert places == [(number, len(view.options)) for number in range(1, len(view.options) + 1)]
    for _ in range(len(view.ways) + 1):
        desk.hit(Key.DOWN)
    assert place_in_list(desk.focused) is None, "the ways on are no list"


# --- the visit -------------------------------------------------------------------------------------------------------


def test_who_is_read_to_and_has_arrows_is_not_asked_about_colours(kit):
    kit.ask(wish.UseMeans("keypad"))
    assert kit.view.frame.profile.walks
    assert type(kit.ask(wish.ChooseLanguage("en"))).__name__ == "HomeView"


def test_a_touch_at_the_greeting_is_no_visit_by_ear_and_a_late_one_begins_none(kit):
    before = kit.view
    assert kit.ask(wish.UseMeans("touch")) == before


def test_a_visit_takes_its_words_from_the_means(kit):
    kit.at_home()
    touched = kit.view.explanation
    assert "Berührung" in touched
    assert "Berührung" not in kit.ask(wish.UseMeans("keyboard")).explanation
    assert kit.ask(wish.UseMeans("touch")).explanation == touched
