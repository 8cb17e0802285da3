"""What every page of the console needs: the ways to its areas, and whether this hub could read ballots."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from sync.hub.accounts.roles import rights_of
from sync.hub.console.web.kept_text import is_text_kept
from sync.hub.console.web.permissions import right_for
from sync.hub.publishing.counting_keys import are_counting_keys_here

_BELOW = {"aside": ("/incidents/",)}
"""Pages that belong to an area without lying below its address."""


def console_frame(request: HttpRequest) -> dict[str, object]:
    """Context processor: ``console_ways`` for the navigation, ``may`` with the rights of who looks, and what some
    pages say of themselves: ``for_training``, ``for_showing_only``, ``counting_keys_here`` and ``is_text_kept``.
    """
    rights = rights_of(getattr(request, "user", AnonymousUser()))
    areas = (
        ("home", _("What needs you")),
        ("stations", _("Stations")),
        ("batches", _("Batches")),
        ("aside", _("Set aside")),
        ("stick", _("Stick")),
        ("reports", _("Defect reports")),
        ("contributions", _("Ideas and questions")),
        ("polls", _("Polls")),
        ("content", _("Content")),
        ("notice", _("Emergency notice")),
        ("codes", _("Participation codes")),
        ("shifts", _("Shifts")),
        ("closures", _("Closed days")),
        ("figures", _("Figures")),
        ("reach", _("Reach")),
        ("hub", _("Hub")),
        ("log", _("Audit log")),
        ("accounts", _("Accounts")),
    )
    ways: list[dict[str, str | bool]] = []
    for area, name in areas:
        url = reverse(f"console:{area}")
        if right_for(url) not in {None, *rights}:
            continue
        here = request.path == url if area == "home" else request.path.startswith((url, *_BELOW.get(area, ())))
        ways.append({"name": name, "url": url, "here": here})
    config = settings.HUB_CONFIG
    return {
        "console_ways": ways,
        "may": {right.value: True for right in rights},
        "for_training": config.for_training,
        "for_showing_only": config.for_showing_only,
        "counting_keys_here": are_counting_keys_here(
            settings.HUB_FOLDER.trustee_keys, may_make=config.counting_keys_here
        ),
        "is_text_kept": is_text_kept(request),
    }
