"""What a person needs to read, hear and reach: chosen for one visit, forgotten with it. Values only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from accessibility.speech import DEFAULT_RATE, DEFAULT_VOLUME_DB


class TextSize(StrEnum):
    """Four text sizes by the height of a capital letter (R01): 3.5, 4.8, 6.4 and 8.5 mm."""

    SMALL = "small"
    DEFAULT = "default"
    LARGE = "large"
    EXTRA = "extra"


class Theme(StrEnum):
    """Four contrast themes (R07, R08)."""

    DEFAULT = "default"
    WHITE_ON_BLACK = "white_on_black"
    BLACK_ON_WHITE = "black_on_white"
    SOFT = "soft"


class Layout(StrEnum):
    """Where the controls are (R33): everywhere, or all in the lower part for the left or the right hand."""

    NORMAL = "normal"
    LOW_LEFT = "low_left"
    LOW_RIGHT = "low_right"


class Switches(StrEnum):
    """Whether the person uses switches, and how many (R32)."""

    NONE = "none"
    TWO = "two"
    """One for next, one for select."""
    ONE = "one"
    """For select; next comes by itself."""
    ONE_SLOW = "one_slow"
    """The same with twice the time for each control."""


class Means(StrEnum):
    """By what a person operates the station. Texts that tell how to do something follow it."""

    TOUCH = "touch"
    EXPLORING = "exploring"
    """Speech under the finger: a touch names, and only a second one chooses."""
    KEYBOARD = "keyboard"
    KEYPAD = "keypad"
    """Keys that are felt and named."""
    TWO_SWITCHES = "two_switches"
    ONE_SWITCH = "one_switch"


@dataclass(frozen=True)
class Profile:
    """The aids of one visit."""

    size: TextSize = TextSize.DEFAULT
    theme: Theme = Theme.DEFAULT
    shrinking: bool = False
    """The next size is a smaller one: one step after the other down to the smallest, once the largest was there."""
    layout: Layout = Layout.NORMAL
    speech: bool = False
    switches: Switches = Switches.NONE
    used: Means = Means.TOUCH
    """What was used last: a touch, a keyboard, a keypad, or switches, whose number is that of ``switches``."""
    exploring: bool = False
    """Speech under the finger: a touch names, and only a second one chooses."""
    rate: float = DEFAULT_RATE
    """How fast it is read aloud: one of ``accessibility.speech.RATES`` (R48)."""
    volume_db: int = DEFAULT_VOLUME_DB
    """How loud: one of ``accessibility.speech.VOLUMES_DB``. The next person begins at the default again (R46)."""
    private_aloud: bool = False
    """Answers may come out of the loudspeaker, for everybody to hear (R41)."""
    curtain: bool = False
    """Nothing is shown; everything is only heard (R68)."""

    @property
    def means(self) -> Means:
        """By what the person operates the station now."""
        if self.used is Means.TWO_SWITCHES:
            none, two = self.switches is Switches.NONE, self.switches is Switches.TWO
            return Means.TOUCH if none else Means.TWO_SWITCHES if two else Means.ONE_SWITCH
        return Means.EXPLORING if self.exploring and self.used is Means.TOUCH else self.used

    @property
    def walks(self) -> bool:
        """The person is read to and has arrow keys: they walk through everything."""
        return self.speech and self.means in {Means.KEYBOARD, Means.KEYPAD}

    @property
    def next_is_smaller(self) -> bool:
        """The next size is a smaller one."""
        return self.size is TextSize.EXTRA or (self.shrinking and self.size is not TextSize.SMALL)

    def with_next_size(self) -> Profile:
        """One step larger up to the largest text, then one step smaller down to the smallest, and so on."""
        sizes, smaller = list(TextSize), self.next_is_smaller
        return replace(self, size=sizes[sizes.index(self.size) + (-1 if smaller else 1)], shrinking=smaller)

    def with_size(self, size: TextSize) -> Profile:
        """This text size; the next is a larger one where there is one."""
        return replace(self, size=size, shrinking=False)

    def with_next_theme(self) -> Profile:
        """The next contrast theme, in turn."""
        themes = list(Theme)
        return replace(self, theme=themes[(themes.index(self.theme) + 1) % len(themes)])

    def with_speech(self, on: bool) -> Profile:
        """Reading aloud on or off. Without it nobody can explore with the finger, nor behind a covered screen."""
        return replace(self, speech=on, exploring=self.exploring and on, curtain=self.curtain and on)

    def with_exploring(self, on: bool) -> Profile:
        """Exploring with the finger on or off. It needs reading aloud."""
        return replace(self, exploring=on, speech=self.speech or on)

    def with_means(self, used: Means) -> Profile:
        """This was just used. Whoever hits a switch has two, until they say that it is one."""
        two = used is Means.TWO_SWITCHES and self.switches is Switches.NONE
        return replace(self, used=used, switches=Switches.TWO if two else self.switches)

    def with_switches(self, switches: Switches) -> Profile:
        """So many switches. Whoever has some is going to use them."""
        used = self.used if switches is Switches.NONE else Means.TWO_SWITCHES
        return replace(self, switches=switches, used=used)

    def with_curtain(self, on: bool) -> Profile:
        """The screen covered or not. Covered, it has to be heard."""
        return replace(self, curtain=on, speech=self.speech or on)
