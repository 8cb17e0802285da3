"""The screens of saying something to the city, as a visit comes to them: an idea, a question, an offer."""

from __future__ import annotations

from dataclasses import replace

from kiosk.devtools.sample_station import REPORT_NUMBER
from kiosk.devtools.walk import Walk
from kiosk.session.typed_code import grouped_number
from kiosk.viewmodel import contributing_intents as say
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import ReceiptView, View

IDEA = "Mehr Bänke mit Lehne am Weg, damit man sich ausruhen kann."


def contribution_views(walk: Walk) -> dict[str, View]:
    """A view for every step, by its name; the visit is at its home page."""
    views = {"contribute": walk.ask(say.OpenContribute())}
    views["topics"] = walk.ask(say.BeginContribution("idea"), say.ChooseTopic("green"), wish.Back())
    views["idea_districts"] = walk.ask(wish.Continue(), wish.ChooseDistrict("E"), wish.Back())
    views["idea_place"] = walk.ask(wish.Continue(), wish.PointAt(12.083, 54.138))
    walk.ask(wish.Continue(), wish.OpenMicrophone(), wish.RecordSpoken(), wish.StopRecording())
    views["how_to_say"] = walk.ask(wish.Continue())
    views["own_words"] = walk.ask(say.OpenOwnWords(), wish.Describe(IDEA))
    views["similar"] = walk.ask(wish.Continue(), wish.Continue())
    views["idea_instead"] = walk.ask(say.OpenIdea("1" * 32))
    views["contribution_review"] = walk.ask(wish.Back(), wish.Continue())
    views["contribution_receipt"] = with_fixed_numbers(walk.ask(say.SendContribution()))
    walk.ask(wish.Home(), say.OpenContribute())
    views["receivers"] = walk.ask(say.BeginContribution("question", project="garten-nordwest"))
    walk.ask(say.ChooseReceiver("council"), say.OpenOwnWords(), wish.Describe("Wann wird der Weg gebaut?"))
    views["publicity"] = walk.ask(wish.Continue(), wish.Continue())
    views["question_review"] = walk.ask(say.ChoosePublicity(is_public=True))
    walk.ask(say.SendContribution(), wish.Home(), say.OpenContribute())
    views["ideas"] = walk.ask(say.OpenIdeas())
    views["idea"] = walk.ask(say.OpenIdea("1" * 32), say.SupportIdea())
    return views


def with_fixed_numbers(view: View) -> View:
    """A receipt whose numbers are the same in every picture."""
    assert isinstance(view, ReceiptView)
    assert view.second is not None
    return replace(view, code=grouped_number(REPORT_NUMBER), second=replace(view.second, value="471 118"))
