"""What a person can do in a visit: a new task is a folder and a line here."""

from __future__ import annotations

from kiosk.contributing.task import Contributing
from kiosk.dates.task import Dates
from kiosk.lookup.task import Lookup
from kiosk.moods.task import Moods
from kiosk.practice.task import Practice
from kiosk.projects.task import Projects
from kiosk.reporting.task import Reporting
from kiosk.session.task import Task
from kiosk.stored.task import Stored
from kiosk.surveys.task import Surveys
from kiosk.voting.task import Voting

TASKS: tuple[Task, ...] = (
    Voting(),
    Reporting(),
    Contributing(),
    Projects(),
    Surveys(),
    Lookup(),
    Dates(),
    Practice(),
    Stored(),
    Moods(),
)
"""In the order in which what is unfinished is named and resumed."""

FOR_ANOTHER: tuple[Task, ...] = (Reporting(), Contributing())
"""What the team takes down for somebody else. Nobody votes for anybody."""
