"""The table of what the city has chosen otherwise than a new hub does."""

from __future__ import annotations

from django.db import models


class CityChoice(models.Model):
    """One choice. Without a row it is as in a new hub."""

    name = models.CharField(max_length=40, primary_key=True)
    """A member of ``CityChoices``."""
    value = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"
