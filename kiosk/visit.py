"""One visit at work: which rule answers which wish, and which view shows the result. Paints nothing, knows no clock.

The rules are in ``session.flow``, ``voting``, ``reporting`` and ``lookup``, the answers in ``session``. When a
visit begins and ends is the conductor's business.
"""

from __future__ import annotations

from collections.abc import Callable

from hardware.ports import PrintJob
from kiosk.event_log import Event
from kiosk.home import presenter as home_presenter
from kiosk.home.aids import profile_after
from kiosk.home.sign_video import sign_video_view, video_of
from kiosk.home.speech_view import speech_view
from kiosk.lookup import actions as lookup
from kiosk.lookup import presenter as lookup_presenter
from kiosk.reporting import actions as reporting
from kiosk.reporting import presenter as reporting_presenter
from kiosk.session import flow
from kiosk.session.context import NOTHING, Equipment, Notice
from kiosk.session.frame import Scene
from kiosk.session.session import Paper, Session, Step
from kiosk.station.catalogue import Offer
from kiosk.texts import Texts
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.views import ReceiptView, View
from kiosk.voting import actions as voting
from kiosk.voting import presenter as voting_presenter
from sync.protocol.languages import LANGUAGES

VIEWS: dict[Step, Callable[[Scene], View]] = {
    Step.LANGUAGES: home_presenter.languages_view,
    Step.AIDS: home_presenter.aids_view,
    Step.SPEECH: speech_view,
    Step.HOME: home_presenter.home_view,
    Step.HELP: home_presenter.help_view,
    Step.SIGN_VIDEO: sign_video_view,
    Step.UNFINISHED: home_presenter.unfinished_view,
    Step.POLLS: voting_presenter.polls_view,
    Step.DISTRICTS: voting_presenter.districts_view,
    Step.CODE: voting_presenter.code_view,
    Step.VOTE: voting_presenter.vote_view,
    Step.VOTE_REVIEW: voting_presenter.vote_review_view,
    Step.VOTE_RECEIPT: voting_presenter.vote_receipt_view,
    Step.CATEGORIES: reporting_presenter.categories_view,
    Step.REPORT_DISTRICTS: reporting_presenter.report_districts_view,
    Step.PLACE: reporting_presenter.place_view,
    Step.DESCRIPTION: reporting_presenter.description_view,
    Step.REPORT_REVIEW: reporting_presenter.report_review_view,
    Step.REPORT_RECEIPT: reporting_presenter.report_receipt_view,
    Step.LOOK_UP: lookup_presenter.look_up_view,
    Step.ANSWER: lookup_presenter.answer_view,
}
"""Which view shows which step."""

POLL_FLOW: flow.Path = (Step.HOME, Step.POLLS, Step.VOTE)
POLL_FLOW_WITH_CODE: flow.Path = (Step.HOME, Step.POLLS, Step.CODE, Step.VOTE)
REPORT_FLOW: flow.Path = (Step.HOME, Step.CATEGORIES, Step.REPORT_DISTRICTS, Step.PLACE, Step.DESCRIPTION)


class Visit:
    """One person's visit. Answers every intent, possible here or not, without an error."""

    def __init__(self, session: Session, *, offer: Offer, equipment: Equipment) -> None:
        """``offer`` stays the same until the visit ends, whatever content comes in meanwhile."""
        self._session = session
        self._offer = offer
        self._equipment = equipment
        self._here = session.district
        self._notice = NOTHING
        self._print_job: PrintJob | None = None
        self.ended = False
        """True when the person has ended the visit."""

    @property
    def session(self) -> Session:
        """What the person has chosen and entered so far."""
        return self._session

    def answer(self, intent: Intent) -> None:
        """Do what the person asked for, where it is possible here; otherwise nothing happens."""
        if self._answer_aid(intent):
            return
        self._notice = NOTHING
        if not self._answer_way(intent):
            self._answer_entry(intent)
        if not flow.RECEIPTS & set(self._session.path):
            self._leave_receipt()

    def view(self, *, seconds_left: int | None = None) -> View:
        """What to show now; with ``seconds_left`` the question whether the person is still there."""
        session = self._session
        words = Texts(session.language)
        scene = Scene(
            session=session,
            texts=words,
            offer=self._offer,
            here=self._here,
            today=self._equipment.today(),
            idle=self._equipment.idle,
            notice=_in_words(words, self._notice),
            can_print=self._equipment.print_receipt is not None,
            takes_reports=self._equipment.takes_reports(),
        )
        if seconds_left is not None:
            return home_presenter.idle_warning_view(scene, seconds_left=seconds_left)
        return VIEWS[session.step](scene)

    # --- aids: no answer is touched --------------------------------------------------------------------------------

    def _answer_aid(self, intent: Intent) -> bool:
        if (profile := profile_after(self._session.profile, intent)) is not None:
            self._session.profile = profile
            return True
        match intent:
            case intents.ChooseLanguage(language):
                self._choose_language(language)
            case intents.OpenLanguages():
                self._go(Step.LANGUAGES)
            case intents.OpenAids():
                self._go(Step.AIDS)
            case intents.OpenSpeech():
                self._go(Step.SPEECH)
            case intents.OpenHelp():
                self._go(Step.HELP)
            case intents.OpenSignVideo():
                if video_of(self._session.step, self._session, self._offer):
                    self._go(Step.SIGN_VIDEO)
            case intents.ReadAgain():
                if self._session.step is Step.SPEECH:
                    self._session.path = flow.done(self._session.path)
            case intents.PauseSpeech():
                pass  # the voice itself knows where it is
            case _:
                return False
        return True

    def _choose_language(self, code: str) -> None:
        if code not in {language.code for language in LANGUAGES}:
            return
        self._session.language = code
        if self._session.step is Step.LANGUAGES:
            self._session.path = flow.done(self._session.path)

    # --- ways ------------------------------------------------------------------------------------------------------

    def _answer_way(self, intent: Intent) -> bool:
        session = self._session
        match intent:
            case intents.Back():
                session.path = flow.back(session.path)
            case intents.Home():
                self._go_home()
            case intents.Continue():
                self._continue()
            case intents.EndVisit():
                self._end_or_ask()
            case intents.ThrowAway():
                self.ended = session.step is Step.UNFINISHED
            case intents.KeepGoing():
                self._keep_going()
            case intents.OpenPolls():
                known = session.district in self._offer.districts
                session.path = (Step.HOME, Step.POLLS if known else Step.DISTRICTS)
            case intents.OpenDistricts() if session.step is Step.POLLS:
                self._go(Step.DISTRICTS)
            case intents.OpenReport() if self._equipment.takes_reports():
                session.path = (Step.HOME, Step.CATEGORIES)
            case intents.OpenLookUp():
                lookup.open_look_up(session)
            case _:
                return False
        return True

    def _go(self, step: Step) -> None:
        self._session.path = flow.go(self._session.path, step)

    def _go_home(self) -> None:
        if Step.ANSWER in self._session.path:
            lookup.forget(self._session)
        self._session.path = flow.HOME

    def _continue(self) -> None:
        session = self._session
        match session.step:
            case Step.CODE:
                self._notice = voting.hand_in_code(session, offer=self._offer, equipment=self._equipment)
            case Step.VOTE:
                self._notice = voting.review(session, offer=self._offer, equipment=self._equipment)
            case Step.CATEGORIES | Step.REPORT_DISTRICTS | Step.PLACE | Step.DESCRIPTION:
                self._notice = reporting.go_on(session, offer=self._offer)
            case Step.LANGUAGES | Step.AIDS | Step.SPEECH | Step.HELP | Step.SIGN_VIDEO:
                session.path = flow.done(session.path)
            case Step.ANSWER:
                self._go_home()

    def _end_or_ask(self) -> None:
        if self._session.unfinished and self._session.step is not Step.UNFINISHED:
            self._go(Step.UNFINISHED)
        elif not self._session.unfinished:
            self.ended = True

    def _keep_going(self) -> None:
        session = self._session
        if session.step is not Step.UNFINISHED:
            return
        session.path = flow.back(session.path)
        if {Step.VOTE, Step.CATEGORIES} & set(session.path):
            return
        if session.open_ballots:
            session.poll = session.open_ballots[0]
            asks_code = self._offer.polls[session.poll].codes
            session.path = POLL_FLOW_WITH_CODE if asks_code else POLL_FLOW
        else:
            session.path = REPORT_FLOW[: 2 + bool(session.draft.category) + 2 * bool(session.draft.point)]

    def _leave_receipt(self) -> None:
        self._session.code = ""
        self._session.paper = Paper.NONE
        self._print_job = None

    # --- entries ---------------------------------------------------------------------------------------------------

    def _answer_entry(self, intent: Intent) -> None:
        session, offer, equipment = self._session, self._offer, self._equipment
        match session.step, intent:
            case Step.LOOK_UP, intents.TypeCode(text):
                self._notice = lookup.type_code(session, text)
            case Step.LOOK_UP, intents.LookUp():
                self._notice = lookup.look_up(session, equipment=equipment)
            case ((Step.VOTE_RECEIPT | Step.REPORT_RECEIPT), intents.PrintReceipt()):
                self._print()
            case Step.DISTRICTS, intents.ChooseDistrict(district) if district in offer.districts:
                session.district = district
                session.path = flow.done(session.path)
            case Step.POLLS, intents.OpenPoll(poll):
                self._notice = voting.open_poll(session, poll, offer=offer, equipment=equipment)
            case Step.CODE, intents.TypeCode(text):
                self._notice = voting.type_code(session, text)
            case Step.VOTE, intents.Choose() | intents.MoveUp():
                self._notice = voting.answer(session, intent, offer=offer)
            case Step.VOTE_REVIEW, intents.Cast():
                self._notice = voting.cast(session, offer=offer, equipment=equipment)
            case _:
                self._answer_report(intent)

    def _answer_report(self, intent: Intent) -> None:
        session, offer, equipment = self._session, self._offer, self._equipment
        match session.step, intent:
            case Step.CATEGORIES, intents.ChooseCategory(category):
                self._notice = reporting.choose_category(session, category, offer=offer)
            case Step.REPORT_DISTRICTS, intents.ChooseDistrict(district):
                self._notice = reporting.choose_district(session, district, offer=offer)
            case Step.PLACE, intents.PointAt(longitude, latitude):
                self._notice = reporting.point_at(session, (longitude, latitude), offer=offer)
            case Step.DESCRIPTION, intents.Describe(text):
                self._notice = reporting.describe(session, text)
            case Step.REPORT_REVIEW, intents.FileReport():
                self._notice = reporting.file(session, offer=offer, equipment=equipment)

    def _print(self) -> None:
        receipt = self.view()
        if self._session.paper is Paper.NONE and self._equipment.print_receipt and isinstance(receipt, ReceiptView):
            self._session.paper = Paper.COMING
            self._print_job = self._equipment.print_receipt(receipt)
            self.look_at_printer()

    def look_at_printer(self) -> bool:
        """True when a receipt that was on its way to paper has come out, or will not come."""
        result = self._print_job.poll() if self._print_job else None
        if result is None:
            return False
        self._print_job = None
        self._session.paper = Paper.OUT if result.ok else Paper.NONE
        if not result.ok:
            self._equipment.note(Event.NOT_PRINTED, result.state)
            self._notice = Notice("receipt.not_printed")
        return True


def _in_words(words: Texts, notice: Notice) -> str:
    if not notice.msgid:
        return ""
    return words.text(notice.msgid) if notice.number is None else words.plural(notice.msgid, notice.number)
