"""The views of whom to turn to with what is no report: from content alone, and for paper, too. Values from values."""

from __future__ import annotations

from kiosk.reporting.state import ReportingState
from kiosk.session.frame import Scene, frame
from kiosk.session.session import ReceiptPaper
from kiosk.session.shared_views import page_slip, slip_action
from kiosk.station.categories import Signpost
from kiosk.texts import Texts
from kiosk.viewmodel.contributing_intents import OpenContribute
from kiosk.viewmodel.intents import OpenSignpost
from kiosk.viewmodel.views import Choice, Line, Section, SignpostsView, SignpostView


def signposts_view(scene: Scene) -> SignpostsView:
    """What for."""
    words = scene.texts
    return SignpostsView(
        frame=frame(scene),
        headline=words.text("signposts.headline"),
        explanation=words.text("signposts.explanation"),
        notice=scene.notice,
        choices=(
            *_to_a_question(scene),
            *(
                Choice(OpenSignpost(post.id), words.content(post.title), words.content(post.about))
                for post in scene.offer.signposts_in(scene.session.district)
            ),
        ),
    )


def has_signposts(scene: Scene) -> bool:
    """There is somewhere to turn to with what is no report."""
    return bool(scene.offer.dialogue or scene.offer.signposts_in(scene.session.district))


def _to_a_question(scene: Scene) -> tuple[Choice, ...]:
    """What is personal or political is a question to the city, where somebody answers them."""
    if scene.offer.dialogue is None:
        return ()
    words = scene.texts
    about = words.text("contribute.question.about" if scene.takes_reports else "home.report.no_room.about")
    title = words.text("contribute.question")
    return (Choice(OpenContribute(), title, about, "idea", enabled=scene.takes_reports),)


def signpost_view(scene: Scene) -> SignpostView:
    """Who it is, how to reach them, and when."""
    words, session = scene.texts, scene.session
    posts = scene.offer.signposts_in(session.district)
    wanted = session.of(ReportingState).signpost
    post = next((post for post in posts if post.id == wanted), posts[0])
    title, about = words.content(post.title), (words.content(post.about),)
    section = Section(words.text("signpost.title"), lines=tuple(_lines(words, post)))
    return SignpostView(
        frame=frame(scene),
        headline=title,
        notice=scene.notice,
        about=about,
        sections=(section,),
        print_action=slip_action(scene, words.text("signpost.print")),
        print_words=words.text("receipt.printing") if session.paper is ReceiptPaper.COMING else "",
        slip=page_slip(scene, title, about, [section]),
    )


def _lines(words: Texts, post: Signpost) -> list[Line]:
    said = {
        "who": post.who,
        "telephone": post.telephone,
        "hours": words.content(post.hours),
        "place": post.place,
    }
    return [Line(words.text(f"signpost.{name}"), value, public=True) for name, value in said.items() if value]
