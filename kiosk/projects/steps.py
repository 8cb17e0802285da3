"""The steps of seeing what goes on."""

from __future__ import annotations

from kiosk.session.session import Step


class ProjectsStep(Step):
    """Where a person can be who sees what goes on."""

    PROJECTS = "projects"
    PROJECT_DISTRICTS = "project_districts"
    PROJECT_MAP = "project_map"
    PROJECT = "project"
