"""The steps of a survey."""

from __future__ import annotations

from kiosk.session.session import Step


class SurveyStep(Step):
    """Where a person can be who answers a survey."""

    SURVEYS = "surveys"
    SURVEY = "survey"
    SURVEY_HOW = "survey_how"
    SURVEY_QUESTION = "survey_question"
    SURVEY_VOICE = "survey_voice"
    SURVEY_PAUSE = "survey_pause"
    SURVEY_REVIEW = "survey_review"
    SURVEY_SENT = "survey_sent"
    SURVEY_RECEIPT = "survey_receipt"
