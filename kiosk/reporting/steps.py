"""The steps of a report, in the order in which they are asked."""

from __future__ import annotations

from itertools import pairwise

from kiosk.session.session import Step


class ReportingStep(Step):
    """Where a person can be who reports a defect."""

    CATEGORIES = "categories"
    SUBCATEGORIES = "subcategories"
    REPORT_DISTRICTS = "report_districts"
    PLACE = "place"
    DESCRIPTION = "description"
    REPORT_REVIEW = "report_review"
    REPORT_RECEIPT = "report_receipt"


class ReportingAside(Step):
    """Beside this way: what leads back to it, or away to somebody else."""

    CATEGORY_SEARCH = "category_search"
    CATEGORIES_FOUND = "categories_found"
    PLACE_SEARCH = "place_search"
    PLACES_FOUND = "places_found"
    OBJECT_NUMBER = "object_number"
    KNOWN_NEARBY = "known_nearby"
    KNOWN_REPORT = "known_report"
    SUPPORT_KEPT = "support_kept"
    DANGER = "danger"
    SIGNPOSTS = "signposts"
    SIGNPOST = "signpost"


def step_after(step: Step) -> Step:
    """What is asked next."""
    return dict[Step, Step](pairwise(ReportingStep))[step]
