"""Whatever a person asks for, in whatever order: always a screen, a way home, nothing lost, nothing left behind."""

import io
import pickle
from dataclasses import asdict

from hypothesis import given, settings
from hypothesis import strategies as st

from accessibility.profile import Layout, Means, Profile, Switches, TextSize, Theme
from kiosk.session.idle import patience_seconds
from kiosk.session.session import Session
from kiosk.texts import Texts
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import AttractView, HomeView, IdleWarningView, ReceiptView, View
from sync.protocol.languages import LANGUAGES
from tests.kits.content import Keys
from tests.kits.examples import examples
from tests.kits.station_twin import Kit, Printer
from tests.kits.visit_paths import TO_THE_WORDS

KEYS = Keys()
CANARY = "Kanarienvogel-im-Kirschbaum"
CODE = "4711181501234567"

POLLS = ["garten-nordwest", "neuer-markt", "ortsbeirat-stadtmitte", "no-such-poll"]
OPTIONS = ["play", "benches", "tool-shed", "fruit-trees", "library", "shops", "trees", "no-such-option"]
DISTRICTS = ["A", "D", "N", "Z", ""]

aids = st.one_of(
    st.sampled_from(
        [wish.OpenLanguages(), wish.OpenAids(), wish.NextSize(), wish.NextTheme(), wish.SwitchSpeech(), wish.OpenHelp()]
    ),
    st.sampled_from([wish.SwitchExploring(), wish.Listen(), wish.Listen(exploring=True)]),
    st.sampled_from([*Means, "voodoo"]).map(lambda means: wish.UseMeans(str(means))),
    st.sampled_from([wish.OpenSpeech(), wish.ReadAgain()]),
    st.sampled_from([wish.Faster(), wish.Slower(), wish.Louder(), wish.Softer(), wish.PauseSpeech()]),
    st.sampled_from([wish.SwitchPrivateSpeech(), wish.SwitchCurtain()]),
    st.sampled_from([*Layout, "upside_down"]).map(lambda layout: wish.ChooseLayout(str(layout))),
    st.sampled_from([*Switches, "ten"]).map(lambda switches: wish.ChooseSwitches(str(switches))),
    st.sampled_from([*(language.code for language in LANGUAGES), "tlh"]).map(wish.ChooseLanguage),
    st.sampled_from([*TextSize, "huge"]).map(lambda size: wish.ChooseSize(str(size))),
    st.sampled_from([*Theme, "pink"]).map(lambda theme: wish.ChooseTheme(str(theme))),
)
ways = st.sampled_from(
    [
        wish.Start(),
        wish.Continue(),
        wish.Continue(),
        wish.Back(),
        wish.Home(),
        wish.KeepGoing(),
        wish.StartAfresh(),
        wish.OpenPolls(),
        wish.OpenDistricts(),
        wish.OpenReport(),
        wish.OpenLookUp(),
    ]
)
ends = st.sampled_from([wish.EndVisit(), wish.ThrowAway()])
entries = st.one_of(
    st.sampled_from(POLLS).map(wish.OpenPoll),
    st.sampled_from(OPTIONS).map(wish.Choose),
    st.sampled_from(DISTRICTS).map(wish.ChooseDistrict),
    st.sampled_from(["litter", "street", "no-such-category"]).map(wish.ChooseCategory),
    st.builds(wish.PointAt, st.floats(), st.floats()),
    st.builds(wish.PointAt, st.floats(11.9, 12.4), st.floats(54.0, 54.3)),
    st.sampled_from([CANARY, "", "x", CANARY * 100]).map(wish.Describe),
    st.sampled_from([CODE, "", "12345", "K7QFOM3AXI5TBJ4C6RBD"]).map(wish.TypeCode),
)
acts = st.sampled_from([wish.Cast(), wish.FileReport(), wish.PrintReceipt(), wish.LookUp()])
anything = st.one_of(aids, ways, entries, entries, acts, ends)
pauses = st.sampled_from([1, 59, 60, 179, 180, 200, 225])
happenings = st.lists(st.one_of(anything, anything, anything, pauses), max_size=40)


def live(kit: Kit, happening: object) -> View:
    return kit.wait(happening) if isinstance(happening, int) else kit.ask(happening)


def answers_of(session: Session) -> dict[str, object]:
    """Everything a person has said, without the aids and the place in the visit."""
    said = {kind.__name__: asdict(state) for kind, state in session.states.items() if state != kind()}
    return said | {"district": session.district}


def session_of(kit: Kit) -> Session | None:
    visit = kit.conductor._visit
    return visit.session if visit else None


def everything_in(thing: object) -> bytes:
    """All that can be reached from an object, as bytes to search in."""
    seen: dict[int, object] = {}
    queue = [thing]
    while queue:
        entry = queue.pop()
        if id(entry) in seen or isinstance(entry, type | type(io)):
            continue
        seen[id(entry)] = entry
        if isinstance(entry, dict):
            queue += [*entry.keys(), *entry.values()]
        elif isinstance(entry, list | tuple | set | frozenset):
            queue += entry
        elif hasattr(entry, "__dict__"):
            queue.append(vars(entry))
    plain = [entry for entry in seen.values() if isinstance(entry, str | bytes | float)]
    return pickle.dumps([str(entry) for entry in plain])


@given(happenings)
def test_there_is_always_a_screen_and_home_is_two_wishes_away(story):
    kit = Kit(keys=KEYS, printer=Printer())
    for happening in story:
        assert isinstance(live(kit, happening), View)
        if isinstance(kit.view, AttractView):
            continue
        assert kit.view.headline
    if session_of(kit) is None:
        kit.ask(wish.Start())
    assert isinstance(kit.ask(wish.Home()), HomeView)


@given(happenings, st.lists(aids, min_size=1, max_size=8))
def test_aids_never_change_an_answer(story, changes):
    kit = Kit(keys=KEYS)
    for happening in story:
        live(kit, happening)
    if session_of(kit) is None:
        kit.ask(wish.Start())
    before = answers_of(session_of(kit))
    kit.ask(*changes)
    assert answers_of(session_of(kit)) == before


@given(happenings)
def test_each_cast_is_one_write_and_nothing_else_writes(story):
    kit = Kit(keys=KEYS)
    receipts = set()
    for happening in story:
        puts = kit.outbox.puts
        view = live(kit, happening)
        if kit.outbox.puts != puts:
            assert kit.outbox.puts == puts + 1
            assert isinstance(happening, wish.Cast | wish.FileReport)
            assert isinstance(view, ReceiptView)
            receipts.add(view.code)
    assert len(kit.outbox.records) == kit.outbox.puts == len(receipts)


@given(happenings)
def test_after_the_visit_nothing_of_the_person_is_left(story):
    kit = Kit(keys=KEYS)
    kit.at_home()
    for happening in [*story, wish.Start(), wish.ChooseLanguage("en"), wish.Home(), wish.OpenReport()]:
        live(kit, happening)
    kit.ask(*TO_THE_WORDS, wish.Describe(CANARY))
    kit.ask(wish.PointAt(12.123456789, 54.123456789), wish.OpenLookUp(), wish.TypeCode(CODE))
    session = session_of(kit)
    assert CANARY in str(answers_of(session))
    assert CODE in str(answers_of(session))
    kit.ask(wish.EndVisit(), wish.ThrowAway())
    kit.wait(100)
    assert isinstance(kit.view, AttractView)
    assert kit.view.frame.profile == Profile()
    assert asdict(session) == asdict(Session(language="de", district=""))
    left = everything_in(vars(kit.conductor))
    assert b"D" in left  # the search does find what is there
    assert CANARY.encode() not in left
    assert CODE.encode() not in left
    assert b"12.123456789" not in left


def test_the_search_for_what_is_left_finds_a_visit_that_goes_on():
    kit = Kit(keys=KEYS)
    kit.at_home()
    kit.ask(*TO_THE_WORDS, wish.Describe(CANARY))
    assert CANARY.encode() in everything_in(vars(kit.conductor))


@settings(max_examples=examples(20))
@given(st.lists(st.one_of(aids, entries, acts), max_size=30))
def test_nothing_is_entered_before_a_visit_begins(story):
    kit = Kit(keys=KEYS)
    for happening in story:
        view = kit.ask(happening)
        by_touch = happening == wish.UseMeans("touch")
        if (
            isinstance(happening, wish.ChooseLanguage | wish.SwitchSpeech | wish.UseMeans | wish.Listen)
            and not by_touch
        ):
            return
        assert isinstance(view, AttractView)
    assert kit.outbox.puts == 0


@given(happenings)
def test_no_visit_ends_in_silence_before_the_time_it_was_promised_and_never_without_the_question(story):
    kit = Kit(keys=KEYS)
    kit.at_home()
    for happening in story:
        live(kit, happening)
        if session_of(kit) is None:
            kit.at_home()
    kit.ask(wish.KeepGoing())
    if session_of(kit) is None:
        return
    promise = Texts(session_of(kit).language).duration(patience_seconds(kit.idle, session_of(kit).profile))
    told = kit.ask(wish.OpenHelp())
    assert promise in " ".join(told.sentences)
    silent = 0
    while not isinstance(kit.view, IdleWarningView):
        assert session_of(kit) is not None
        kit.wait(1)
        silent += 1
    assert silent == patience_seconds(kit.idle, session_of(kit).profile)
    for _ in range(kit.idle.warning_seconds - 1):
        assert isinstance(kit.wait(1), IdleWarningView)
    assert isinstance(kit.wait(1), AttractView)


@given(st.lists(pauses, min_size=1, max_size=20))
def test_a_visit_left_alone_always_ends_with_the_greeting(story):
    kit = Kit(keys=KEYS)
    kit.at_home()
    kit.ask(wish.OpenReport(), wish.ChooseCategory("litter"))
    for seconds in story:
        kit.wait(seconds)
    kit.wait(kit.idle.switches_seconds)
    if isinstance(kit.view, IdleWarningView):
        kit.wait(kit.idle.warning_seconds)
    assert isinstance(kit.view, AttractView)
