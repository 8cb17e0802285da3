"""One visit at work: an intent in, a view out. Paints nothing, knows no clock.

What belongs to every visit is answered here, everything else by the tasks in turn. When a visit begins and ends is the
conductor's business.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from accessibility.profile import Means
from hardware.ports import PrintJob
from kiosk.event_log import KioskEvent
from kiosk.home import presenter as home_presenter
from kiosk.home.aids import profile_after
from kiosk.home.helper_view import covered, helper_view, own_number_view
from kiosk.home.sign_video import sign_video_view, video_of
from kiosk.home.speech_view import speech_view
from kiosk.practice import rules as practice
from kiosk.practice.exercises import EXERCISES
from kiosk.practice.presenter import as_practice
from kiosk.practice.state import PracticeState
from kiosk.session import flow, helper
from kiosk.session.context import NOTHING, Equipment, Notice
from kiosk.session.flow import VisitStep
from kiosk.session.frame import Scene
from kiosk.session.helper import Helper, Turn
from kiosk.session.kept_visit import Drafts, KeptVisit
from kiosk.session.session import ReceiptPaper, Session, Step
from kiosk.session.task import Task, Work
from kiosk.session.visit_counter import VisitTrace
from kiosk.station.catalogue import Offer
from kiosk.tasks import TASKS
from kiosk.texts import Texts
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.staff_intents import PutAside
from kiosk.viewmodel.views import AnswerView, ProjectView, ReceiptView, View
from sync.station.kept_drafts import KeptDraft
from sync.station.visit_book import VisitEnd

VIEWS: dict[Step, Callable[[Scene], View]] = {
    VisitStep.LANGUAGES: home_presenter.languages_view,
    VisitStep.AIDS: home_presenter.aids_view,
    VisitStep.SPEECH: speech_view,
    VisitStep.HOME: home_presenter.home_view,
    VisitStep.HELP: home_presenter.help_view,
    VisitStep.SIGN_VIDEO: sign_video_view,
    VisitStep.UNFINISHED: home_presenter.unfinished_view,
    VisitStep.OWN_NUMBER: own_number_view,
}
"""Which view shows which step of no task."""


class Visit:
    """One person's visit. Answers every intent, possible here or not, without an error."""

    def __init__(
        self,
        session: Session,
        *,
        offer: Offer,
        equipment: Equipment,
        tasks: tuple[Task, ...] = TASKS,
        drafts: Drafts | None = None,
        draft: KeptDraft | None = None,
    ) -> None:
        """``offer`` stays the same until the visit ends, whatever content comes in meanwhile.

        ``drafts`` keeps what the team has begun for somebody else, ``draft`` is what it goes on with.
        """
        self._session = session
        self._offer = offer
        self._equipment = equipment
        self._work = Work(session, offer, equipment, here=session.district)
        self._tasks = tasks
        self._views = VIEWS | {step: view for task in tasks for step, view in task.views.items()}
        self._here = session.district
        self._notice = NOTHING
        self._print_job: PrintJob | None = None
        self._printed_at: Step | None = None
        self._exercise: Visit | None = None
        """What is being practised: a visit with the same aids, of which nothing comes."""
        self._trace = VisitTrace(tasks)
        self._last_word: flow.Path | None = None
        self.ended = False
        """True when the person has ended the visit."""
        self._kept = KeptVisit(self._work, tasks, drafts, name=draft.name if draft else "") if drafts else None
        if self._kept and draft:
            self._kept.take_up(draft.data)

    @property
    def session(self) -> Session:
        """What the person has chosen and entered so far."""
        return self._session

    def answer(self, intent: Intent) -> None:
        """Do what the person asked for, where it is possible here; otherwise nothing happens."""
        self._session.untouched = False
        before = self._session.step
        if self._exercise is not None and not practice.leaves(intent):
            self._practise(self._exercise, intent)
            return
        self._end_exercise()
        is_aid = self._answer_aid(intent)
        if not is_aid:
            self._notice = NOTHING
            if not (self._answer_help(intent) or self._answer_way(intent)):
                self._answer_task(intent)
        self.settle_turn()
        self.attend()
        self._trace.note(self._session.profile, self._session.step)
        if self._session.step is not before:
            self.keep()
        if is_aid:
            return
        if not flow.has_ended(self._session.path) and self._printed_at not in self._session.path:
            self._leave_receipt()
        self._begin_exercise()

    def keep(self) -> bool:
        """Keep what the team has begun for somebody else. False when there is no room for it."""
        return self._kept is None or self._kept.keep()

    def attend(self) -> None:
        """Take over what camera and microphone have brought; where nobody uses them, they rest and forget."""
        using = next((task for task in self._tasks if self._session.step in task.captures), None)
        if using is None or self.ended:
            self._equipment.capture.rest()
        else:
            using.attend(self._work)

    def counted(self, *, is_finished: bool) -> VisitEnd:
        """What is counted of the visit, now that it is over; ``is_finished``: the person ended it."""
        is_left = not is_finished and self._session.path != self._last_word
        return self._trace.end(self._session, abandoned_at=self._session.step.value if is_left else "")

    def view(self, *, seconds_left: int | None = None) -> View:
        """What to show now; with ``seconds_left`` the question whether the person is still there."""
        scene = self._scene()
        if self._exercise is not None:
            return as_practice(self._exercise.view(seconds_left=seconds_left), scene.texts)
        if self._session.by_learner:
            return as_practice(self._shown(scene, seconds_left=seconds_left), scene.texts)
        return self._shown(scene, seconds_left=seconds_left)

    def _shown(self, scene: Scene, *, seconds_left: int | None) -> View:
        if seconds_left is not None:
            return home_presenter.idle_warning_view(scene, seconds_left=seconds_left)
        view = self._page(scene)
        return home_presenter.for_another(view, scene.texts) if self._session.by_team else view

    def _page(self, scene: Scene) -> View:
        self.settle_turn()
        turn = self.covered_for
        if turn is Turn.BOTH:
            return helper_view(scene)
        view = self._views[self._session.step](scene)
        if not view.part:  # two steps that look alike are two pages: keys begin at the top, and haste taps nothing
            view = replace(view, part=self._session.step.value)
        if self._equipment.runs_out() and not view.notice:
            view = replace(view, notice=scene.texts.text("visit.power"))
        return covered(view, scene) if turn is Turn.LISTENER else view

    @property
    def covered_for(self) -> Turn | None:
        """Whose turn it is on a page that must not be seen; None where it may."""
        return self._session.of(Helper).turn if helper.is_covered(self._session, self._tasks) else None

    def settle_turn(self) -> None:
        """Headphones may have been pulled out: then nobody listens any more behind a covered screen."""
        helper.settle_turn(self._session, self._tasks, in_private=self._equipment.in_private())

    def _scene(self) -> Scene:
        by_touch = self._session.profile.means is Means.TOUCH
        words = Texts(
            self._session.language,
            by_touch=by_touch,
            for_children=any(task.asks_children(self._session, self._offer) for task in self._tasks),
            phrases=self._offer.phrases,
        )
        return Scene(
            session=self._session,
            texts=words,
            offer=self._offer,
            here=self._here,
            now=self._equipment.now(),
            today=self._equipment.today(),
            idle=self._equipment.idle,
            tasks=self._tasks,
            notice=_in_words(words, self._notice),
            can_print=self._equipment.print_receipt is not None,
            is_silent=self._equipment.is_silent(),
            takes_reports=self._equipment.takes_reports(),
            help_lamp=self._equipment.help_lamp,
            stands_at=self._equipment.stands_at(),
            in_private=self._equipment.in_private(),
            capture=self._equipment.capture,
        )

    def _answer_help(self, intent: Intent) -> bool:
        if isinstance(intent, intents.SwitchHelpLamp):
            self._equipment.help_lamp.switch()
            return True
        in_private = self._equipment.in_private()
        notice = helper.answer(self._session, intent, self._tasks, in_private=in_private)
        self._notice = notice or NOTHING
        return notice is not None

    def _answer_task(self, intent: Intent) -> None:
        if not helper.may_answer(self._session, self._tasks, in_private=self._equipment.in_private()):
            return
        step = self._session.step
        for task in self._tasks:
            if (notice := task.answer(step, intent, self._work)) is not None:
                self._notice = notice
                self.ended = task.ends_visit(self._session)
                return

    # --- practice: a visit within the visit ----------------------------------------------------------------------

    def _begin_exercise(self) -> None:
        session = self._session.of(PracticeState).session if PracticeState in self._session.states else None
        if session is not None:
            offer = practice.offer_for_practice(self._offer, self._equipment.today())
            equipment = practice.equipment_for_practice(self._equipment)
            self._exercise = Visit(session, offer=offer, equipment=equipment, tasks=EXERCISES)

    def _practise(self, exercise: Visit, intent: Intent) -> None:
        """What is chosen of aids stays when the exercise is over; back before its first step it is."""
        exercise.answer(intent)
        self._session.language, self._session.profile = exercise.session.language, exercise.session.profile
        if exercise.session.step is VisitStep.HOME:
            self._end_exercise()

    def _end_exercise(self) -> None:
        if self._exercise is not None:
            self._exercise = self._session.of(PracticeState).session = None

    # --- aids: no answer is touched --------------------------------------------------------------------------------

    def _answer_aid(self, intent: Intent) -> bool:
        if (profile := profile_after(self._session.profile, intent)) is not None:
            self._session.profile = profile
            return True
        match intent:
            case intents.ChooseLanguage(language):
                self._choose_language(language)
            case intents.OpenLanguages():
                self._go(VisitStep.LANGUAGES)
            case intents.OpenAids():
                self._go(VisitStep.AIDS)
            case intents.OpenSpeech():
                self._go(VisitStep.SPEECH)
            case intents.OpenHelp():
                self._go(VisitStep.HELP)
            case intents.OpenSignVideo():
                if video_of(self._session.step, self._scene()):
                    self._go(VisitStep.SIGN_VIDEO)
            case intents.ReadAgain():
                if self._session.step is VisitStep.SPEECH:
                    self._session.path = flow.done(self._session.path)
            case intents.PauseSpeech():
                pass  # the voice itself knows where it is
            case _:
                return False
        return True

    def _choose_language(self, code: str) -> None:
        if code not in {language.code for language in self._offer.languages}:
            return
        self._session.language = code
        if self._session.step is VisitStep.LANGUAGES:
            begins_by_ear = self._session.path == flow.BEGIN and self._session.profile.walks
            # Whoever hears and has keys finds size and colours on the home page, if they are of any use.
            self._session.path = flow.HOME if begins_by_ear else flow.done(self._session.path)

    # --- ways ------------------------------------------------------------------------------------------------------

    def _answer_way(self, intent: Intent) -> bool:
        session = self._session
        match intent:
            case intents.Back():
                if not any(task.step_back(session.step, self._work) for task in self._tasks):
                    session.path = flow.back(session.path)
            case intents.Home():
                self._go_home()
            case intents.Continue() if session.step in flow.INTERLUDES:
                session.path = flow.done(session.path)
            case intents.EndVisit():
                self._end_or_ask()
            case intents.ThrowAway():
                self._throw_away()
            case PutAside() if self._kept and session.step is VisitStep.UNFINISHED:
                self.ended = self._kept.keep()
                self._notice = NOTHING if self.ended else Notice("unfinished.aside.no_room")
            case intents.KeepGoing():
                self._keep_going()
            case intents.PrintReceipt():
                self._print()
            case _:
                return False
        return True

    def _go(self, step: Step) -> None:
        self._session.path = flow.go(self._session.path, step)

    def _go_home(self) -> None:
        for task in self._tasks:
            task.leave(self._session)
        self._session.path = flow.HOME

    @property
    def has_unfinished(self) -> bool:
        """True while ending the visit would throw something away."""
        return bool(self._unfinished())

    def _unfinished(self) -> list[Task]:
        return [task for task in self._tasks if task.is_unfinished(self._session)]

    def _end_or_ask(self) -> None:
        if self._unfinished() and self._session.step is not VisitStep.UNFINISHED:
            self._go(VisitStep.UNFINISHED)
        elif not self._unfinished():
            self._end_or_be_asked()

    def _throw_away(self) -> None:
        self.ended = self._session.step is VisitStep.UNFINISHED
        if self.ended and self._kept:
            self._kept.drop()
            self._kept = None

    def _end_or_be_asked(self) -> None:
        """Where something was done, a task may have a last word, once. Whoever leaves then has ended the visit."""
        may_be = self._last_word is None and bool(self._trace.tasks)
        ways = (task.before_end(self._work) for task in self._tasks) if may_be else ()
        self._last_word = next((path for path in ways if path), ())
        if self._last_word:
            self._session.path, self._session.untouched = self._last_word, True
        else:
            self.ended = True

    def _keep_going(self) -> None:
        session = self._session
        if session.step is not VisitStep.UNFINISHED:
            return
        session.path = flow.back(session.path)
        if not any(task.is_under_way(session.path) for task in self._tasks):
            session.path = self._unfinished()[0].resume(self._work)

    def _leave_receipt(self) -> None:
        self._session.code = self._session.proof = ""
        self._session.paper = ReceiptPaper.NONE
        self._print_job = self._printed_at = None

    def _print(self) -> None:
        view = self._page(self._scene())
        receipt = view.slip if isinstance(view, ProjectView | AnswerView) else view
        if (
            self._session.paper is not ReceiptPaper.COMING
            and self._equipment.print_receipt
            and isinstance(receipt, ReceiptView)
        ):
            self._session.paper = ReceiptPaper.COMING
            self._printed_at = self._session.step
            self._print_job = self._equipment.print_receipt(receipt)
            self.look_at_printer()

    def look_at_printer(self) -> bool:
        """True when a receipt that was on its way to paper has come out, or will not come."""
        result = self._print_job.poll() if self._print_job else None
        if result is None:
            return False
        self._print_job = None
        self._session.paper = ReceiptPaper.OUT if result.ok else ReceiptPaper.NONE
        if not result.ok:
            self._equipment.note(KioskEvent.NOT_PRINTED, result.state)
            self._notice = Notice("receipt.not_printed")
        return True


def _in_words(words: Texts, notice: Notice) -> str:
    if not notice.msgid:
        return ""
    return words.text(notice.msgid) if notice.number is None else words.plural(notice.msgid, notice.number)
