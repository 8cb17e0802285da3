"""A visit from one page to the next, through the conductor, with a station in memory. Paints nothing."""

from __future__ import annotations

from pathlib import Path
from random import Random

from accessibility.profile import Profile, Switches
from hardware.fakes import MemoryLamp
from kiosk.conductor import Conductor
from kiosk.devtools.sample_media import sample_devices
from kiosk.devtools.sample_station import SampleStation
from kiosk.session.help_lamp import HelpLamp
from kiosk.session.idle import patience_seconds
from kiosk.viewmodel import intents as wish
from kiosk.viewmodel.views import View
from sync.station.config import StationConfig


class Walk:
    """A visit in one language and with these aids."""

    def __init__(self, language: str, profile: Profile, station: SampleStation) -> None:
        self._language, self._profile = language, profile
        self._seconds = 0.0
        self._config = StationConfig(data=Path("/"), hub_url="", language=language)
        self.conductor = Conductor(
            station=station,
            config=self._config,
            monotonic=lambda: self._seconds,
            random=Random(1),  # noqa: S311  the same order of options in every picture
            note=lambda *_: None,
            capture=sample_devices(),
            help_lamp=HelpLamp(MemoryLamp()),
        )

    def ask(self, *wishes: wish.Intent) -> View:
        """Ask for one thing after the other; the last view."""
        for intent in wishes:
            view = self.conductor.handle(intent)
        return view

    def with_aids(self) -> View:
        """Choose language and aids."""
        speech: tuple[wish.Intent, ...] = (wish.SwitchSpeech(),) if self._profile.speech else ()
        speech += (wish.SwitchCurtain(),) if self._profile.curtain else ()
        means: tuple[wish.Intent, ...] = (wish.UseMeans(self._profile.used.value),)
        if self._profile.switches is not Switches.NONE:
            means += (wish.ChooseSwitches(self._profile.switches.value),)
        means += (wish.SwitchExploring(),) if self._profile.exploring else ()
        size, theme = wish.ChooseSize(self._profile.size), wish.ChooseTheme(self._profile.theme)
        return self.ask(wish.ChooseLanguage(self._language), size, theme, *speech, *means)

    def go_home(self) -> View:
        """Begin, choose language and aids, and come to the home page."""
        self.conductor.start()
        self.ask(wish.Start())
        self.with_aids()
        return self.ask(wish.Continue())

    def leave_alone(self) -> View:
        """Wait until the station asks."""
        self._seconds += patience_seconds(self._config.idle, self._profile)
        view = self.conductor.tick()
        assert view is not None
        return view
