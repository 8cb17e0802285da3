"""A line to a mail server, kept secret as the settings say."""

from __future__ import annotations

import smtplib
import ssl


def open_mail_line(
    server: str, port: int, *, security: str, user: str, password: str, seconds: float, context: ssl.SSLContext
) -> smtplib.SMTP:
    """Connected, and signed in where a user is named. ``security`` is one of ``MAIL_SECURITIES``.

    Raises OSError and SMTPException; no line is left open then.
    """
    if security == "tls":
        line: smtplib.SMTP = smtplib.SMTP_SSL(server, port, timeout=seconds, context=context)
    else:
        line = smtplib.SMTP(server, port, timeout=seconds)
    try:
        if security == "starttls":
            line.starttls(context=context)
        if user:
            line.login(user, password)
    except BaseException:
        line.close()
        raise
    return line
