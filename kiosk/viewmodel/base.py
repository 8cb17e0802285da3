"""What all views have in common, and the greeting: the values that the first picture is made of, and no others.

Everybody but the first picture finds them in ``views`` and ``intents`` beside this, among all the others. Each class
less is half a millisecond sooner on the display.
"""

from __future__ import annotations

from dataclasses import dataclass

from accessibility.profile import Profile


@dataclass(frozen=True)
class Intent:
    """Something a person asked for."""


class Start(Intent):
    """The screen was touched: a visit begins."""


@dataclass(frozen=True)
class Action:
    """A button: what it is called and what the person asks for with it.

    ``name`` is the full name for speech and assistive technology where the label alone would not do.
    """

    intent: Intent
    label: str
    pictogram: str = ""
    name: str = ""
    enabled: bool = True


@dataclass(frozen=True)
class PageWords:
    """Words that a screen itself needs, in the person's language.

    ``more`` and ``back_up`` are the two buttons of a page that is longer than the screen; ``chosen`` and
    ``not_chosen`` are said after the name of something that can be chosen.
    """

    more: str = ""
    back_up: str = ""
    chosen: str = ""
    not_chosen: str = ""
    speed: str = ""
    """How fast it is read aloud now; ``volume``: how loud."""
    volume: str = ""
    private: str = ""
    """Said instead of an answer that others could hear; ``private_sign`` instead of a letter just written."""
    private_sign: str = ""
    private_hint: str = ""
    """How answers can be heard, said where they are held back."""
    covered: str = ""
    """Stands on the covered screen; ``uncovered`` is said when it can be seen again."""
    uncovered: str = ""


@dataclass(frozen=True)
class Frame:
    """What every screen has in common: the person's aids, the way on and the ways back.

    ``main`` is the one main action, always at the same place. None leaves a place empty.
    """

    language: str
    right_to_left: bool
    profile: Profile
    aids: tuple[Action, ...]
    back: Action | None = None
    home: Action | None = None
    end: Action | None = None
    main: Action | None = None
    words: PageWords = PageWords()
    curtain: Action | None = None
    """The screen is covered, and this shows it again."""
    all_aids: Action | None = None
    """The way to all aids on one page, for screens without the room for the bar."""


@dataclass(frozen=True)
class View:
    """One screen's content: a headline in the person's words, an explanation, and a notice that says what to do.

    ``notice`` is set when something did not work as wished ("You have chosen three. Take one back first.").
    """

    frame: Frame
    headline: str
    explanation: str = ""
    notice: str = ""


@dataclass(frozen=True)
class AttractView(View):
    """Nobody is here. ``greetings``: language code and the invitation in that language, side by side.

    ``seal`` lets people see that stations have the same ballots in the box; empty while there is none.
    """

    greetings: tuple[tuple[str, str], ...] = ()
    place: str = ""
    content_date: str = ""
    seal: str = ""
