"""A mailbox as a receiver, for towns whose office has no server for reports: one mail for each report.

A mail says when a server has taken it, and then no more: nobody can look whether it has arrived, so one whose answer
was lost waits for somebody to decide. How far it is, the office says at the console.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from email.utils import formatdate

from sync.hub.handover.config import HandoverSettings
from sync.hub.handover.reasons import HandoverReason
from sync.hub.handover.receiver import (
    AnswerLost,
    NotHandedOver,
    OpenThere,
    OutgoingReport,
    PhotoRefused,
    RefusedThere,
    StateThere,
    Taken,
)
from sync.hub.mail_line import open_mail_line

PATIENCE_SECONDS = 60
_SIZE = 552
"""A server's answer to a mail that is too large."""


class Mailbox:
    """The receiver by SMTP. ``password`` is empty for a server that asks for none."""

    def __init__(
        self, settings: HandoverSettings, *, password: str = "", context: ssl.SSLContext | None = None
    ) -> None:
        self._settings, self._password = settings, password
        self._context = context or ssl.create_default_context()

    def close(self) -> None:
        """No mail follows."""

    def greet(self) -> None:
        """Connect and sign in, and no more. Raises NotHandedOver."""
        try:
            line = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            raise _not_taken(error) from error
        with suppress(OSError, smtplib.SMTPException):
            line.quit()
        line.close()

    def open_reports(self) -> Sequence[OpenThere] | None:
        """See Receiver: a mailbox tells nothing."""
        return None

    def picture(self, _address: str) -> bytes | None:
        """See Receiver: a mailbox tells nothing."""
        return None

    def check(self, parcel: OutgoingReport) -> None:
        """See Receiver: a mailbox takes everything."""

    def send(self, parcel: OutgoingReport) -> Taken:
        """See Receiver."""
        try:
            line = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            raise _not_taken(error) from error
        try:
            return self._hand_in(line, parcel)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                line.quit()
            line.close()

    def find(self, parcel: OutgoingReport, *, since: datetime, known: Collection[str]) -> Sequence[str]:  # noqa: ARG002
        """See Receiver: nobody can."""
        raise AnswerLost(HandoverReason.CANNOT_LOOK, detail=parcel.reference)

    def states(self, request_ids: Sequence[str]) -> Mapping[str, StateThere | None]:  # noqa: ARG002
        """See Receiver. Never asked: a mail has no number."""
        return {}

    def note(self, request_id: str, text: str) -> None:
        """See Receiver. Never asked: a mail has no number."""

    def number_of(self, token: str) -> str:  # noqa: ARG002
        """See Receiver."""
        return ""

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        return open_mail_line(
            settings.server, settings.port, security=settings.security, user=settings.user,
            password=self._password, seconds=PATIENCE_SECONDS, context=self._context,
        )  # fmt: skip

    def _hand_in(self, line: smtplib.SMTP, parcel: OutgoingReport) -> Taken:
        mail = _mail_of(parcel, to=self._settings.to)
        try:
            line.ehlo_or_helo_if_needed()
            for code, said in (line.mail(parcel.email), line.rcpt(self._settings.to)):
                if code >= 500:
                    raise RefusedThere(HandoverReason.INVALID, words=_text(said) or str(code), said=_text(said))
                if code >= 400:
                    raise NotHandedOver(HandoverReason.TROUBLED, detail=f"{code} {_text(said)}")
        except (OSError, smtplib.SMTPException) as error:
            raise _not_taken(error) from error
        try:
            code, said = line.data(mail.as_bytes())
        except smtplib.SMTPDataError as error:
            raise _not_taken(error) from error  # it refused before anything of the mail was sent
        except (OSError, smtplib.SMTPException) as error:
            raise AnswerLost(HandoverReason.NO_ANSWER, detail=type(error).__name__) from error
        if code == _SIZE and parcel.photo is not None:
            raise PhotoRefused(HandoverReason.INVALID, words=_text(said) or str(code))
        if code >= 500:
            raise RefusedThere(HandoverReason.INVALID, words=_text(said) or str(code), said=_text(said))
        if code >= 400:
            raise NotHandedOver(HandoverReason.TROUBLED, detail=f"{code} {_text(said)}")
        return Taken()


def _mail_of(parcel: OutgoingReport, *, to: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"] = parcel.email, to
    mail["Subject"] = f"Mängelmeldung {parcel.reference}: {' '.join(parcel.category.split())}"
    mail["Date"] = formatdate(localtime=False)
    domain = parcel.email.rpartition("@")[2]
    # The same for the same report: a mailbox that gets it twice can tell.
    mail["Message-ID"] = f"<{parcel.reference}@{domain}>"
    place = f"{parcel.latitude:.5f}, {parcel.longitude:.5f}"
    there = f"https://www.openstreetmap.org/?mlat={parcel.latitude:.5f}&mlon={parcel.longitude:.5f}"
    mail.set_content(f"{parcel.description}\n\nOrt: {place}\n{there}\n", cte="quoted-printable")
    if parcel.photo is not None:
        mail.add_attachment(parcel.photo, maintype="image", subtype="jpeg", filename=f"{parcel.reference}.jpg")
    return mail


def _not_taken(error: Exception) -> NotHandedOver:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return NotHandedOver(HandoverReason.KEY, words=_text(error.smtp_error) or str(error.smtp_code))
    if isinstance(error, smtplib.SMTPResponseException):
        return NotHandedOver(HandoverReason.TROUBLED, detail=f"{error.smtp_code} {_text(error.smtp_error)}")
    return NotHandedOver(HandoverReason.SILENT, detail=f"{type(error).__name__}: {error}")


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
