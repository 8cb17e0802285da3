"""``survey-texts``: what people wrote to the open questions of a survey, for whoever answers or releases it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from sync.hub.audit import services as audit
from sync.hub.audit.events import AuditEvent
from sync.hub.management.acting import COMMAND_LINE, told_as_words
from sync.hub.surveys.selectors import texts_of
from sync.protocol.errors import Refused


class Command(BaseCommand):
    help = (
        "Write what people answered in words, one text a line. It may name people: what others are to hear goes, "
        "without names, into `voices` of the survey. Reading it stands in the audit log."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("survey", help="the survey's id")

    def handle(self, *_args: Any, **options: Any) -> None:
        survey = options["survey"]
        with told_as_words(), transaction.atomic():
            found = list(texts_of(survey))
            if not found:
                raise Refused(f"no survey {survey} with a question for words was published here")
            number = sum(len(texts) for _asked, texts in found)
            audit.append(AuditEvent.SURVEY_TEXTS_READ, COMMAND_LINE, at=timezone.now(), survey=survey, texts=number)
        for asked, texts in found:
            self.stdout.write(f"# {asked.definition['question']['de']}")
            for text in texts:
                self.stdout.write(" ".join(text.split()))
