"""Everything about the voice on one page: set at once, said in the new voice, forgotten with the visit."""

import pytest

from accessibility.narrator import Narrator
from accessibility.profile import Profile
from accessibility.speech import DEFAULT_RATE, DEFAULT_VOLUME_DB, RATES, VOLUMES_DB, SilentSpeaker
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import AidsView, AttractView, HomeView, LanguagesView, SpeechView, View, VoteView
from kiosk.voice.reader import Reader
from tests.kits.station_twin import Kit

VOTE = (wish.OpenPolls(), wish.OpenPoll("garten-nordwest"), wish.Choose("play"))


class Listener:
    """A visit with a silent speaker beside it."""

    def __init__(self, kit: Kit, language: str = "en") -> None:
        self.kit, self.speaker = kit, SilentSpeaker()
        self.reader = Reader(Narrator(self.speaker))
        self.show(kit.at_home(language))

    def show(self, view: View, after: wish.Intent | None = None) -> None:
        self.reader.show(view, [view.headline], after=after)

    def ask(self, *wishes: wish.Intent) -> list[str]:
        for intent in wishes:
            self.speaker.transcript.clear()
            self.show(self.kit.ask(intent), after=intent)
        return self.speaker.transcript


@pytest.fixture
def listener(kit: Kit) -> Listener:
    listener = Listener(kit)
    listener.ask(wish.SwitchSpeech())
    return listener


def test_the_button_of_every_page_starts_the_voice_and_then_leads_to_it(kit: Kit):
    aids = kit.at_home().frame.aids
    assert aids[1].intent == wish.SwitchSpeech()
    aids = kit.ask(wish.SwitchSpeech()).frame.aids
    assert aids[1].intent == wish.OpenSpeech()
    assert isinstance(kit.ask(aids[1].intent), SpeechView)
    assert isinstance(kit.ask(wish.Continue()), HomeView)


def test_the_page_of_all_aids_leads_there_too(kit: Kit):
    kit.at_home()
    view = kit.ask(wish.SwitchSpeech(), wish.OpenAids())
    assert isinstance(view, AidsView)
    assert wish.OpenSpeech() in [choice.intent for choice in view.speech]
    assert isinstance(kit.ask(wish.OpenSpeech()), SpeechView)


def test_it_never_costs_an_answer(kit: Kit):
    kit.at_home()
    before = kit.ask(*VOTE)
    back = kit.ask(wish.SwitchSpeech(), wish.OpenSpeech(), wish.Faster(), wish.SwitchPrivateSpeech(), wish.Continue())
    assert isinstance(back, VoteView)
    assert back.options == before.options


def test_every_step_is_said_at_the_speed_and_volume_it_sets(listener):
    assert listener.ask(wish.Faster()) == ["Speed 4 of 7"]
    assert listener.speaker.rate == 1.25
    assert listener.ask(wish.Slower()) == ["Speed 3 of 7"]
    assert listener.ask(wish.Louder()) == ["Volume 5 of 7"]
    assert listener.speaker.volume_db == DEFAULT_VOLUME_DB + 4
    assert listener.ask(wish.Softer()) == ["Volume 4 of 7"]


def test_the_ends_of_the_table_stay_and_are_said(listener):
    assert listener.ask(*[wish.Faster()] * 9) == ["Speed 7 of 7"]
    assert listener.ask(*[wish.Softer()] * 9) == ["Volume 1 of 7"]
    profile = listener.kit.view.frame.profile
    assert (profile.rate, profile.volume_db) == (RATES[-1], VOLUMES_DB[0])


def test_while_somebody_is_read_to_the_voice_just_goes_on_in_the_new_way(kit: Kit):
    class Reading(SilentSpeaker):
        def speaking(self) -> bool:
            return True

    listener = Listener(kit)
    listener.speaker = Reading()
    listener.reader = Reader(Narrator(listener.speaker))
    listener.ask(wish.SwitchSpeech())
    acts = list(listener.speaker.acts)
    assert listener.ask(wish.Faster()) == []
    assert listener.speaker.rate == 1.25
    assert listener.speaker.acts == acts


def test_pause_holds_the_voice_and_the_same_button_lets_it_go_on(listener):
    listener.ask(wish.OpenSpeech(), wish.PauseSpeech())
    assert listener.speaker.acts[-1] == "pause"
    listener.ask(wish.PauseSpeech())
    assert listener.speaker.acts[-1] == "resume"


def test_read_again_leaves_the_page_and_reads_the_one_before(listener):
    listener.ask(*VOTE, wish.OpenSpeech())
    assert listener.ask(wish.ReadAgain())[0] == "What matters to you in this garden?"
    assert isinstance(listener.kit.view, VoteView)


def test_covering_the_screen_is_said_and_needs_the_voice(listener):
    assert listener.ask(wish.SwitchCurtain()) == ["The screen is covered."]
    assert listener.kit.view.frame.curtain.intent == wish.SwitchCurtain()
    assert listener.ask(wish.SwitchCurtain()) == ["The screen can be seen again."]
    assert listener.kit.view.frame.curtain is None
    listener.ask(wish.SwitchCurtain(), wish.SwitchSpeech())
    assert listener.kit.view.frame.curtain is None


def test_the_place_is_said_when_it_is_shown_on_the_map(listener):
    listener.ask(
        wish.OpenReport(), wish.ChooseCategory("litter"), wish.ChooseCategory("litter"), wish.ChooseDistrict("N")
    )
    heard = listener.ask(wish.PointAt(12.1365, 54.0893))
    assert heard == [listener.kit.view.point_words]
    assert heard[0].startswith("Near")


def test_a_new_visit_begins_at_the_defaults(listener):
    listener.ask(wish.Faster(), wish.Louder(), wish.SwitchPrivateSpeech(), wish.SwitchCurtain(), wish.EndVisit())
    listener.show(listener.kit.wait(100))
    assert isinstance(listener.kit.view, AttractView)
    assert (listener.speaker.rate, listener.speaker.volume_db) == (DEFAULT_RATE, DEFAULT_VOLUME_DB)
    assert listener.kit.at_home().frame.profile == Profile()


def test_the_countdown_is_said_when_it_begins_and_then_every_quarter_minute(listener):
    listener.ask(*VOTE)
    listener.speaker.transcript.clear()
    heard = {}
    listener.show(listener.kit.wait(listener.kit.idle.started_seconds))
    for _ in range(listener.kit.idle.warning_seconds - 1):
        listener.speaker.transcript.clear()
        listener.show(listener.kit.wait(1))
        if listener.speaker.transcript:
            heard[listener.kit.view.seconds_left] = list(listener.speaker.transcript)
    assert sorted(heard) == [15, 30]
    assert all(str(left) in said[0] for left, said in heard.items())


def test_whoever_sees_nothing_can_begin_a_visit_with_the_voice(kit: Kit):
    view = kit.ask(wish.SwitchSpeech())
    assert isinstance(view, LanguagesView)
    assert view.frame.profile.speech
