"""``figures``: how the stations are used and how people are, in tables in which nobody can be found."""

from __future__ import annotations

import csv
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from sync.hub.console.figures import FigureTable, mood_tables, survey_tables
from sync.hub.console.reach_tables import figure_tables


class Command(BaseCommand):
    help = (
        "Write the tables of the console's pages of reach (the newest month) and of figures as CSV. A number that is "
        "not told is left empty."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--language", choices=("de", "en"), default="de")

    def handle(self, *_args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            today = timezone.localdate()
            for table in (*figure_tables(), *mood_tables(today), *survey_tables(today)):
                self._write(table)

    def _write(self, table: FigureTable) -> None:
        lines = csv.writer(self.stdout, lineterminator="\n")
        lines.writerow([table.title])
        lines.writerow([table.head, *table.columns])
        lines.writerows(
            [name, *("" if number is None else number for number in numbers)] for name, numbers in table.rows
        )
        lines.writerow([])
