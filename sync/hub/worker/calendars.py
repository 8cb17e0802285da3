"""The worker's part in calendars that dates follow: one at most after each pass, so that nothing waits for long."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime

from sync.hub.content.problems import ContentProblem
from sync.hub.data_folder import HubFolder
from sync.hub.drafts.calendar_subscriptions import fetch_due_calendar
from sync.hub.drafts.content_kinds import problems_of_content
from sync.hub.drafts.models import ContentDraft
from sync.hub.drafts.whole_languages import languages_needed

logger = logging.getLogger(__name__)


def follow_calendars(folder: HubFolder, *, own_hosts: Collection[str], now: datetime) -> None:
    """Ask for the calendar that is due, if one is. Trouble stands beside its draft."""

    def problems(draft: ContentDraft) -> list[ContentProblem]:
        languages = languages_needed(folder.content)
        return problems_of_content(draft.path, draft.value, folder=folder.content, languages=languages)

    if fetch_due_calendar(own_hosts=own_hosts, problems=problems, now=now):
        logger.info("a calendar was asked for")
