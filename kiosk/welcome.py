"""The greeting, and the frame of every page without a visit. Makes values; loads nothing that a visit needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, tzinfo

from accessibility.contrast import OwnColours
from accessibility.profile import Profile
from accessibility.speech import RATES, VOLUMES_DB
from kiosk.texts import NO_PHRASES, Phrases, Texts
from kiosk.viewmodel.page_words import PageWords
from kiosk.viewmodel.views import AttractView, Frame
from sync.protocol.emergency_notice import EmergencyNotice
from sync.protocol.encoding import group_code
from sync.protocol.languages import LANGUAGES, Language


def attract_view(
    language: str,
    *,
    place: str = "",
    as_of: date | None = None,
    seal: str = "",
    interrupted: str = "",
    runs_low: bool = False,
    waiting: int = 0,
    warning: EmergencyNotice | None = None,
    zone: tzinfo | None = None,
    note: tuple[str, str] = ("", ""),
    languages: Sequence[Language] = LANGUAGES,
    phrases: Mapping[str, Phrases] = NO_PHRASES,
    colours: OwnColours | None = None,
) -> AttractView:
    """Nobody is here. ``place`` is the name of the station's district, ``as_of`` the day of its content.

    ``seal`` are the eight letters that stand for all ballots in the box. ``interrupted`` is what became of the last act
    of a visit that was cut off (a ``LastAct``), ``runs_low`` that the battery is nearly empty, ``waiting`` for about
    how many minutes people wait, which is told in the place of the day. ``note`` is what the notice board tells now:
    what it is, and the thing itself; ``languages`` are those the city offers, ``phrases`` and ``colours`` its own. A
    ``warning``, which is there in this language, is all that is said besides how to begin.
    """
    words = Texts(language, phrases=phrases)
    notice = words.text("attract.power") if runs_low else ""
    if interrupted:
        notice = words.text(f"attract.interrupted.{interrupted}")
    if warning is not None:
        until = words.text("attract.warning.until", date=words.date(warning.until.astimezone(zone).date()))
        notice = f"{warning.text[language]}\n{until}"
    return AttractView(
        frame=replace(plain_frame(language), colours=colours),
        headline=warning.headline[language] if warning else words.text("attract.headline"),
        explanation="" if warning else words.text("attract.explanation"),
        notice=notice,
        greetings=tuple((other.code, Texts(other.code).text("attract.greeting")) for other in languages),
        language_names={other.code: other.own_name for other in languages},
        waiting=words.text("attract.waiting", time=waiting_words(words, waiting)) if waiting and not warning else "",
        place=words.text("attract.place", district=place) if place and not warning else "",
        content_date=words.text("attract.as_of", date=words.date(as_of)) if as_of and not (warning or waiting) else "",
        note_title=note[0] if not warning else "",
        note=note[1] if not warning else "",
        seal=words.text("attract.seal", seal=group_code(seal)) if seal and not warning else "",
    )


def waiting_words(words: Texts, minutes: int) -> str:
    """For about how long people wait."""
    return words.text("attract.waiting.about", time=words.duration(minutes * 60))


def plain_frame(language: str, profile: Profile | None = None) -> Frame:
    """The frame of a screen without a visit: no aids, no ways."""
    words, aids = Texts(language), profile or Profile()
    return Frame(language, words.language.right_to_left, aids, aids=(), words=page_words(words, aids))


def page_words(words: Texts, profile: Profile) -> PageWords:
    """The words every page needs for itself."""
    return PageWords(
        more=words.text("page.more"),
        back_up=words.text("page.back_up"),
        page_count=words.text("page.count", page="{page}", pages="{pages}"),
        about=words.text("page.about"),
        chosen=words.text("page.chosen"),
        not_chosen=words.text("page.not_chosen"),
        speed=words.text("speech.speed", number=RATES.index(profile.rate) + 1, steps=len(RATES)),
        volume=words.text("speech.volume", number=VOLUMES_DB.index(profile.volume_db) + 1, steps=len(VOLUMES_DB)),
        private=words.text("private.answer"),
        private_sign=words.text("private.sign"),
        private_hint=words.text("private.hint"),
        accepted=words.text("private.accepted"),
        heard=words.text("private.heard"),
        operate=words.text(f"operate.{profile.means.value}"),
        place=words.text("page.place", number="{number}", count="{count}"),
        covered=words.text("curtain.covered"),
        uncovered=words.text("curtain.open"),
    )
