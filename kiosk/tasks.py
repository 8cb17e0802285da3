"""What a person can do in a visit: a new task is a folder and a line here."""

from __future__ import annotations

from kiosk.contributing.task import Contributing
from kiosk.lookup.task import Lookup
from kiosk.moods.task import Moods
from kiosk.projects.task import Projects
from kiosk.reporting.task import Reporting
from kiosk.session.task import Task
from kiosk.surveys.task import Surveys
from kiosk.voting.task import Voting

TASKS: tuple[Task, ...] = (Voting(), Reporting(), Contributing(), Projects(), Surveys(), Lookup(), Moods())
"""In the order in which what is unfinished is named and resumed."""
