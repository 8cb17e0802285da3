"""Tables of the registry of stations. No private key and no enrolment code is in them."""

from __future__ import annotations

from django.db import models

MOST_NAME = 100
"""Characters in what people call a station or another hub."""


class HubIdentity(models.Model):
    """One row: which database this is. A station that meets another epoch compares heads first."""

    epoch = models.CharField(max_length=32, primary_key=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.epoch


class Device(models.Model):
    """One station. Its id is random and stays with it; its key is known by ``kid`` (RFC 7638 thumbprint)."""

    id = models.CharField(max_length=32, primary_key=True)
    name = models.CharField(max_length=MOST_NAME)
    district = models.CharField(max_length=20)
    model = models.CharField(max_length=100)
    public_key = models.JSONField()
    kid = models.CharField(max_length=64, unique=True)
    enrolled_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, default=None)
    rekey_wished_at = models.DateTimeField(null=True, default=None)
    """Since when the present key shall be replaced. None again once it is."""

    def __str__(self) -> str:
        return self.name


class RetiredKey(models.Model):
    """A key a station has given up. What it signed before is still proven with it."""

    kid = models.CharField(max_length=64, primary_key=True)
    device = models.ForeignKey(Device, on_delete=models.CASCADE)
    public_key = models.JSONField()
    retired_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.kid


class DeviceSeen(models.Model):
    """What is known of a station's last visits. Written often, and worth nothing as proof."""

    device = models.OneToOneField(Device, on_delete=models.CASCADE, primary_key=True, related_name="seen")
    last_contact = models.DateTimeField(null=True, default=None)
    last_success = models.DateTimeField(null=True, default=None)
    last_error_at = models.DateTimeField(null=True, default=None)
    last_error = models.CharField(max_length=300, default="")
    waiting_ballots = models.PositiveIntegerField(default=0)
    waiting_reports = models.PositiveIntegerField(default=0)
    oldest_waiting = models.DateField(null=True, default=None)
    content = models.CharField(max_length=100, default="")
    software = models.CharField(max_length=100, default="")
    clock_difference_seconds = models.IntegerField(null=True, default=None)
    """The station's clock minus the hub's, at the last contact."""
    chains = models.JSONField(default=dict)
    """Incarnation to the last sequence number the station says it has frozen."""
    status_count = models.BigIntegerField(default=0)
    """Of its newest status: one with no higher number is an old one, played again, or another machine's."""

    def __str__(self) -> str:
        return self.device_id


class CurrentChain(models.Model):
    """A chain with which a station has said it goes on, and in which of its counted statuses.

    Of one stream no two spans overlap, and no two chains follow the same one: else there are two machines.
    """

    NONE_BEFORE = "first"
    NOT_KNOWN = ""

    device = models.CharField(max_length=32)
    stream = models.CharField(max_length=16)
    inc = models.CharField(max_length=32)
    after = models.CharField(max_length=32, default=NOT_KNOWN, db_default=NOT_KNOWN)
    """The chain that was given up for it. ``NONE_BEFORE`` for a station's first."""
    first_count = models.BigIntegerField(default=0, db_default=0)
    last_count = models.BigIntegerField(default=0, db_default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("device", "stream", "inc"), name="one_row_per_chain"),)

    def __str__(self) -> str:
        return f"{self.device}/{self.stream}: {self.inc}"


class HubClock(models.Model):
    """One row: when this hub last signed something, by its own clock; and how often that was wrong."""

    one = models.PositiveSmallIntegerField(primary_key=True, default=1)
    signed_at = models.DateTimeField()
    boot = models.CharField(max_length=40, default="")
    seconds = models.BigIntegerField(default=0)
    """Counted by the machine since the start named by ``boot``, at that moment."""
    corrections = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.signed_at)


class EnrolmentCode(models.Model):
    """A code that makes one station known. The code itself is not kept, only what proves that someone else knows it."""

    locator = models.CharField(max_length=32, primary_key=True)
    key = models.BinaryField()
    name = models.CharField(max_length=MOST_NAME)
    district = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField()
    used_at = models.DateTimeField(null=True, default=None)
    device = models.OneToOneField(Device, on_delete=models.PROTECT, null=True, default=None)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.name
