"""The views around a visit: greeting, languages, aids, home, help, the questions at its end, out of order.

Makes values from values. Knows neither polls nor reports.
"""

from __future__ import annotations

from dataclasses import replace

from accessibility.contrast import OwnColours
from accessibility.profile import Layout, Means, Profile, Switches, TextSize, Theme
from kiosk.home.helper_view import helper_actions
from kiosk.home.speech_view import speech_switch
from kiosk.session.flow import VisitStep
from kiosk.session.frame import Scene, frame, go_on
from kiosk.session.idle import patience_seconds
from kiosk.session.session import Step
from kiosk.station.date_words import help_sentence
from kiosk.station.trouble import Trouble
from kiosk.texts import Texts
from kiosk.viewmodel.intents import (
    ChooseLanguage,
    ChooseLayout,
    ChooseSize,
    ChooseSwitches,
    ChooseTheme,
    Continue,
    KeepGoing,
    OpenAids,
    OpenSpeech,
    StartAfresh,
    SwitchExploring,
    ThrowAway,
)
from kiosk.viewmodel.staff_intents import PutAside
from kiosk.viewmodel.views import (
    Action,
    AidsView,
    Choice,
    GoodbyeView,
    HelpView,
    HomeView,
    IdleWarningView,
    LanguagesView,
    OutOfOrderView,
    UnfinishedView,
    View,
)
from kiosk.welcome import plain_frame
from sync.station.kept_drafts import KEEP_DAYS

WALKING = (Means.KEYBOARD, Means.KEYPAD)
"""Means with arrow keys."""


def languages_view(scene: Scene) -> LanguagesView:
    """Choose a language."""
    words, means = scene.texts, scene.session.profile.means
    return LanguagesView(
        frame=frame(scene),
        headline=words.text("languages.headline"),
        languages=tuple(
            Choice(
                ChooseLanguage(language.code),
                language.own_name,
                language.about,
                chosen=language.code == scene.session.language,
            )
            for language in scene.offer.languages
        ),
        how_to_choose=tuple(
            (language.code, Texts(language.code).text(f"languages.choose.{means.value}"))
            for language in scene.offer.languages
            if means in WALKING
        ),
    )


def aids_view(scene: Scene) -> AidsView:
    """All aids at once."""
    words, profile = scene.texts, scene.session.profile
    return AidsView(
        frame=frame(scene, main=go_on(words)),
        headline=words.text("aids.headline"),
        explanation=words.text("aids.explanation"),
        sizes_title=words.text("aids.sizes"),
        sizes=tuple(
            Choice(ChooseSize(size.value), words.text(f"size.{size.value}"), chosen=size is profile.size)
            for size in TextSize
        ),
        themes_title=words.text("aids.themes"),
        themes=tuple(
            Choice(ChooseTheme(theme.value), words.text(f"theme.{theme.value}"), chosen=theme is profile.theme)
            for theme in Theme
        ),
        speech_title=words.text("aids.speech.title"),
        speech=(
            speech_switch(scene),
            Choice(
                SwitchExploring(),
                words.text("aids.exploring"),
                words.text("aids.exploring.about"),
                pictogram="touch",
                chosen=profile.exploring,
                enabled=not scene.is_silent,
            ),
            *((Choice(OpenSpeech(), words.text("aids.speech.settings"), pictogram="more"),) if profile.speech else ()),
        ),
        layouts_title=words.text("aids.layouts"),
        layouts=tuple(
            Choice(ChooseLayout(layout.value), words.text(f"layout.{layout.value}"), chosen=layout is profile.layout)
            for layout in Layout
        ),
        switches_title=words.text("aids.switches"),
        switches=tuple(
            Choice(
                ChooseSwitches(switches.value),
                words.text(f"switches.{switches.value}"),
                words.text(f"switches.{switches.value}.about"),
                chosen=switches is profile.switches,
            )
            for switches in Switches
        ),
    )


def _patience(scene: Scene) -> int:
    return patience_seconds(scene.idle, scene.session.profile)


def home_view(scene: Scene) -> HomeView:
    """What can be done here, and how long the station waits (R62)."""
    words = scene.texts
    return HomeView(
        frame=frame(scene),
        headline=words.text("home.headline"),
        explanation=_on_its_own_line(
            words.text("home.explanation", time=words.duration(_patience(scene))),
            help_sentence(words, scene.offer, scene.here, scene.now),
        ),
        notice=scene.notice,
        tiles=(
            *(replace(tile, accent=task.accent) for task in scene.tasks for tile in task.tiles(scene)),
            Choice(OpenAids(), words.text("home.aids"), words.text("home.aids.about"), "larger"),
        ),
        others=tuple(way for task in scene.tasks for way in task.small_ways(scene)),
    )


def for_another(view: View, words: Texts) -> View:
    """The view, saying first that the team takes something down for somebody else."""
    return replace(view, headline=words.text("for_another.page", headline=view.headline))


def _on_its_own_line(*sentences: str) -> str:
    return "\n".join(sentence for sentence in sentences if sentence)


def help_view(scene: Scene) -> HelpView:
    """This step in plain sentences, how it is operated by what the person uses, then the station, then whom to ask."""
    words, profile = scene.texts, scene.session.profile
    by_touch = profile.means is Means.TOUCH
    asked_at = scene.session.path[-2] if len(scene.session.path) > 1 else VisitStep.HOME
    return HelpView(
        frame=frame(scene, main=Action(Continue(), words.text("help.done"), "check")),
        headline=words.text("help.headline"),
        notice=words.text("help.lamp.lit") if scene.help_lamp.is_lit else scene.notice,
        others=helper_actions(scene),
        sentences=(
            _help_at(scene, asked_at),
            *((words.text(f"operate.{profile.means.value}"),) if profile.speech or not by_touch else ()),
            *((words.text("help.sections"),) if profile.walks else ()),
            words.text("help.aids"),
            words.text("help.privacy"),
            words.text("help.time", time=words.duration(_patience(scene))),
            words.text("help.person"),
        ),
    )


def _help_at(scene: Scene, step: Step) -> str:
    for task in scene.tasks:
        if step in task.views:
            return task.help_at(step, scene.texts)
    return scene.texts.text(f"help.at.{step.value}")


def _put_aside(words: Texts) -> Choice:
    about = words.text("unfinished.aside.about", number=KEEP_DAYS)
    return Choice(PutAside(), words.text("unfinished.aside"), about, "clock")


def unfinished_view(scene: Scene) -> UnfinishedView:
    """The visit shall end with something unfinished."""
    words = scene.texts
    first, *more = (task.unfinished_sentence(words) for task in scene.tasks if task.is_unfinished(scene.session))
    return UnfinishedView(
        frame=frame(scene, ways=False),
        headline=first,
        explanation="\n".join((*more, words.text("unfinished.explanation"))),
        notice=scene.notice,
        choices=(
            Choice(KeepGoing(), words.text("unfinished.keep"), words.text("unfinished.keep.about"), "back"),
            *(choice for task in scene.tasks for choice in task.ways_out(scene)),
            *((_put_aside(words),) if scene.session.by_team else ()),
            Choice(ThrowAway(), words.text("unfinished.throw"), words.text("unfinished.throw.about"), "discard"),
        ),
    )


def idle_warning_view(scene: Scene, *, seconds_left: int) -> IdleWarningView:
    """Are you still there? Whoever is not the person of before says so and begins afresh."""
    words = scene.texts
    stay = Action(KeepGoing(), words.text("idle.stay"), "check")
    afresh = Action(StartAfresh(), words.text("idle.afresh"), "discard", name=words.text("idle.afresh.name"))
    return IdleWarningView(
        frame=replace(frame(scene, ways=False, main=stay), end=afresh),
        headline=words.text("idle.headline"),
        explanation=words.plural("idle.explanation", seconds_left),
        seconds_left=seconds_left,
    )


def goodbye_view(language: str, profile: Profile, colours: OwnColours | None = None) -> GoodbyeView:
    """The visit is over."""
    words = Texts(language)
    return GoodbyeView(
        frame=replace(plain_frame(language, profile), colours=colours),
        headline=words.text("goodbye.headline"),
        explanation=words.text("goodbye.explanation"),
    )


def out_of_order_view(language: str, trouble: Trouble) -> OutOfOrderView:
    """The station cannot be used now: why, what to do, and what staff do (R69)."""
    words = Texts(language)
    return OutOfOrderView(
        frame=plain_frame(language),
        headline=words.text("trouble.headline"),
        explanation=words.text(f"trouble.{trouble.value}"),
        what_to_do=words.text("trouble.what_to_do.kept" if trouble.keeps_records else "trouble.what_to_do"),
        detail=words.text(f"trouble.{trouble.value}.staff"),
    )
