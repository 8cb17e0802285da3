"""The steps of saying something to the city, of reading what others have said, and of standing behind it."""

from __future__ import annotations

from kiosk.session.session import Step


class ContributingStep(Step):
    """Where a person can be who has something to say."""

    CONTRIBUTE = "contribute"
    TOPICS = "topics"
    RECEIVERS = "receivers"
    IDEA_DISTRICTS = "idea_districts"
    IDEA_PLACE = "idea_place"
    HOW_TO_SAY = "how_to_say"
    OWN_WORDS = "own_words"
    OWN_VOICE = "own_voice"
    OWN_PHOTO = "own_photo"
    SIMILAR = "similar"
    PUBLICITY = "publicity"
    CONTRIBUTION_REVIEW = "contribution_review"
    CONTRIBUTION_RECEIPT = "contribution_receipt"
    IDEAS = "ideas"
    IDEA = "idea"
