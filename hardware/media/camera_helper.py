"""Sees: the process behind ``HelperCamera``. What the camera sees goes out small, a photo large and made anew.

    python -m hardware.media.camera_helper DEVICE

DEVICE as in ``eye``. Asked on standard input: ``take``. Ends with its starter, whose end of the pipe closes.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication

from hardware.media.eye import Eye, encoded, within
from hardware.media.helper_process import end, obey
from hardware.media.messages import Told, tell
from hardware.ports import CaptureState
from sync.foreign_media.bounds import MOST_SIDE_PX, MediaUnfit
from sync.foreign_media.pictures import picture_anew


class Photographer(Eye):
    """Looks, and takes a photo when asked."""

    def take(self) -> None:
        """The photo: what is seen now, made anew."""
        seen = self.seen()
        if seen.isNull():
            return
        large = within(seen, QSize(MOST_SIDE_PX, MOST_SIDE_PX))
        try:
            tell(Told.PHOTO, picture_anew(encoded(large, b"PNG", quality=80)))  # PNG: nothing is lost twice
        except MediaUnfit:
            end(CaptureState.LOST)


def main(device: str) -> None:
    """Look until the starter is gone."""
    application = QGuiApplication([])
    obey(application, {b"take": Photographer(device).take})


if __name__ == "__main__":
    main(sys.argv[1])
