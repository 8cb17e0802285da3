"""The views of what goes on: the list, the districts, the map. Makes values from values; one page is in ``page``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kiosk.projects.page import project_view, title_of
from kiosk.projects.rules import Knowledge, Stage
from kiosk.projects.state import ProjectsState, Topic
from kiosk.projects.steps import ProjectsStep
from kiosk.session.frame import Scene, frame
from kiosk.session.session import Step
from kiosk.session.shared_views import district_choices
from kiosk.viewmodel.intents import (
    ChooseCity,
    OpenDistricts,
    OpenOutcome,
    OpenProject,
    OpenProjectMap,
    OpenProjects,
)
from kiosk.viewmodel.views import (
    Action,
    Choice,
    ChoiceGroup,
    MapMark,
    ProjectDistrictsView,
    ProjectMapView,
    ProjectsView,
    View,
)
from sync.protocol.districts import Box, Point

PICTOGRAMS = {Stage.NOW: "vote", Stage.COMING: "clock", Stage.BECAME: "check"}


_FEW_PINS = 2
"""Fewer have no area between them."""


def home_tile(scene: Scene) -> Choice:
    """The way to what goes on."""
    words = scene.texts
    return Choice(OpenProjects(), words.text("home.projects"), words.text("home.projects.about"), "project")


def projects_view(scene: Scene) -> ProjectsView:
    """What one can do now, what is coming, what became of it."""
    words, district = scene.texts, _district(scene)
    knowledge = knowledge_of(scene)
    found: dict[Stage, list[Topic]] = {stage: [] for stage in Stage}
    for stage, topic in knowledge.topics(district):
        found[stage].append(topic)
    groups = tuple(
        ChoiceGroup(
            words.text(f"projects.{stage.value}"),
            choices=tuple(_choice(scene, knowledge, stage, topic) for topic in topics),
        )
        for stage, topics in found.items()
        if topics
    )
    return ProjectsView(
        frame=frame(scene),
        headline=words.text("projects.headline", district=_place(scene, district)),
        explanation=words.text("projects.explanation" if groups else "projects.none"),
        notice=scene.notice,
        groups=groups,
        others=(
            Action(OpenDistricts(), words.text("polls.other"), "place"),
            *((Action(ChooseCity(), words.text("projects.city"), "home"),) if district else ()),
            *((Action(OpenProjectMap(), words.text("projects.map"), "place"),) if _marks(scene) else ()),
        ),
    )


def districts_view(scene: Scene) -> ProjectDistrictsView:
    """Whose projects to see."""
    words = scene.texts
    return ProjectDistrictsView(
        frame=frame(scene),
        headline=words.text("projects.districts.headline"),
        explanation=words.text("projects.districts.explanation"),
        choices=district_choices(scene, chosen=_district(scene)),
        other=Action(ChooseCity(), words.text("projects.city"), "home"),
    )


def map_view(scene: Scene) -> ProjectMapView:
    """The projects of the district on the map, and below it by their numbers with what they cost."""
    words, district = scene.texts, _district(scene)
    marks = _marks(scene)
    return ProjectMapView(
        frame=frame(scene),
        headline=words.text("projects.map.headline", district=_place(scene, district)),
        explanation=words.text("projects.map.explanation"),
        sketch=scene.offer.sketch,
        focus=_focus(scene, district, [mark.point for mark in marks]),
        marks=marks,
        choices=tuple(
            Choice(
                OpenProject(mark.project),
                words.text("projects.map.entry", number=mark.number, title=_title(scene, mark)),
                pictogram="place",
                note=cost_words(scene, scene.offer.projects[mark.project].cost_euro),
            )
            for mark in marks
        ),
    )


def _title(scene: Scene, mark: MapMark) -> str:
    return scene.texts.content(scene.offer.projects[mark.project].title)


def knowledge_of(scene: Scene) -> Knowledge:
    """What the station knew when the person began to look."""
    state = scene.session.of(ProjectsState)
    return Knowledge(scene.offer, state.results, state.promises, scene.today)


def cost_words(scene: Scene, euro: int | None) -> str:
    """What something costs; empty where it is not known."""
    words = scene.texts
    return "" if euro is None else words.text("money.euro", amount=words.number(euro))


def _choice(scene: Scene, knowledge: Knowledge, stage: Stage, topic: Topic) -> Choice:
    words, project = scene.texts, scene.offer.projects.get(topic.project)
    intent = OpenProject(topic.project) if project else OpenOutcome(topic.poll)
    about, note = "", ""
    if project and (start := project.phase_on(scene.today)):
        about = words.text("project.since", phase=words.text(f"phase.{start.phase}"), date=words.date(start.begins))
    if stage is Stage.NOW and (polls := knowledge.open_polls(topic)):
        note = words.text("polls.until", date=words.date(min(poll.closes for poll in polls)))
    return Choice(intent, title_of(scene, knowledge, topic), about, PICTOGRAMS[stage], note=note)


def _district(scene: Scene) -> str:
    chosen = scene.session.of(ProjectsState).district
    district = scene.session.district if chosen is None else chosen
    return district if district in scene.offer.districts else ""


def _place(scene: Scene, district: str) -> str:
    return scene.offer.districts[district].name if district else scene.offer.city


def _marks(scene: Scene) -> tuple[MapMark, ...]:
    district = _district(scene)
    placed = [
        project
        for project in scene.offer.projects.values()
        if project.place and scene.offer.is_shown(project, district)
    ]
    return tuple(
        MapMark(project.id, project.place, str(number))
        for number, project in enumerate(placed, start=1)
        if project.place
    )


def _focus(scene: Scene, district: str, points: Sequence[Point]) -> Box:
    """The district with all pins; in the whole city what is around the pins, as near as they allow."""
    if district:
        west, south, east, north = scene.offer.districts[district].bbox
        points = [*points, (west, south), (east, north)]
    elif len(points) < _FEW_PINS:
        return scene.offer.city_box
    across, up = zip(*points, strict=True)
    return min(across), min(up), max(across), max(up)


VIEWS: Mapping[Step, Callable[[Scene], View]] = {
    ProjectsStep.PROJECTS: projects_view,
    ProjectsStep.PROJECT_DISTRICTS: districts_view,
    ProjectsStep.PROJECT_MAP: map_view,
    ProjectsStep.PROJECT: project_view,
}
"""What shows each step."""
