"""The table of told months. A row is never changed: of two versions the difference would tell of single people."""

from __future__ import annotations

from django.db import models


class ToldMonth(models.Model):
    """All tables of one month, small numbers left out."""

    month = models.CharField(max_length=7, primary_key=True)
    """``YYYY-MM``."""
    tables = models.JSONField()
    """As ``indicators.selectors.IndicatorTable`` reads them."""
    told_at = models.DateTimeField()

    class Meta:
        ordering = ("-month",)

    def __str__(self) -> str:
        return self.month
