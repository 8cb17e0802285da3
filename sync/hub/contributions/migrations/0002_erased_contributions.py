"""Contributions know whether what a person wrote was erased when its time was over."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("contributions", "0001_initial"),)

    operations = (
        migrations.AddField(
            model_name="citizencontribution",
            name="is_erased",
            field=models.BooleanField(default=False),
        ),
    )
