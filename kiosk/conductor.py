"""The visits of a station, one after the other: when one begins and ends, and what is shown when nobody is there.

Says it in views; paints nothing. What happens within a visit stands in ``visit``, how long silence may last in
``idle``. Keeps the one visit that is going on, and nothing of the ones before.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, tzinfo
from random import Random
from typing import Protocol

from accessibility.profile import Profile
from hardware.ports import Charge, Nearness
from kiosk.event_log import KioskEvent
from kiosk.greeting import Greeting, GreetingStation
from kiosk.home.presenter import goodbye_view, out_of_order_view
from kiosk.session import flow, idle
from kiosk.session.asking import Asking
from kiosk.session.beginning import begins_by_ear, begins_visit
from kiosk.session.capture import CaptureDevices
from kiosk.session.context import Equipment, NoteEvent, Outbox, PrintReceipt
from kiosk.session.farewell import GOODBYE_SECONDS, Farewell
from kiosk.session.help_lamp import HelpLamp
from kiosk.session.presence import Presence
from kiosk.session.session import Session
from kiosk.session.visit_counter import CountingStation, VisitCounter
from kiosk.staff.panel import Staff
from kiosk.staff.presenter import staff_slip, staff_view
from kiosk.staff.states import StationReport
from kiosk.station.catalogue import Offer, read_offer
from kiosk.station.package import Package
from kiosk.station.trouble import Trouble
from kiosk.team_visits import learning_visit, visit_for_another
from kiosk.viewmodel import intents
from kiosk.viewmodel.intents import Intent
from kiosk.viewmodel.staff_intents import LayReport
from kiosk.viewmodel.views import ReceiptView, View
from kiosk.visit import Visit
from sync.protocol.errors import Refused
from sync.protocol.keys import SealKey
from sync.protocol.polls.poll import Poll
from sync.protocol.records import Dated
from sync.station.attachment_store import BlobKind
from sync.station.config import StationConfig
from sync.station.place_today import PlaceToday


class Station(CountingStation, GreetingStation, Protocol):
    """The machine as the conductor sees it: ``kiosk.station.station.StationFile``. Asked again about each second."""

    @property
    def outbox(self) -> Outbox:
        """Where records go. Used only while there is no trouble."""

    @property
    def name(self) -> str:
        """What people call it, as it was enrolled; empty before."""

    def trouble(self) -> Trouble | None:
        """What keeps the station from serving, None when nothing does."""

    def content_id(self) -> str:
        """The id of the content package on show, empty when there is none. Cheap."""

    def evening_poll(self) -> Poll | None:
        """The poll that was opened here for one evening and is not counted yet; None for none."""

    def package(self) -> Package | None:
        """The content package on show, verified; None when there is none that is whole."""

    def dated(self, zone: tzinfo | None, /) -> Dated:
        """How to date what is left just now; days are those of this zone (None: of the machine's)."""

    def place(self) -> PlaceToday | None:
        """Where the team says the station stands today; None where it has not."""

    def takes_reports(self) -> bool:
        """False while what room is left on the disk is kept for votes."""

    def keep_attachment(self, data: bytes, *, kind: BlobKind, key: SealKey) -> tuple[str, ...]:
        """Keep a photo or a spoken message: the names of its sealed pieces. Raises NotStored."""

    def prove(self, poll: str, tracker: str, /) -> str:
        """What proves on a slip that this station gave this tracker for this poll; empty where it has no key."""

    def renew_slip_key(self, seal_key: Callable[[datetime], SealKey], /) -> None:
        """Make the key that signs slips anew, where it is time. Only while there is no trouble and nobody is here: that
        the hub hears of it then says nothing of anybody."""

    def note_begun(self) -> None:
        """A visit has something that is not stored yet; the outbox notes when it is."""

    def note_silent(self, silent: bool, /) -> None:
        """Nothing can be heard here, or it can again: attendants and the hub are told."""


class Conductor:
    """Answers every intent with the view to show. Never raises for anything a person can do."""

    def __init__(
        self,
        *,
        station: Station,
        config: StationConfig,
        monotonic: Callable[[], float],
        random: Random,
        note: NoteEvent,
        print_receipt: PrintReceipt | None = None,
        draw_pdf: Callable[[ReceiptView], bytes] = lambda _view: b"",
        staff: Staff | None = None,
        has_slept: Callable[[], bool] = lambda: False,
        capture: CaptureDevices | None = None,
        in_private: Callable[[], bool] = lambda: False,
        help_lamp: HelpLamp | None = None,
        nearness: Nearness | None = None,
    ) -> None:
        """``monotonic`` gives seconds; ``note`` logs an event; ``print_receipt`` is None without a printer;
        ``draw_pdf`` makes a PDF of what would be printed.

        ``staff`` is the attendants' page, where there is one; ``has_slept`` is true once after each sleep; ``capture``
        are camera and microphone; ``in_private`` is true while headphones are plugged in; ``help_lamp`` calls the team;
        ``nearness`` sees whether somebody is there.
        """
        self._station = station
        self._config = config
        self._monotonic = monotonic
        self._random = random
        self._note = note
        self._print_receipt = print_receipt
        self._draw_pdf = draw_pdf
        self._staff = staff
        self._has_slept = has_slept
        self._capture = capture or CaptureDevices()
        self._in_private = in_private
        self._help_lamp = help_lamp or HelpLamp()
        self._presence = Presence(nearness, monotonic=monotonic)
        self._asking = Asking(monotonic)
        self._greeting = Greeting(station, config, monotonic=monotonic)
        self._counter = VisitCounter(station, today=lambda: date.fromisoformat(station.dated(self._zone).day))
        self._visit: Visit | None = None
        self._farewell: Farewell | None = None
        self._offer: Offer | None = None
        self._package: Package | None = None
        self._content_id = ""
        self._evening: Poll | None = None
        self._trouble: Trouble | None = None
        self._charge = Charge.ENOUGH
        self._seconds_left: int | None = None
        self._touched_at = monotonic()
        self._has_sound: bool | None = None
        self._noted = False
        """It is on disk that the visit has something begun."""

    def start(self) -> View:
        """The first view."""
        self._greeting.start()
        self._look_at_station()
        return self._view()

    def handle(self, intent: Intent) -> View:
        """The view that follows from what the person asked for."""
        if self._wake():
            return self._view()
        self._touched_at = self._monotonic()
        self._presence.touched()
        asked_whether_there, self._seconds_left = self._seconds_left is not None, None
        if self._visit is not None and isinstance(intent, intents.StartAfresh):
            self._start_afresh(self._visit, asked_for=asked_whether_there)
        elif self._visit is not None:
            self._visit.answer(intent)
            self._note_begun(self._visit)
            if self._visit.ended:
                self._say_goodbye(self._visit.session)
        elif self._staff is not None and self._staff.state is not None:
            self._answer_staff(self._staff, intent)
            if self._offer is not None:
                self._follow_staff(self._staff, self._offer)
        elif self._staff is not None and isinstance(intent, intents.OpenStaff):
            self._farewell = None
            self._counter.write()
            self._staff.open(self._offer)
        elif self._offer is not None and self._trouble is None:
            self._begin(intent, self._offer)
        return self._view()

    def touch(self) -> View | None:
        """The screen was touched: somebody is there. A view only during the idle warning, which then has all its time.

        Who it is, the person of before or the next one, only an answer tells.
        """
        if self._wake():
            return self._view()
        self._touched_at = self._monotonic()
        self._presence.touched()
        if self._visit is None:
            return None
        session = self._visit.session
        session.untouched = False
        if self._seconds_left is None:
            return None
        self._touched_at -= idle.patience_seconds(self._config.idle, session.profile)
        self._seconds_left = self._config.idle.warning_seconds
        return self._view()

    def hears(self) -> None:
        """The person is being read to, or watches a film: until the idle warning is there, that is no silence."""
        if self._seconds_left is None:
            self._touched_at = self._monotonic()

    def note_sound(self, there: bool) -> View | None:
        """Whether there is a sound device; without one nobody is told that they are read to. A view if that is new."""
        before, self._has_sound = self._has_sound, there
        if there is before:
            return None
        self._station.note_silent(not there)
        if before is None and there:
            return None
        self._note(KioskEvent.SOUND if there else KioskEvent.NO_SOUND)
        return self._view()

    def tick(self) -> View | None:
        """Time passes; to be called about every second. A view if another one is to be shown."""
        before, paper_came = self._shown(), False
        self._wake()
        self._look_at_station()
        if self._visit is not None:
            self._judge_silence(self._visit.session)
            if self._visit is not None:
                self._visit.settle_turn()
            paper_came = self._visit is not None and self._visit.look_at_printer()
        elif self._staff is not None and self._staff.state is not None:
            self._staff.look()
        elif self._farewell is not None and self._monotonic() >= self._farewell.until:
            self._farewell = None
        self._greeting.pass_time()
        if self._trouble is None:
            self._counter.look(is_free=self._visit is None)
            if self._visit is None and self._offer is not None:
                self._station.renew_slip_key(self._offer.seal_key)
        return self._view() if paper_came or self._shown() != before else None

    def close(self) -> None:
        """The station ends in order: what there was of a visit under way is counted. Whoever is here is told later."""
        if self._visit is not None and not self._visit.session.is_of_team:
            self._counter.end(self._visit.counted(is_finished=False))
        self._counter.write()

    @property
    def restarts(self) -> bool:
        """The team wants the station to start anew: the program is to end, and whoever watches over it starts it."""
        return self._staff is not None and self._staff.restarts

    def read_content(self, target: str) -> bytes:
        """A file of the content on show. Raises FileNotFoundError when there is none."""
        try:
            if self._package is not None:
                return self._package.read(target)
        except KeyError:
            pass
        raise FileNotFoundError(target)

    @property
    def offer(self) -> Offer | None:
        """What the station has to offer now; None without content."""
        return self._offer

    @property
    def _zone(self) -> tzinfo | None:
        return self._offer.zone if self._offer else None

    def _view(self) -> View:
        if self._visit is not None:
            return self._visit.view(seconds_left=self._seconds_left)
        if self._staff is not None and self._staff.state is not None:
            return staff_view(
                self._config.language,
                self._staff.state,
                zone=self._zone,
                can_print=self._print_receipt is not None,
            )
        if self._trouble is not None or self._offer is None:
            return out_of_order_view(self._greeting.language(self._offer), self._trouble or Trouble.NO_CONTENT)
        if self._farewell is not None:
            return goodbye_view(self._farewell.language, self._farewell.profile, self._offer.colours)
        return self._greeting.view(self._offer)

    def _answer_staff(self, staff: Staff, intent: Intent) -> None:
        if isinstance(intent, intents.PrintReceipt) and self._print_receipt is not None and staff.state is not None:
            slip = staff_slip(self._config.language, staff.state, zone=self._zone)
            if slip is not None:
                staff.printing(self._print_receipt(slip))
        elif isinstance(intent, LayReport) and isinstance(staff.state, StationReport) and not staff.state.is_busy:
            slip = staff_slip(self._config.language, staff.state, zone=self._zone)
            if slip is not None:
                staff.lay_on_stick(self._draw_pdf(slip))
        else:
            staff.answer(intent)

    def _shown(self) -> tuple[object, ...]:
        staff = self._staff.state if self._staff is not None else None
        covered = self._visit.covered_for if self._visit is not None else None
        greeting = (self._trouble, self._offer, self._charge, *self._greeting.told(self._offer))
        return (self._visit, covered, self._seconds_left, self._farewell, *greeting, staff)

    # --- the station -----------------------------------------------------------------------------------------------

    def _look_at_station(self) -> None:
        found, self._charge = self._station.trouble(), self._station.charge
        if self._visit is not None:
            if found is None or not found.ends_visits:
                return  # a visit keeps the content it began with and may finish what it can
            self._forget()
        can_read = found is None or found.is_pause
        if can_read and (self._offer is None or self._station.content_id() != self._content_id):
            self._read_offer()
        if can_read and self._offer is not None and self._station.evening_poll() != self._evening:
            self._read_offer()
        if found is None and self._offer is None:
            found = Trouble.NO_CONTENT
        self._greeting.look(is_well=found is None, since=self._touched_at)
        if found is not self._trouble:
            self._note(KioskEvent.OUT_OF_ORDER if found else KioskEvent.IN_ORDER, found)
        self._trouble = found

    def _read_offer(self) -> None:
        content_id, package = self._station.content_id(), self._station.package()
        self._package = package
        try:
            self._evening = self._station.evening_poll()
            self._offer = read_offer(package).at(self._station.name, evening=self._evening) if package else None
        except Refused as error:
            self._offer = None
            self._note(KioskEvent.CONTENT_UNREADABLE, error)
        if content_id != self._content_id:
            self._note(KioskEvent.CONTENT_CHANGED)
        self._content_id = content_id

    # --- a visit begins and ends -----------------------------------------------------------------------------------

    def _begin(self, intent: Intent, offer: Offer) -> None:
        if not begins_visit(intent):
            return
        session = Session(
            language=self._config.language,
            district=self._station.district,
            profile=Profile(speech=self._config.speech.on_at_start or begins_by_ear(intent)),
            path=flow.BEGIN,
        )
        self._farewell = None
        self._greeting.forget_interrupted()
        self._visit = Visit(session, offer=offer, equipment=self._equipment())
        self._counter.begin()
        self._presence.begin()
        if not isinstance(intent, intents.Start | intents.SwitchSpeech):
            self._visit.answer(intent)

    def _follow_staff(self, staff: Staff, offer: Offer) -> None:
        """The team leaves its page for a visit that is nobody's, where it wants to: none is counted."""
        name, here = staff.begins_for_another, {"language": self._config.language, "district": self._station.district}
        if staff.practises:
            self._visit = learning_visit(offer, self._equipment(), **here)
        elif name is not None:
            self._visit = visit_for_another(offer, self._equipment(), **here, drafts=staff.drafts, name=name)
        if self._visit is not None:
            staff.close()

    def _equipment(self) -> Equipment:
        return Equipment(
            outbox=self._station.outbox,
            registers=self._station.registers,
            now=self._station.now,
            dated=lambda: self._station.dated(self._zone),
            zone=self._zone,
            takes_reports=self._station.takes_reports,
            help_lamp=self._help_lamp,
            stands_at=self._station.place,
            runs_out=lambda: self._charge is Charge.CRITICAL,
            random=self._random,
            note=self._note,
            idle=self._config.idle,
            asking=self._asking.of_new_visit(),
            print_receipt=self._print_receipt,
            prove=self._station.prove,
            is_silent=lambda: self._has_sound is False,
            in_private=self._in_private,
            capture=self._capture,
            keep_attachment=self._station.keep_attachment,
        )

    def _judge_silence(self, session: Session) -> None:
        silence = self._monotonic() - self._touched_at
        away = self._presence.away_seconds(is_asked=self._seconds_left is not None)
        untouched, profile, times = session.untouched, session.profile, self._config.idle
        match idle.judge_silence(silence, untouched=untouched, profile=profile, times=times, away_seconds=away):
            case idle.Warn(seconds_left):
                self._seconds_left = seconds_left
            case idle.End():
                self._forget()
            case idle.Stay():
                self._seconds_left = None

    def _wake(self) -> bool:
        """True when the machine has just slept: whoever is here now is another one, and finds the greeting."""
        if not self._has_slept():
            return False
        self._forget()
        if self._staff is not None:
            self._staff.close()
        self._look_at_station()
        return True

    def _start_afresh(self, visit: Visit, *, asked_for: bool) -> None:
        """Only where the station asked who is there, or where nothing would be lost."""
        if not asked_for and visit.has_unfinished:
            return
        is_of_team = visit.session.is_of_team
        self._forget(is_finished=not asked_for)
        self._look_at_station()
        if is_of_team:
            return
        if self._offer is not None and self._trouble is None:
            self._begin(intents.Start(), self._offer)

    def _note_begun(self, visit: Visit) -> None:
        """What is begun is noted before it can be stored; that it is stored notes the outbox itself."""
        if not self._noted and visit.has_unfinished and not visit.session.by_learner:
            self._station.note_begun()
            self._noted = True

    def _say_goodbye(self, session: Session) -> None:
        farewell = Farewell(session.language, session.profile, self._monotonic() + GOODBYE_SECONDS)
        self._forget(is_finished=True)
        self._farewell = farewell

    def _forget(self, *, is_finished: bool = False) -> None:
        self._capture.rest()
        self._help_lamp.put_out()
        if self._visit is not None:
            self._visit.keep()
            if not self._visit.session.is_of_team:
                self._counter.end(self._visit.counted(is_finished=is_finished))
            self._visit.session.wipe(language=self._config.language)
        if self._noted:
            self._station.note_over()
            self._noted = False
        self._visit = self._farewell = self._seconds_left = None
