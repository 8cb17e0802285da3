"""A twin of a mail server: it speaks SMTP over a real socket, and keeps what it takes."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast


@dataclass
class MailServer:
    """What it has taken, and what it does to the next mail."""

    mails: list[EmailMessage] = field(default_factory=list)
    recipient_answer: str = "250 fine"
    end_answer: str = "250 taken"
    """What it says after the mail; empty: it takes the mail, and the connection ends."""
    port: int = 0


class _Handler(socketserver.StreamRequestHandler):
    twin: MailServer

    def handle(self) -> None:
        self._say("220 twin")
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                self._say("354 go on")
                if not self._take():
                    return
            elif word == b"RCPT":
                self._say(self.twin.recipient_answer)
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 fine")

    def _take(self) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if not self.twin.end_answer or self.twin.end_answer.startswith("250"):
            self.twin.mails.append(cast(EmailMessage, message_from_bytes(b"".join(lines), policy=policy.default)))
        if self.twin.end_answer:
            self._say(self.twin.end_answer)
        return bool(self.twin.end_answer)

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@contextmanager
def serving_mail() -> Iterator[MailServer]:
    """A mail server as long as this lasts."""
    twin = MailServer()
    handler: Any = type("Handler", (_Handler,), {"twin": twin})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        twin.port = server.server_address[1]
        try:
            yield twin
        finally:
            server.shutdown()
            thread.join()
