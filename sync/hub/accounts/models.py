"""Tables of accounts: how far each reaches, passwords that are good once only, and the second step of signing in."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class ScopeKind(models.TextChoices):
    """What an account is bound to."""

    DISTRICT = "district"
    STATION = "station"


class AccountScope(models.Model):
    """One district, or one station, that an account is for; only roles with a scope ask (``roles.py``)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    kind = models.CharField(max_length=10, choices=ScopeKind.choices)
    value = models.CharField(max_length=40)
    """The code of a district, or a device id."""

    class Meta:
        ordering = ("user", "kind", "value")
        constraints = (models.UniqueConstraint(fields=("user", "kind", "value"), name="one_row_per_reach"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class OneTimePassword(models.Model):
    """There is a row as long as the person has not chosen a password: until then only that page opens."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.user_id)


class AppCode(models.Model):
    """The secret an account shares with its owner's app. Whoever reads this table still needs the password."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True)
    secret = models.CharField(max_length=64)
    last_window = models.BigIntegerField()
    """The last 30 seconds whose code was taken."""
    wrong = models.PositiveSmallIntegerField(default=0)
    wrong_at = models.DateTimeField(null=True, default=None)

    def __str__(self) -> str:
        return str(self.user_id)


class SecurityKey(models.Model):
    """One security key or passkey of an account. Only its public half is here: nobody signs in with this table."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    name = models.CharField(max_length=60)
    """What its owner calls it."""
    credential = models.CharField(max_length=1400, unique=True)
    """What it calls itself: its credential id in base64url."""
    data = models.BinaryField()
    """Attested credential data (WebAuthn, section 6.5.2): model, credential id and public key."""
    counter = models.PositiveBigIntegerField()
    """How often it had signed when last used, by its own count. Passkeys that are copied on purpose stay at 0."""
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, default=None)

    class Meta:
        ordering = ("added_at",)

    def __str__(self) -> str:
        return self.name
