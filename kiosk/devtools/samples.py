"""Every screen's view, as real visits come to it, with the default content: for looking at, not for serving.

The station behind it lies in memory and stores nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

from accessibility.profile import Means, Profile
from kiosk.devtools.contribution_samples import contribution_views, with_fixed_numbers
from kiosk.devtools.sample_results import LATER, sample_evening
from kiosk.devtools.sample_staff import staff_views
from kiosk.devtools.sample_station import (
    DISTRICT,
    KNOWN_AT,
    NOON,
    POLL,
    POLL_WIRE,
    REPORT_NUMBER,
    TRACKER,
    SampleStation,
    numbers_of_nobody,
)
from kiosk.devtools.sample_surveys import LISTENING, SURVEY
from kiosk.devtools.walk import Walk
from kiosk.home.presenter import out_of_order_view
from kiosk.home.sign_video import sign_video_words
from kiosk.moods.presenter import mood_view
from kiosk.moods.state import MoodState
from kiosk.moods.steps import MoodStep
from kiosk.session import flow
from kiosk.session.frame import Scene
from kiosk.session.session import Session
from kiosk.session.typed_code import grouped_number
from kiosk.staff.calibration_view import calibration_view
from kiosk.station.catalogue import read_offer
from kiosk.station.trouble import Trouble
from kiosk.tasks import TASKS
from kiosk.texts import Texts
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import ReceiptView, View
from sync.protocol.receipt_address import receipt_link
from sync.station.config import IdleConfig

BUDGET = "ortsbeirat-stadtmitte"
LOOK_UP = "https://www.example.org/mitmachen#{code}"
PROOF = "MFRGG2LTEBXGC3LF" * 6 + "MFRGG2LTEBXGC3L"
"""As long as a station's signature, so that the QR code is as fine as a real one."""
CODES_AT = {
    "de": "Karten mit einem Code gibt es im Stadtteil- und Begegnungszentrum. Fragen Sie dort bitte jemanden vom Haus.",
    "de-leicht": "Karten mit Code gibt es hier im Haus.\nFragen Sie einen Menschen im Haus.",
    "en": "Cards with a code are given out in the district meeting centre. Please ask a member of staff there.",
    "uk": "Картки з кодом є в районному центрі зустрічей.",
    "ru": "Карточки с кодом выдают в районном центре встреч. Спросите там, пожалуйста, кого-нибудь из сотрудников.",
    "ar": "توزع بطاقات الرموز في مركز اللقاء في منطقتكم. اسألوا هناك أحد الموظفين من فضلكم.",
    "pl": "Karty z kodem można dostać w dzielnicowym centrum spotkań. Proszę zapytać tam kogoś z pracowników.",
    "vi": "Thẻ có mã được phát ở trung tâm gặp gỡ của khu. Xin quý vị hỏi nhân viên ở đó.",
}
"""Where codes are given out: no poll of the default content takes any."""
YES_NO_QUESTION = {
    "de": "Soll der Garten auch im Winter geöffnet sein?",
    "de-leicht": "Soll der Garten auch im Winter offen sein?",
    "en": "Should the garden also be open in winter?",
    "uk": "Чи має сад бути відкритим і взимку?",
    "ru": "Должен ли сад быть открыт и зимой?",
    "ar": "هل يجب أن تكون الحديقة مفتوحة في الشتاء أيضاً؟",
    "pl": "Czy ogród ma być otwarty także zimą?",
    "vi": "Khu vườn có nên mở cửa cả vào mùa đông không?",
}
"""The default content asks nothing that is answered with yes or no."""
_LAMPS = {
    "de": "Laterne",
    "de-leicht": "Laterne",
    "en": "light",
    "uk": "ліхтар",
    "ru": "фонарь",
    "ar": "مصباح",
    "pl": "latarnia",
    "vi": "đèn",
}
SIGN_VIDEO = "videos/garten.webm"
"""The default content has no film: the screen says so."""


@cache
@numbers_of_nobody()
def sample_views(language: str, profile: Profile) -> Mapping[str, View]:
    """A view for every screen, by the screen's name, in this language and with these aids.

    Voting is there twice: the projects of a budget have costs, and names that no language translates.
    """
    walk = Walk(language, profile, SampleStation({}))
    views: dict[str, View] = {"attract": walk.conductor.start(), "languages": walk.ask(wish.Start())}
    views["aids"] = walk.with_aids()
    views["speech"] = walk.ask(wish.OpenSpeech())
    views["home"] = walk.ask(wish.Continue(), wish.Continue())
    views["help"] = walk.ask(wish.OpenHelp())
    views["polls"] = walk.ask(wish.Back(), wish.OpenPolls())
    views["districts"] = walk.ask(wish.OpenDistricts())
    walk.ask(wish.Back(), wish.OpenPoll(POLL), *map(wish.Choose, ("benches", "play", "raised-beds")))
    views["code"] = _code_view(language, profile)
    views["vote"] = walk.ask(wish.Choose("fruit-trees"))
    views |= _budget_views(language, profile) | _views_of_other_kinds(language, profile)
    walk.ask(wish.OpenHelp())
    views["own_number"] = walk.ask(wish.CallHelper())
    views["helper"] = walk.ask(wish.PickNumber(7))
    walk.ask(wish.TakeScreen(), wish.PickNumber(7))
    views["idle_warning"] = walk.leave_alone()
    views["unfinished"] = walk.ask(wish.EndVisit())
    views["vote_review"] = walk.ask(wish.KeepGoing(), wish.Continue())
    views["receipt"] = _with_fixed_code(walk.ask(wish.Cast()))
    views |= _category_views(walk, language)
    views["place"] = walk.ask(wish.ChooseDistrict("N"), wish.PointAt(12.1365, 54.0893))
    views["sentences"] = walk.ask(wish.Continue(), wish.ToggleSentence(1))
    views["description"] = walk.ask(wish.ToggleSentence(1), wish.Continue(), wish.Describe(_description(language)))
    views |= _views_on_wish(walk)
    views["report_review"] = walk.ask(wish.AllowPublication(True))
    views |= _report_views(language, profile) | _known_views(language, profile)
    views["look_up"] = walk.ask(wish.Home(), wish.OpenLookUp(), wish.TypeCode(TRACKER))
    views["answer"] = walk.ask(wish.LookUp())
    views["report_answer"] = walk.ask(wish.Back(), wish.TypeCode(REPORT_NUMBER), wish.LookUp())
    views["withdraw"] = walk.ask(wish.OpenWithdraw(), wish.TypeCode("471118"))
    views["word_kept"] = walk.ask(wish.Back(), wish.SayNotInOrder())
    views |= _project_views(language, profile) | _practice_views(language, profile)
    views |= contribution_views(_at_home(language, profile))
    views |= _mood_views(language, profile) | _survey_views(language, profile)
    views["goodbye"] = walk.ask(wish.EndVisit(), wish.ThrowAway())
    views["out_of_order"] = out_of_order_view(language, Trouble.NO_CONTENT)
    views["calibration"] = calibration_view(Texts(language), card_width_px=345, width_px=1080, height_px=1920)
    views |= staff_views(language)
    views["sign_video"] = sign_video_words(views["help"].frame, Texts(language), video=SIGN_VIDEO)
    # Before the first touch nobody has chosen aids.
    chosen = {name: replace(view, frame=replace(view.frame, profile=profile)) for name, view in views.items()}
    return MappingProxyType(chosen | {"attract": views["attract"]})


def _code_view(language: str, profile: Profile) -> View:
    """The code of a poll that asks for one, half typed."""
    walk = open_poll(language, profile, {"codes": True, "codes_at": CODES_AT})
    return walk.ask(wish.TypeCode("7M4KQ2XV9TA"))


def _project_views(language: str, profile: Profile) -> dict[str, View]:
    """What goes on now; what is open; and a year later what was promised, counted and built."""
    walk, later = _at_home(language, profile), _at_home(language, profile, now=LATER)
    views = {"projects": walk.ask(wish.OpenProjects())}
    views["project_districts"] = walk.ask(wish.OpenDistricts())
    views["project_map"] = walk.ask(wish.ChooseCity(), wish.OpenProjectMap())
    views["project_open"] = walk.ask(wish.OpenProject("neuer-markt"))
    views["project"] = later.ask(wish.OpenProjects(), wish.OpenProject("garten-nordwest"))
    views["project_done"] = later.ask(wish.Back(), wish.OpenProject("spielplatz-schmarl"))
    evening = sample_evening(POLL_WIRE, NOON.date())
    tonight = _at_home(language, profile, counted_here=evening)
    views["project_tonight"] = tonight.ask(wish.OpenProjects(), wish.OpenOutcome(evening.poll.id))
    return views


def _practice_views(language: str, profile: Profile) -> dict[str, View]:
    """What is stored; what can be practised, the middle of an exercise, and its end."""
    walk = _at_home(language, profile)
    views = {"dates": walk.ask(wish.OpenDates())}
    views["stored"] = walk.ask(wish.OpenStored())
    views["stored_about"] = walk.ask(wish.OpenStoredAbout("report"))
    views["stored_use"] = walk.ask(wish.Back(), wish.OpenStoredAbout("use"))
    views["practice"] = walk.ask(wish.OpenPractice())
    views["practice_vote"] = walk.ask(wish.Practise("vote"), wish.Choose("pears"))
    views["practice_review"] = walk.ask(wish.Continue())
    views["practice_done"] = walk.ask(wish.Cast())
    return views


def _mood_views(language: str, profile: Profile) -> dict[str, View]:
    """Two questions of the bank: chance asks them, so no walk comes to one."""
    session = Session(language, DISTRICT, profile=profile, path=flow.end(MoodStep.MOOD))
    words = Texts(language, by_touch=profile.means is Means.TOUCH)
    offer = read_offer(SampleStation({}).package())
    scene = Scene(session, words, offer, DISTRICT, NOON, NOON.date(), IdleConfig(), tasks=TASKS)
    views: dict[str, View] = {}
    for name, question in (("mood", "happiness"), ("mood_numbers", "district-satisfaction")):
        session.states[MoodState] = MoodState(question)
        views[name] = mood_view(scene)
    return views


def _survey_views(language: str, profile: Profile) -> dict[str, View]:
    """A survey from its list to the thanks, left in the middle once."""
    walk = _begun(language, profile, {"surveys": [SURVEY]})
    views = {"home_surveys": walk.ask(wish.Continue()), "surveys": walk.ask(wish.OpenSurveys())}
    views["survey_page"] = walk.ask(wish.OpenSurvey(SURVEY["id"]))
    walk.ask(wish.Continue(), wish.Choose("no"))
    views["survey_question"] = walk.ask(wish.Continue())
    views["survey_unfinished"] = walk.ask(wish.EndVisit())
    views["survey_pause"] = walk.ask(wish.KeepGoing(), wish.Choose("kerbs"), wish.Continue())
    views["survey_text"] = walk.ask(wish.Continue())
    views["survey_review"] = walk.ask(wish.Describe(_description(language)), wish.Continue())
    views["survey_sent"] = walk.ask(wish.SendSurvey())
    return views | _listening_views(language, profile)


def _listening_views(language: str, profile: Profile) -> dict[str, View]:
    """An open question that is answered aloud."""
    walk = _begun(language, profile, {"surveys": [LISTENING]})
    walk.ask(wish.Continue(), wish.OpenSurvey(LISTENING["id"]), wish.Continue())
    walk.ask(wish.OpenMicrophone(), wish.RecordSpoken(), wish.StopRecording())
    views = {"survey_how": walk.ask(wish.Continue())}
    walk.ask(wish.Continue())
    views["survey_receipt"] = with_fixed_numbers(walk.ask(wish.SendSurvey()))
    return views


def _begun(language: str, profile: Profile, more: Mapping[str, Any] | None = None, **station: Any) -> Walk:
    """A visit with these aids, before its home page. ``station``: as of ``SampleStation``."""
    walk = Walk(language, profile, SampleStation(more or {}, **station))
    walk.conductor.start()
    walk.ask(wish.Start())
    walk.with_aids()
    return walk


def _at_home(language: str, profile: Profile, more: Mapping[str, Any] | None = None, **station: Any) -> Walk:
    walk = _begun(language, profile, more, **station)
    walk.ask(wish.Continue())
    return walk


def _budget_views(language: str, profile: Profile) -> dict[str, View]:
    walk = _at_home(language, profile)
    walk.ask(wish.OpenPolls(), wish.OpenDistricts(), wish.ChooseDistrict("N"), wish.OpenPoll(BUDGET))
    return {
        "budget": walk.ask(*map(wish.Choose, ("benches", "digital-help"))),
        "budget_review": walk.ask(wish.Continue()),
    }


def _views_of_other_kinds(language: str, profile: Profile) -> dict[str, View]:
    """The poll of the pictures, were it of a kind that the default content does not have."""
    ranks, faces = {"kind": "ranked"}, {"kind": "scale", "scale": "faces", "min": 0, "max": 6}
    against = {"kind": "scale", "scale": "numbers", "rule": "least_resistance", "min": 0, "max": 6}
    shares = {"kind": "points", "min": 1, "max": 10, "cap": 4}
    yes_no = open_poll(language, profile, {"kind": "yes_no", "question": YES_NO_QUESTION})
    ranked, scale = open_poll(language, profile, ranks), open_poll(language, profile, faces)
    points = open_poll(language, profile, shares)
    knapsack = open_poll(language, profile, _knapsack())
    children = open_poll(language, profile, _of_children())
    many = open_poll(language, profile, _many())
    alone = (wish.ShowOneByOne(), wish.ShowOption(1))
    return {
        "poll_about": open_poll(language, profile, {"secrecy": "simple", "audience": "6-13"}).ask(wish.OpenPollAbout()),
        "vote_guided": open_poll(language, profile, {}).ask(*alone, wish.TakeOption("wildflowers")),
        "vote_search": many.ask(wish.Choose("play"), wish.OpenSearch(), wish.SearchFor(_first_option(language))),
        "vote_found": many.ask(wish.Continue()),
        "vote_children": children.ask(wish.Choose("play")),
        "children_review": children.ask(wish.Continue()),
        "guided_rank": open_poll(language, profile, ranks).ask(
            wish.Choose("benches"), wish.Choose("raised-beds"), *alone, wish.RankAt("wildflowers", 2)
        ),
        "guided_scale": open_poll(language, profile, faces).ask(*alone),
        "guided_points": open_poll(language, profile, shares).ask(*alone),
        "vote_scale": scale.ask(wish.Rate("fruit-trees", 5), wish.Rate("wildflowers", 2)),
        "scale_review": scale.ask(wish.Continue()),
        "vote_resistance": open_poll(language, profile, against).ask(wish.Rate("fruit-trees", 3)),
        "vote_points": points.ask(
            *[wish.GivePoint("fruit-trees")] * 4, wish.GivePoint("play"), wish.GivePoint("fruit-trees")
        ),
        "points_review": points.ask(wish.Continue()),
        "vote_text": open_poll(language, profile, {"kind": "text", "min": 1, "max": 300}).ask(
            wish.Describe(_description(language))
        ),
        "vote_place": open_poll(language, profile, {"kind": "place"}).ask(wish.PointAt(12.1365, 54.0893)),
        "knapsack": knapsack.ask(*map(wish.Choose, ("benches", "play", "tool-shed"))),
        "knapsack_review": knapsack.ask(wish.Continue()),
        "vote_yes_no": yes_no.ask(wish.Choose("yes")),
        "yes_no_review": yes_no.ask(wish.Continue()),
        "vote_ranked": ranked.ask(*map(wish.Choose, ("benches", "play", "raised-beds")), wish.MoveUp("play")),
        "ranked_review": ranked.ask(wish.Continue()),
    }


def _of_children() -> Mapping[str, Any]:
    """The poll of the pictures, were it one for children: four pictures, of which one is to be chosen."""
    options = POLL_WIRE["options"]
    return {"audience": "6-13", "min": 1, "max": 1, "kind": "single", "options": options[:4]}


def _many() -> Mapping[str, Any]:
    """The poll of the pictures, were its list twice as long."""
    options = POLL_WIRE["options"]
    return {"options": [*options, *(option | {"id": f"{option['id']}-too"} for option in options)]}


def _first_option(language: str) -> str:
    title: str = POLL_WIRE["options"][0]["title"][language]
    return title


def _knapsack() -> Mapping[str, Any]:
    """The poll of the pictures, were its options projects that cost money."""
    poll = POLL_WIRE
    costs = [option | {"cost_euro": 1500 + 700 * number} for number, option in enumerate(poll["options"])]
    return {"kind": "knapsack", "budget_euro": 8000, "options": costs}


def open_poll(language: str, profile: Profile, more: Mapping[str, Any]) -> Walk:
    """A visit at the poll of the pictures, which has this besides."""
    walk = _at_home(language, profile, more)
    walk.ask(wish.OpenPolls(), wish.OpenPoll(POLL))
    return walk


def _with_fixed_code(view: View) -> View:
    """A receipt whose code is the same in every picture."""
    assert isinstance(view, ReceiptView)
    return replace(view, code=TRACKER, qr=receipt_link(LOOK_UP, TRACKER.replace("-", ""), PROOF))


def _category_views(walk: Walk, language: str) -> dict[str, View]:
    """What a report is about, chosen and searched for, and what is none. The walk ends where the district is asked."""
    street = wish.ChooseCategory("street")
    views = {"subcategories": walk.ask(wish.OpenReport(), street, wish.ChooseCategory("street-hole"), wish.Back())}
    views["categories"] = walk.ask(wish.Back())
    views["danger"] = walk.ask(wish.OpenDanger())
    views["signposts"] = walk.ask(wish.Back(), wish.OpenSignposts())
    views["signpost"] = walk.ask(wish.OpenSignpost("violence"))
    views["search"] = walk.ask(wish.Back(), wish.Back(), wish.OpenSearch(), wish.SearchFor(_LAMPS[language]))
    views["found"] = walk.ask(wish.Continue())
    views["report_districts"] = walk.ask(wish.Back(), wish.Back(), wish.Continue(), wish.Continue())
    views["object_number"] = walk.ask(wish.OpenObjectNumber(), wish.TypeCode("L0815"))
    views["scan"] = walk.ask(wish.OpenScanner())
    walk.ask(wish.Back(), wish.Back())
    return views


def _known_views(language: str, profile: Profile) -> dict[str, View]:
    """What is reported already close by, and joining it."""
    walk, street = _at_home(language, profile), wish.ChooseCategory("street")
    walk.ask(wish.OpenReport(), street, street, wish.ChooseDistrict("C"), wish.PointAt(*KNOWN_AT))
    views = {"known_reports": walk.ask(wish.Continue())}
    views["known_report"] = walk.ask(wish.OpenKnownReport("0" * 32))
    views["support_kept"] = walk.ask(wish.SupportReport())
    return views


def _report_views(language: str, profile: Profile) -> dict[str, View]:
    """A report nobody has pointed a place for, and its receipt with the same numbers in every picture."""
    walk, street = _at_home(language, profile), wish.ChooseCategory("street")
    roughly = walk.ask(wish.OpenReport(), street, street, wish.ChooseDistrict("N"))
    view = walk.ask(wish.Continue(), wish.Continue(), wish.Continue(), wish.Continue(), wish.FileReport())
    assert isinstance(view, ReceiptView)
    assert view.second is not None
    code = grouped_number(REPORT_NUMBER)
    second = replace(view.second, value="471 118")
    receipt = replace(view, code=code, qr=receipt_link(LOOK_UP, REPORT_NUMBER), second=second)
    return {"place_roughly": roughly, "report_receipt": receipt}


def _views_on_wish(walk: Walk) -> dict[str, View]:
    """What nobody has to give, from the description on: before and after it was given."""
    views = {"extras_before": walk.ask(wish.Continue()), "photo": walk.ask(wish.OpenCamera())}
    views["photo_taken"] = walk.ask(wish.TakePhoto())
    views["spoken"] = walk.ask(wish.Continue(), wish.OpenMicrophone(), wish.RecordSpoken())
    views["spoken_taken"] = walk.ask(wish.StopRecording())
    views["contact"] = walk.ask(wish.Continue(), wish.OpenContact(), wish.GiveContact("0381 381 0"))
    views["extras"] = walk.ask(wish.Continue())
    views["publication"] = walk.ask(wish.Continue())
    return views


def _description(language: str) -> str:
    return "Broken glass on the path" if language == "en" else "Glas auf dem Rad-Weg"
