"""Brings views to the narrator: what a page is when it is heard, and what an act has done. Knows no Qt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields

from accessibility.narrator import Narrator, SpokenPage
from accessibility.speech import speakable
from kiosk.viewmodel.intents import (
    Choose,
    Faster,
    Intent,
    LookAt,
    Louder,
    MoveUp,
    PauseSpeech,
    PointAt,
    Slower,
    Softer,
    SwitchCurtain,
    Typing,
)
from kiosk.viewmodel.page_words import PageWords
from kiosk.viewmodel.views import (
    AttractView,
    Choice,
    CodeEntryView,
    DescriptionView,
    IdleWarningView,
    OutOfOrderView,
    PlaceView,
    SpokenView,
    View,
    VoteGroupsView,
)
from kiosk.voice.privacy import has_answers

COUNTED_EVERY_SECONDS = 15
"""So often the seconds that are left are said while the station asks whether anybody is there (R60)."""


class Reader:
    """Reads one visit after the other aloud, where the person wishes it."""

    def __init__(self, narrator: Narrator) -> None:
        self._narrator = narrator
        self._written = ""
        self._warned = False
        self._introduced: set[str] = set()

    def show(self, view: View, spoken: Sequence[str], *, after: Intent | None = None, overheard: bool = False) -> None:
        """This view is on the display; ``spoken`` is what its screen reads on arrival, ``after`` what was asked for.

        ``overheard``: others listen, and both come without anything of the person (``hushing``).
        """
        if isinstance(view, AttractView | OutOfOrderView):
            self._narrator.end_visit()
            self._written = ""
            self._introduced.clear()
            return
        confirmation = self._confirmation(view, after, overheard=overheard)
        self._written = written_on(view)
        self._warned = isinstance(view, IdleWarningView)
        profile = view.frame.profile
        self._narrator.set_rate(profile.rate)
        self._narrator.set_volume(profile.volume_db)
        if profile.speech and view.frame.aids and (how := view.frame.words.operate) not in self._introduced:
            self._introduced.add(how)
            self._narrator.introduce(speakable(how))
        self._narrator.arrive(page_of(view, spoken), view.frame.language, confirmation=confirmation)
        self._narrator.switch(profile.speech)
        if isinstance(after, PauseSpeech):
            self._narrator.pause_or_resume()

    def _confirmation(self, view: View, after: Intent | None, *, overheard: bool) -> str:
        if self._warned and isinstance(view, IdleWarningView):
            return view.explanation if view.seconds_left % COUNTED_EVERY_SECONDS == 0 else ""
        if isinstance(after, Typing) and isinstance(view, DescriptionView):
            return view.frame.words.private_sign if overheard else typed(self._written, view)
        if after is None or (step := step_words(after, view.frame.words)):
            # Whoever is being read to hears the new step in the voice that goes on.
            return "" if after is None or self._narrator.speaking() else step
        if isinstance(after, SwitchCurtain):
            return curtain_words(view)
        if isinstance(after, PointAt | LookAt) and isinstance(view, PlaceView):
            return view.point_words if isinstance(after, PointAt) else view.middle_words
        confirmation = chosen_now(after, view)
        if confirmation and overheard and has_answers(view):
            return "" if view.notice else view.frame.words.accepted
        return confirmation


def page_of(view: View, spoken: Sequence[str]) -> SpokenPage:
    """A screen as it is heard. The same screen with another headline is another page."""
    headline, notice = speakable(view.headline), speakable(view.notice)
    rest = tuple(text for text in spoken if speakable(text) not in {headline, notice})
    return SpokenPage(key=f"{type(view).__name__}|{headline}", headline=headline, notice=notice, body=rest)


def step_words(intent: Intent, words: PageWords) -> str:
    """Where speed or volume are after a step; empty for every other wish."""
    if isinstance(intent, Faster | Slower):
        return words.speed
    return words.volume if isinstance(intent, Louder | Softer) else ""


def curtain_words(view: View) -> str:
    """Whether the screen can be seen."""
    words = view.frame.words
    return words.covered if view.frame.profile.curtain else words.uncovered


def chosen_now(intent: Intent, view: View) -> str:
    """What became of the thing the person touched: its title, and its rank, its points or whether it is chosen now.

    Empty if it is gone.
    """
    words = view.frame.words
    if isinstance(view, SpokenView):
        return ""  # what is heard now is the person's own voice
    if isinstance(view, VoteGroupsView):
        touched = (group for group in view.groups if any(choice.intent == intent for choice in group.choices))
        return next((f"{group.title}: {group.state}" for group in touched), "")
    moved = Choose(intent.option) if isinstance(intent, MoveUp) else intent
    for choice in choices_of(view):
        if choice.intent == moved:
            return f"{choice.title}: {choice.state or (words.chosen if choice.chosen else words.not_chosen)}"
    return ""


def choices_of(view: View) -> Iterator[Choice]:
    """Everything on a view that can be chosen."""
    for entry in fields(view):
        value = getattr(view, entry.name)
        if isinstance(value, tuple):
            yield from (choice for choice in value if isinstance(choice, Choice))


def written_on(view: View) -> str:
    """What the person has written; of a code its characters alone."""
    if isinstance(view, CodeEntryView):
        return "".join(sign for sign in view.text if sign.isalnum())
    return view.text if isinstance(view, DescriptionView) else ""


def typed(before: str, view: DescriptionView) -> str:
    """The letter or sign just written, by its name where it has one; the name of the delete key when one was taken.

    A space ends a word, and the word is read back before it. A tone changes the word, and it is read back, too.
    """
    names, text = view.keys or {}, written_on(view)
    if len(text) < len(before):
        return names.get("backspace", "")
    if len(text) == len(before):
        return " ".join(text.split()[-1:]) if text != before else ""
    added = text[len(before) :]
    if added == " " and "space" in names:
        return ". ".join([*before.split()[-1:], names["space"]])
    return names.get(added, added)
