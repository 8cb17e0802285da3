"""The views about help: the page in the place of answers that a helper must not see, the covered screen, and the number
of the person. Values from values."""

from __future__ import annotations

from dataclasses import replace

from kiosk.session.frame import Scene, frame
from kiosk.session.helper import NUMBERS, Helper, Turn, has_answers
from kiosk.viewmodel.intents import (
    CallHelper,
    EndHelp,
    ForgetNumber,
    ListenAlone,
    PickNumber,
    SwitchHelpLamp,
    TakeScreen,
)
from kiosk.viewmodel.views import Action, Choice, HelperView, OwnNumberView, View


def helper_actions(scene: Scene) -> tuple[Action, ...]:
    """On the help page: call somebody, somebody helps, or nobody does any more."""
    return (*_lamp_action(scene), *_turn_actions(scene))


def _lamp_action(scene: Scene) -> tuple[Action, ...]:
    """Calls the team where a lamp does that; while it is lit, puts it out."""
    words, lamp = scene.texts, scene.help_lamp
    if lamp.is_lit:
        return (Action(SwitchHelpLamp(), words.text("help.lamp.out"), "check"),)
    return (Action(SwitchHelpLamp(), words.text("help.lamp"), "lamp"),) if lamp.is_there() else ()


def _turn_actions(scene: Scene) -> tuple[Action, ...]:
    words, helper = scene.texts, scene.session.of(Helper)
    call = Action(CallHelper(), words.text("helper.call"), "help")
    if helper.turn is Turn.NOBODY_HELPS:
        return (call,)
    end = Action(EndHelp(), words.text("helper.end"), "check")
    if helper.turn is Turn.PERSON:
        return (call, end)
    return () if has_answers(scene.session, scene.tasks) else (end,)


def helper_view(scene: Scene) -> HelperView:
    """Here the person decides alone: with the screen for themselves, or with headphones and keys."""
    words, helper = scene.texts, scene.session.of(Helper)
    number = "number" if helper.number else "afresh"
    about = words.text(f"helper.alone.{number}" if has_answers(scene.session, scene.tasks) else "helper.alone.about")
    listen = words.text("helper.listen.about" if scene.in_private else "helper.listen.plug")
    return HelperView(
        frame=frame(scene),
        headline=words.text("helper.headline"),
        explanation=words.text("helper.explanation"),
        notice=scene.notice,
        choices=(
            Choice(TakeScreen(), words.text("helper.alone"), about, "vote"),
            Choice(ListenAlone(), words.text("helper.listen"), listen, "speech", enabled=scene.in_private),
        ),
    )


def covered(view: View, scene: Scene) -> View:
    """The same page, but nobody sees it, and only headphones bring it."""
    words = scene.texts
    profile = replace(view.frame.profile, curtain=True, speech=True, private_aloud=False)
    framed = replace(
        view.frame,
        profile=profile,
        curtain=Action(CallHelper(), words.text("helper.fetch"), "help"),
        words=replace(view.frame.words, covered=words.text("helper.covered")),
    )
    return replace(view, frame=framed)


def own_number_view(scene: Scene) -> OwnNumberView:
    """Pick a number before the helper comes, and say it afterwards."""
    words, helper = scene.texts, scene.session.of(Helper)
    asks = "ask" if helper.number else "pick"
    forgotten = Action(ForgetNumber(), words.text("helper.number.forgotten"), "discard")
    return OwnNumberView(
        frame=frame(scene),
        headline=words.text(f"helper.number.{asks}"),
        explanation=words.text(f"helper.number.{asks}.explanation"),
        notice=scene.notice,
        may_tell=(words.text("helper.number.wrong"),) if helper.number else (),
        part=asks,
        choices=tuple(Choice(PickNumber(number), words.number(number)) for number in NUMBERS),
        others=(forgotten,) if helper.number else (),
    )
