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
    SENTENCES = "sentences"
    DESCRIPTION = "description"
    EXTRAS = "extras"
    PHOTO = "photo"
    SPOKEN = "spoken"
    CONTACT = "contact"
    PUBLICATION = "publication"
    REPORT_REVIEW = "report_review"
    REPORT_RECEIPT = "report_receipt"


class ReportingAside(Step):
    """Beside this way: what leads back to it, or away to somebody else."""

    CATEGORY_SEARCH = "category_search"
    CATEGORIES_FOUND = "categories_found"
    PLACE_SEARCH = "place_search"
    PLACES_FOUND = "places_found"
    OBJECT_NUMBER = "object_number"
    SCAN_NUMBER = "scan_number"
    KNOWN_NEARBY = "known_nearby"
    KNOWN_REPORT = "known_report"
    SUPPORT_KEPT = "support_kept"
    DANGER = "danger"
    SIGNPOSTS = "signposts"
    SIGNPOST = "signpost"


ASIDE = frozenset({ReportingStep.PHOTO, ReportingStep.SPOKEN, ReportingStep.CONTACT})
"""Only on wish, and then back to where it was wished for."""

ORDER: tuple[ReportingStep, ...] = tuple(step for step in ReportingStep if step not in ASIDE)
"""What everybody is asked, one after the other."""


def step_after(step: Step, *, has_sentences: bool = True, may_become_public: bool = True) -> Step:
    """What is asked next.

    Sentences are offered where the category has some (``has_sentences``), and only what could become public is asked
    about (``may_become_public``).
    """
    following = dict[Step, Step](pairwise(ORDER))[step]
    if following is ReportingStep.SENTENCES and not has_sentences:
        return ReportingStep.DESCRIPTION
    if following is ReportingStep.PUBLICATION and not may_become_public:
        return ReportingStep.REPORT_REVIEW
    return following
