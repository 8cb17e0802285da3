"""The floor of every start: the smallest PySide6 program that shows a line of text full screen and is ready for touch.

Says READY=1 on $NOTIFY_SOCKET when it has painted, as the station does, and stays until it is ended.
"""

import os
import socket
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel


class Label(QLabel):
    """A line of text that says when it has been painted for the first time."""

    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, tell_ready)


def tell_ready():
    """READY=1 to whoever started us, once."""
    address = os.environ.pop("NOTIFY_SOCKET", "")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.sendto(b"READY=1", address)


app = QApplication(sys.argv)
window = Label("Mitmachstation")
window.setGeometry(app.primaryScreen().geometry())
window.showFullScreen()
sys.exit(app.exec())
