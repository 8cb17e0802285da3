"""The ways of alarms out of the hub: a mail, and a message to an address of the city's own (a webhook)."""

from __future__ import annotations

import dataclasses
import smtplib
import ssl
from datetime import datetime
from email.message import EmailMessage
from email.utils import formatdate

import requests

from sync.http_session import bounded, new_session
from sync.hub.config import HubConfig
from sync.hub.mail_line import open_mail_line
from sync.hub.monitoring.alarms import ToTell
from sync.protocol.encoding import to_timestamp

PATIENCE_SECONDS = 30


class NotSaid(Exception):  # noqa: N818  (says which way did not work, for the person who runs the hub)
    """An alarm did not get out. It is tried again the next time."""


def say(told: ToTell, config: HubConfig, *, now: datetime) -> list[str]:
    """By every way that is set. Returns their names; raises NotSaid when one did not work, after trying all."""
    ways = {"mail": _mail, "webhook": _post}
    set_ways = [name for name, is_set in (("mail", config.alarm_mail_to), ("webhook", config.alarm_webhook)) if is_set]
    troubles = []
    for name in set_ways:
        try:
            ways[name](told, config, now)
        except (OSError, smtplib.SMTPException, requests.RequestException) as error:
            troubles.append(f"{name}: {type(error).__name__}: {error}")
    if troubles:
        raise NotSaid("; ".join(troubles))
    return set_ways


def subject_of(told: ToTell, config: HubConfig) -> str:
    """What a mail is headed with."""
    name = f"{_mark(config)}Mitmachstation"
    first = told.begun[0].words if told.begun else f"vorbei: {told.over[0].words}"
    more = len(told.begun or told.over) - 1
    return f"{name}: {first[:80]}{f' (+{more})' if more else ''}"


def text_of(told: ToTell, config: HubConfig) -> str:
    """What a mail says."""
    lines = [f"{_mark(config)}hier ist nichts echt.", ""] if _mark(config) else []
    lines += [f"- {alarm.words}" for alarm in told.begun]
    lines += [f"- vorbei: {alarm.words}" for alarm in told.over]
    return "\n".join([*lines, "", f"Was zu tun ist: {config.called_at}", ""])


def _mark(config: HubConfig) -> str:
    """Whoever gets an alarm of a hub on which nothing is real reads so first."""
    return "Übung: " if config.for_training else "Nur zum Zeigen: " if config.for_showing_only else ""


def _mail(told: ToTell, config: HubConfig, _now: datetime) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = config.alarm_mail_from, ", ".join(config.alarm_mail_to)
    mail["Subject"], mail["Date"] = " ".join(subject_of(told, config).split()), formatdate(localtime=False)
    mail.set_content(text_of(told, config))
    with open_mail_line(
        config.alarm_mail_server, config.alarm_mail_port, security=config.alarm_mail_security,
        user=config.alarm_mail_user, password=config.alarm_mail_password, seconds=PATIENCE_SECONDS,
        context=ssl.create_default_context(),
    ) as line:  # fmt: skip
        line.send_message(mail)


def _post(told: ToTell, config: HubConfig, now: datetime) -> None:
    message = {
        "at": to_timestamp(now),
        "hub": config.called_at,
        "text": text_of(told, config),
        "begun": [dataclasses.asdict(alarm) for alarm in told.begun],
        "over": [dataclasses.asdict(alarm) for alarm in told.over],
    }
    session = new_session()
    try:
        with bounded(session, PATIENCE_SECONDS):
            answer = session.post(config.alarm_webhook, json=message, timeout=PATIENCE_SECONDS, allow_redirects=False)
        if answer.status_code >= 300:
            raise requests.RequestException(f"answered {answer.status_code}")
    finally:
        session.close()
