"""Telling the service manager how this program is (the protocol of sd_notify). Nothing happens without one."""

from __future__ import annotations

import os
import socket


def notify(message: str) -> None:
    """Send ``READY=1``, ``STOPPING=1`` or ``WATCHDOG=1`` to whoever started us and wants to know."""
    address = os.environ.get("NOTIFY_SOCKET")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
            channel.connect("\0" + address[1:] if address.startswith("@") else address)
            channel.sendall(message.encode())


def is_supervised() -> bool:
    """A service manager has started us, and starts us again when we end."""
    return "NOTIFY_SOCKET" in os.environ
