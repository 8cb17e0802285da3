"""Taking a photo: what the camera sees, large; then the photo, and what to do with it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QHideEvent, QShowEvent

from kiosk.screens import screen
from kiosk.viewmodel.intents import LookAtDevices
from kiosk.viewmodel.phrases import spoken_choice
from kiosk.viewmodel.views import PhotoView
from kiosk.widgets.layout.stack_and_grid import TileGrid
from kiosk.widgets.layout.unpaged_screen import WholeScreen
from kiosk.widgets.live import Watch
from kiosk.widgets.tiles.tile_layout import Style
from kiosk.widgets.viewfinder import Viewfinder


@screen("photo", PhotoView)
class PhotoScreen(WholeScreen):
    """The picture takes all the room there is."""

    view: PhotoView

    def build(self) -> None:
        """The picture and the buttons below it."""
        super().build()
        self.viewfinder = Viewfinder(self.look)
        self._buttons = TileGrid(self.look, Style(centred=True), columns=2 if self.look.metrics.roomy else 1)
        self._buttons.asked.connect(self.asked)
        self._watch = Watch(self.look.pictograms.live, look=self._look, changed=self._tell, parent=self)
        self.page.put([self.viewfinder, self._buttons], stretching=[self.viewfinder])

    def fill(self) -> None:
        """The photo, or what the camera sees."""
        super().fill()
        self.viewfinder.setAccessibleName(self.view.picture_name)
        self._buttons.show_choices(self.view.choices)
        if self.view.picture or not self.view.live:
            self.viewfinder.show_picture(self.view.picture)

    def spoken_content(self) -> Iterable[str]:
        """What stands for the picture, and what can be done."""
        yield self.view.picture_name
        for choice in self.view.choices:
            yield spoken_choice(choice, "")

    def showEvent(self, event: QShowEvent) -> None:
        """Look from now on."""
        super().showEvent(event)
        self._watch.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        """The screen is thrown away."""
        super().hideEvent(event)
        self._watch.end()

    def _look(self) -> None:
        if self.view.live and (seen := self.look.pictograms.live.picture()):
            self.viewfinder.show_picture(seen)

    def _tell(self) -> None:
        self.asked.emit(LookAtDevices())
