"""Questions to services of the machine over the system's D-Bus, and what they answer. No call waits for an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # whoever only names the devices of a station does not load Qt
    from PySide6.QtCore import QObject
    from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

ANSWER_MS = 5_000
"""A service that has said nothing for so long does not answer."""

Answered = Callable[[object], None]
"""Told what a service has answered; None where there is no such service or it refuses."""


class SystemBus:
    """The bus at ``address``; empty: the system's. Where there is none, nothing answers, and it is looked for anew."""

    def __init__(self, address: str = "") -> None:
        self._address = address
        self._name = f"mitmach-{id(self)}"
        self._bus: QDBusConnection | None = None
        self._questions: dict[QObject, Answered] = {}

    @property
    def is_asking(self) -> bool:
        """True while an answer is still to come."""
        return bool(self._questions)

    def ask(
        self, service: str, path: str, method: str, arguments: Sequence[object], *, answered: Answered | None = None
    ) -> None:
        """Call a method, named with its interface. ``answered`` is called once, with the first thing it
        answers."""
        from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher

        interface, _, member = method.rpartition(".")
        message = QDBusMessage.createMethodCall(service, path, interface, member)
        message.setArguments(list(arguments))
        watcher = QDBusPendingCallWatcher(self._connected().asyncCall(message, ANSWER_MS))
        self._questions[watcher] = answered or (lambda _: None)
        watcher.finished.connect(self._answer)
        if watcher.isFinished():  # without a bus there is no answer, and nothing says so later
            self._answer(watcher)

    def close(self) -> None:
        """Leave the bus; nobody is told any answer that is still to come."""
        from PySide6.QtDBus import QDBusConnection

        self._questions.clear()
        self._bus = None
        QDBusConnection.disconnectFromBus(self._name)

    def _connected(self) -> QDBusConnection:
        from PySide6.QtDBus import QDBusConnection

        if self._bus is None or not self._bus.isConnected():
            QDBusConnection.disconnectFromBus(self._name)
            at = self._address or QDBusConnection.BusType.SystemBus
            self._bus = QDBusConnection.connectToBus(at, self._name)
        return self._bus

    def _answer(self, watcher: QDBusPendingCallWatcher) -> None:
        answered = self._questions.pop(watcher, None)
        if answered is not None:
            answered(_first_of(watcher.reply()))


def _first_of(message: QDBusMessage) -> object:
    """What the message says first, out of its wrapping; None for an error."""
    from PySide6.QtDBus import QDBusMessage, QDBusVariant

    is_answer = message.type() is QDBusMessage.MessageType.ReplyMessage
    said = message.arguments()[0] if is_answer and message.arguments() else None
    return said.variant() if isinstance(said, QDBusVariant) else said
