"""What the pages that ask a security key share: where keys work, the question for the script, and faults in words."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sync.hub.accounts.webauthn import KeyFault, KeyPlace, Question, key_place


def place_of(request: HttpRequest) -> KeyPlace:
    """Where keys of this hub work."""
    return key_place(settings.HUB_CONFIG, port=str(request.META["SERVER_PORT"]))


def question_context(request: HttpRequest, question: Question) -> dict[str, object]:
    """What a template needs for asking: the question as JSON, and the right address where the page has another."""
    place = place_of(request)
    is_here = f"{request.scheme}://{request.get_host()}" == place.origin
    return {"question": json.dumps(question.options), "elsewhere": "" if is_here else place.origin}


KEY_FAULTS: Mapping[str, str] = {
    KeyFault.STALE: gettext_noop("That took too long, or this page was open twice. Please try again."),
    KeyFault.WRONG: gettext_noop("The answer of this key proves nothing here. Please try again."),
    KeyFault.UNKNOWN: gettext_noop("This key is not registered for your account. Use another one."),
    KeyFault.KNOWN: gettext_noop("This key is registered already."),
    KeyFault.COPIED: gettext_noop(
        "This key has signed less often than before: there may be a copy of it. It is not let in; use another "
        "second step, or ask an administrator."
    ),
    KeyFault.TOO_MANY: gettext_noop("There are ten keys already. Take one away first."),
}


def fault_words(fault: KeyFault) -> str:
    """What to do now."""
    return _(KEY_FAULTS[fault])
