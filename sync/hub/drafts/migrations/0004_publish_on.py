"""The day from which something that is approved goes to stations."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """A day for each draft; none: at once."""

    dependencies: ClassVar = [("drafts", "0003_calendar_subscription")]

    operations: ClassVar = [
        migrations.AddField("polldraft", "publish_on", models.DateField(default=None, null=True)),
        migrations.AddField("contentdraft", "publish_on", models.DateField(default=None, null=True)),
    ]
