"""The steps of a report, in the order in which they are asked."""

from __future__ import annotations

from itertools import pairwise

from kiosk.session.session import Step


class ReportingStep(Step):
    """Where a person can be who reports a defect."""

    CATEGORIES = "categories"
    REPORT_DISTRICTS = "report_districts"
    PLACE = "place"
    SENTENCES = "sentences"
    DESCRIPTION = "description"
    REPORT_REVIEW = "report_review"
    REPORT_RECEIPT = "report_receipt"


def step_after(step: Step) -> Step:
    """What is asked next."""
    return dict[Step, Step](pairwise(ReportingStep))[step]
