"""The views of what others have said: the list, and one of them with how it stands. Makes values from values."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.contributing.rules import shown_ideas
from kiosk.contributing.state import ReadingState
from kiosk.contributing.steps import ContributingStep
from kiosk.session.frame import Scene, frame
from kiosk.viewmodel.contributing_intents import BeginContribution, OpenContribute, OpenIdea, SupportIdea
from kiosk.viewmodel.intents import OpenProject
from kiosk.viewmodel.views import Choice, IdeasView, IdeaView, Line, Section
from sync.protocol.contributions import SUPPORTED, ContributionKind, Released

TITLE_CHARACTERS = 44
"""Of the words of somebody, so many stand in a list."""


def ideas_view(scene: Scene) -> IdeasView:
    """What can be read and supported; that of this district first."""
    words, reading = scene.texts, scene.session.of(ReadingState)
    ideas = shown_ideas(reading.released, project=reading.project, district=scene.session.district)
    project = scene.offer.projects.get(reading.project)
    return IdeasView(
        frame=frame(scene),
        headline=words.text("contribute.ideas"),
        explanation=words.content(project.title) if project else words.text("ideas.explanation"),
        notice=scene.notice,
        choices=tuple(idea_choice(scene, one) for one in ideas),
    )


def idea_choice(scene: Scene, one: Released) -> Choice:
    """One of them in a list: its words, its topic and district, how many stand behind it."""
    words = scene.texts
    return Choice(
        OpenIdea(one.name),
        shortened(one.text),
        _about(scene, one),
        _pictogram(scene, one),
        note=words.plural("idea.supports", one.supports),
    )


def idea_view(scene: Scene) -> IdeaView:
    """All of its words, how it stands, and the way to stand behind it or to help."""
    words, reading = scene.texts, scene.session.of(ReadingState)
    one = next(one for one in reading.released if one.name == reading.name)
    return IdeaView(
        frame=frame(scene),
        headline=words.text(f"idea.headline.{one.kind.value}"),
        explanation=_about(scene, one),
        notice=scene.notice,
        about=(one.text,),
        choices=tuple(_choices(scene, one)),
        sections=(Section(words.text("idea.standing"), lines=tuple(_lines(scene, one))),),
    )


def ways_to_say(scene: Scene, project: str) -> Iterator[Choice]:
    """From the page of a project: say something to it, offer help, read what others have said."""
    if scene.offer.dialogue is not None and scene.takes_reports:
        words = scene.texts
        yield Choice(OpenContribute(project), words.text("home.contribute"), words.text("project.say.about"), "idea")


def questions_section(scene: Scene, project: str) -> Section | None:
    """What people have asked about a project and what was answered; None where nothing is released."""
    asked = [
        one
        for one in scene.session.of(ReadingState).released
        if one.kind is ContributionKind.QUESTION and one.project == project
    ]
    lines = tuple(Line(one.text, one.answer, "help", public=True) for one in asked)
    return Section(scene.texts.text("project.questions"), lines=lines) if lines else None


def shortened(text: str) -> str:
    """The beginning of somebody's words, up to the end of a word."""
    line = " ".join(text.split())
    if len(line) <= TITLE_CHARACTERS:
        return line
    return f"{line[:TITLE_CHARACTERS].rsplit(' ', 1)[0].rstrip(',;:')} …"


def _choices(scene: Scene, one: Released) -> Iterator[Choice]:
    words, reading = scene.texts, scene.session.of(ReadingState)
    if one.name in reading.supported:
        yield Choice(
            SupportIdea(), words.text("idea.supported"), words.text("idea.supported.about"), "check", chosen=True
        )
    elif one.takes_supports:
        instead = ContributingStep.SIMILAR in scene.session.path
        about = words.text("idea.support.instead.about" if instead else "idea.support.about")
        yield Choice(SupportIdea(), words.text("idea.support"), about, "plus", enabled=scene.takes_reports)
    if one.kind in SUPPORTED and one.takes_supports and scene.takes_reports:
        title, about = words.text("contribute.offer"), words.text("contribute.offer.about")
        yield Choice(BeginContribution(ContributionKind.OFFER.value, about=one.name), title, about, "touch")
    if project := scene.offer.project_of_entry(one.name) or scene.offer.projects.get(one.project):
        title = words.text("contribution_review.project")
        yield Choice(OpenProject(project.id), title, words.content(project.title), "project")


def _lines(scene: Scene, one: Released) -> Iterator[Line]:
    words, rules = scene.texts, scene.offer.dialogue
    supports = words.plural("idea.supports", one.supports)
    yield Line(words.text("idea.supporters"), supports, "idea", public=True)
    state = words.text(f"idea.state.{one.state.value}", date=words.date(one.since))
    yield Line(words.text("idea.state"), state, "clock", public=True)
    if one.answer:
        yield Line(words.text("answer.note"), one.answer, "pencil", public=True)
    if rules and one.takes_supports and one.supports < rules.supports_needed:
        who = words.content(rules.receivers[rules.ideas_before].title)
        needed = words.text("idea.needed", number=words.number(rules.supports_needed), who=who)
        yield Line(words.text("idea.next"), needed, "arrow-right", public=True)


def _about(scene: Scene, one: Released) -> str:
    words, rules = scene.texts, scene.offer.dialogue
    topic = rules.topics.get(one.topic) if rules else None
    district = scene.offer.districts.get(one.district)
    parts = (words.content(topic.title) if topic else "", district.name if district else "")
    return " · ".join(filter(None, parts))


def _pictogram(scene: Scene, one: Released) -> str:
    topic = scene.offer.dialogue.topics.get(one.topic) if scene.offer.dialogue else None
    return topic.pictogram if topic else "idea"
