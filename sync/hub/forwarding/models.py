"""At a parent: the hubs below it, and whose each forwarded station is."""

from __future__ import annotations

from django.db import models

from sync.hub.stations.models import MOST_NAME, Device


class ChildHub(models.Model):
    """A hub that may forward. Until it has joined, ``locator`` and ``key`` prove that someone knows its code."""

    id = models.CharField(max_length=32, primary_key=True)
    name = models.CharField(max_length=MOST_NAME)
    locator = models.CharField(max_length=32, unique=True)
    key = models.BinaryField()
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField()
    public_key = models.JSONField(null=True, default=None)
    kid = models.CharField(max_length=64, unique=True, null=True, default=None)
    joined_at = models.DateTimeField(null=True, default=None)

    def __str__(self) -> str:
        return self.name


class ForwardedStation(models.Model):
    """A station that is known here by its hub's word only."""

    device = models.OneToOneField(Device, on_delete=models.PROTECT, primary_key=True, related_name="forwarded")
    child = models.ForeignKey(ChildHub, on_delete=models.PROTECT)

    def __str__(self) -> str:
        return self.device_id
