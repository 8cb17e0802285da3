"""The view of one project, or of a poll that stands alone: what it is about, what one can do, what became of it.

Makes values from values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kiosk.contributing.ideas import questions_section, ways_to_say
from kiosk.projects import rules
from kiosk.projects.results import result_section
from kiosk.projects.rules import Knowledge, PromiseState
from kiosk.projects.state import ProjectsState, Topic
from kiosk.session.frame import Scene, frame
from kiosk.session.shared_views import page_slip, paper_words, slip_action
from kiosk.texts import Texts
from kiosk.viewmodel.intents import TakePart
from kiosk.viewmodel.views import Choice, Illustration, Line, ProjectView, Section
from sync.protocol.polls.poll import Poll
from sync.protocol.projects import Project, Update


def project_view(scene: Scene) -> ProjectView:
    """Everything there is to tell, in the order in which people ask."""
    words, state = scene.texts, scene.session.of(ProjectsState)
    knowledge = Knowledge(scene.offer, state.results, state.promises, scene.today)
    topic = state.topic
    project = scene.offer.projects.get(topic.project)
    title = title_of(scene, knowledge, topic)
    about, sections = tuple(_about(words, project)), tuple(_sections(scene, knowledge, topic, project))
    return ProjectView(
        frame=frame(scene),
        headline=title,
        explanation=_language_note(words, knowledge, topic, project),
        notice=scene.notice,
        about=about,
        pictures=_pictures(words, project),
        picture_name=words.text("project.picture"),
        choices=(
            *(_take_part(words, poll) for poll in knowledge.open_polls(topic)),
            *(ways_to_say(scene, project.id) if project else ()),
        ),
        sections=sections,
        print_action=slip_action(scene, words.text("project.print")),
        print_words=paper_words(words, scene.session.paper),
        slip=page_slip(scene, title, about, sections),
    )


def title_of(scene: Scene, knowledge: Knowledge, topic: Topic) -> str:
    """What it is called; of a poll that is left in its promise alone, what it was called."""
    words = scene.texts
    if project := scene.offer.projects.get(topic.project):
        return words.content(project.title)
    if poll := knowledge.poll(topic.poll):
        return words.content(poll.title)
    kept = knowledge.promises.get(topic.poll)
    return words.content(kept.title) if kept else ""


def promise_section(words: Texts, standing: rules.PromiseStanding) -> Section:
    """Who answers by when, whether it has happened, and what was promised first."""
    kept, promise = standing.kept, standing.kept.promise
    title = words.text("promise.headline")
    if standing.standing is PromiseState.WAIVED:
        return Section(title, sentences=(words.text("promise.waived"), words.content(promise.waived)))
    assert promise.by is not None
    sentences, warning = [], ""
    match standing.standing:
        case PromiseState.ANSWERED if kept.answered_on:
            sentences.append(words.text("promise.answered", date=words.date(kept.answered_on)))
        case PromiseState.OVERDUE:
            warning = words.text("promise.overdue", date=words.date(promise.by))
        case PromiseState.SILENT:
            sentences.append(words.text("promise.silent", date=words.date(promise.by)))
        case _:
            pass
    if standing.moved_from is not None:
        sentences.append(words.text("promise.moved", date=words.date(standing.moved_from)))
    if standing.left_out and kept.answered_on is None:
        sentences.append(words.text("promise.left_out"))
    if promise.waived:
        sentences += [words.text("promise.waived"), words.content(promise.waived)]
    lines = (
        Line(words.text("promise.who"), words.content(promise.who), "speech", public=True),
        Line(words.text("promise.by"), words.date(promise.by), "clock", public=True),
    )
    return Section(title, warning=warning, sentences=tuple(sentences), lines=lines)


def _about(words: Texts, project: Project | None) -> Iterator[str]:
    if project:
        yield from (words.content(fact) for fact in project.facts)


def _pictures(words: Texts, project: Project | None) -> tuple[Illustration, ...]:
    return tuple(Illustration(one.file, words.content(one.shows)) for one in project.pictures) if project else ()


def _sections(scene: Scene, knowledge: Knowledge, topic: Topic, project: Project | None) -> Iterator[Section]:
    words = scene.texts
    if project and project.outcome:
        yield Section(words.text("project.outcome"), sentences=(words.content(project.outcome),))
    for poll_id in knowledge.polls_of(topic):
        poll = knowledge.poll(poll_id)
        if poll and (poll.void or knowledge.is_over(poll)):
            yield result_section(words, poll, knowledge.results.get(poll_id), today=scene.today)
        if standing := knowledge.promise(poll_id):
            yield promise_section(words, standing)
    if project:
        yield Section(words.text("project.facts"), lines=tuple(_lines(scene, project)))
        if asked := questions_section(scene, project.id):
            yield asked
        if project.updates:
            yield Section(words.text("project.updates"), lines=tuple(_update(words, one) for one in project.updates))


def _lines(scene: Scene, project: Project) -> Iterator[Line]:
    words = scene.texts
    start, following = project.phase_on(scene.today), project.phase_after(scene.today)
    if start:
        now = words.text("project.since", phase=words.text(f"phase.{start.phase}"), date=words.date(start.begins))
        yield Line(words.text("project.now"), now, "project", public=True)
    if following:
        phase = words.text(f"phase.{following.phase}")
        then = words.text("project.from", phase=phase, date=words.date(following.begins))
        yield Line(words.text("project.next"), then, "clock", public=True)
    yield Line(words.text("project.where"), _where(scene, project), "place", public=True)
    if project.cost_euro is not None:
        amount = words.text("money.euro", amount=words.number(project.cost_euro))
        yield Line(words.text("project.cost"), amount, "budget", public=True)
    yield Line(words.text("project.decides"), words.content(project.decided_by), "vote", public=True)
    if project.paper:
        yield Line(words.text("project.paper"), project.paper, "receipt", public=True)


def _where(scene: Scene, project: Project) -> str:
    if project.area:
        return scene.texts.content(project.area)
    known = scene.offer.districts
    names = [known[code].name for code in project.districts if code in known]
    return ", ".join(names) or scene.offer.city


def _update(words: Texts, update: Update) -> Line:
    said = words.content(update.text)
    if update.taken_up is not None:
        because = words.content(update.because)
        taken = words.text("update.taken_up" if update.taken_up else "update.not_taken_up")
        said = f"{said}\n{taken}\n{because}"
    return Line(words.date(update.day), said, "pencil", public=True)


def _take_part(words: Texts, poll: Poll) -> Choice:
    until = words.text("polls.until", date=words.date(poll.closes))
    title = words.content(poll.question)
    return Choice(TakePart(poll.id), words.text("project.take_part"), title, "vote", note=until)


def _language_note(words: Texts, knowledge: Knowledge, topic: Topic, project: Project | None) -> str:
    """Where not everything is said in the person's language, that it is in German."""
    texts: list[Mapping[str, str]] = []
    if project:
        texts += [project.title, *project.facts, project.decided_by, project.area, project.outcome]
        texts += [text for update in project.updates for text in (update.text, update.because)]
    texts += [poll.title for poll_id in knowledge.polls_of(topic) if (poll := knowledge.poll(poll_id))]
    is_whole = all(words.language.code in text for text in texts if text)
    return "" if is_whole else words.text("project.in_german")
