"""Speaking: how loud it is and how much time is left; then hearing it again."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from accessibility.profile import Means
from kiosk.screens import screen
from kiosk.viewmodel.intents import LookAtDevices
from kiosk.viewmodel.phrases import spoken_choice
from kiosk.viewmodel.views import SpokenView
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.layout.unpaged_screen import WholeScreen
from kiosk.widgets.level_meter import LevelMeter
from kiosk.widgets.live import Watch
from kiosk.widgets.text.label import Rank, Words
from kiosk.widgets.tiles.tile_layout import Style


@screen("spoken", SpokenView)
class SpokenScreen(WholeScreen):
    """The bars move while somebody speaks; who looks at them has the way to stop in view."""

    view: SpokenView

    def build(self) -> None:
        """The bars, the time, the buttons."""
        super().build()
        self.meter: LevelMeter | None = None
        self._counted = Words("", self.look, Rank.STRONG)
        self._buttons = TileGrid(self.look, Style(centred=True), columns=2 if self.look.metrics.roomy else 1)
        self._buttons.asked.connect(self.asked)
        self._watch = Watch(self.look.pictograms.live, look=self._look, changed=self._tell, parent=self)

    def fill(self) -> None:
        """How far it is."""
        super().fill()
        self._counted.show_text(self.view.counted)
        self._buttons.show_choices(self.view.choices)
        metered = list(self._metered())
        self.page.put([*metered, self._counted, self._buttons], stretching=metered)

    def _metered(self) -> Iterable[QWidget]:
        """The bars, while there is anything to measure; the page throws them away where they are not wanted."""
        if not self.view.level_name:
            self.meter = None
            return
        if self.meter is None:
            self.meter = LevelMeter(self.look)
        self.meter.setAccessibleName(self.view.level_name)
        yield self.meter

    def busy(self) -> bool:
        """Whoever speaks need not touch anything."""
        return self.view.listening

    def spoken_content(self) -> Iterable[str]:
        """How long, and what can be done."""
        yield self.view.counted
        for choice in self.view.choices:
            yield spoken_choice(choice, "")

    def showEvent(self, event: QShowEvent) -> None:
        """Look from now on."""
        super().showEvent(event)
        self._watch.begin()
        if self.view.listening and self.view.frame.profile.means is not Means.TOUCH:
            # Nothing is said meanwhile: whoever goes by keys ends it with the same key that began it.
            self.page.ways.tiles[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """The screen is thrown away."""
        super().hideEvent(event)
        self._watch.end()

    def _look(self) -> None:
        if self.meter is not None:
            self.meter.show_level(self.look.pictograms.live.level() if self.view.listening else 0.0)

    def _tell(self) -> None:
        self.asked.emit(LookAtDevices())
