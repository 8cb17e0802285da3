"""A machine's services on a real D-Bus of its own: what UPower tells of the battery, and logind that turns it off."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusVariant, QDBusVirtualObject

from hardware.battery import DISPLAY_DEVICE, LOGIND, UPOWER

CHARGED: dict[str, Any] = {
    "IsPresent": True,
    "State": 4,
    "WarningLevel": 1,
    "Percentage": 100.0,
    "TimeToEmpty": 0,
}
"""A full battery at the mains; numbers as UPower counts them."""


class MachineServices(QDBusVirtualObject):
    """UPower and logind of a machine, as far as they are asked."""

    def __init__(self, bus: QDBusConnection) -> None:
        super().__init__()
        self.bus = bus
        self.battery: dict[str, Any] = dict(CHARGED)
        self.asked: list[tuple[str, list[object]]] = []
        whole = QDBusConnection.VirtualObjectRegisterOption.SubPath
        assert bus.registerVirtualObject("/org/freedesktop", self, whole)
        for name in (UPOWER, LOGIND):
            assert bus.registerService(name)

    def introspect(self, _path: str) -> str:
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
        self.asked.append((message.member(), message.arguments()))
        if message.member() == "Get":
            assert message.path() == DISPLAY_DEVICE
            value = self.battery.get(message.arguments()[1])
            found = value is not None
            answer = message.createReply(QDBusVariant(value)) if found else message.createErrorReply("org.x", "no")
        else:
            answer = message.createReply()
        return connection.send(answer)


@contextmanager
def own_bus() -> Iterator[str]:
    """A bus nobody else is on; its address."""
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        assert daemon.stdout is not None
        try:
            yield daemon.stdout.readline().strip()
        finally:
            daemon.terminate()


@contextmanager
def machine_on(address: str) -> Iterator[MachineServices]:
    """The services, as long as they are there."""
    name = "the machine"
    made = MachineServices(QDBusConnection.connectToBus(address, name))
    try:
        yield made
    finally:
        made.bus.unregisterObject("/org/freedesktop", QDBusConnection.UnregisterMode.UnregisterTree)
        QDBusConnection.disconnectFromBus(name)
