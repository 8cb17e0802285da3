"""The table of passwords that are good once only."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class OneTimePassword(models.Model):
    """There is a row as long as the person has not chosen a password: until then only that page opens."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.user_id)
