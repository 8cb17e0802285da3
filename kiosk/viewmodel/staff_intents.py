"""What attendants can ask for to take something down for somebody else."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.viewmodel.intents import Intent


@dataclass(frozen=True)
class BeginForAnother(Intent):
    """Take down a report, an idea or a question for somebody else."""
