"""What every page of the console needs: the ways to its areas, and whether this hub is for showing only."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def console_frame(request: HttpRequest) -> dict[str, object]:
    """Context processor: ``console_ways`` for the navigation and ``for_showing_only``."""
    areas = (
        ("home", _("What needs you")),
        ("stations", _("Stations")),
        ("batches", _("Batches")),
        ("reports", _("Defect reports")),
        ("polls", _("Polls")),
        ("log", _("Audit log")),
    )
    ways = [{"name": name, "url": reverse(f"console:{area}")} for area, name in areas]
    for way, (area, _name) in zip(ways, areas, strict=True):
        way["here"] = request.path == way["url"] if area == "home" else request.path.startswith(way["url"])
    return {"console_ways": ways, "for_showing_only": settings.HUB_CONFIG.for_showing_only}
