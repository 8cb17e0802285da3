"""Reports know whether what a person wrote was erased when its time was over."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("reports", "0004_supports"),)

    operations = (
        migrations.AddField(
            model_name="defectreport",
            name="is_erased",
            field=models.BooleanField(default=False),
        ),
    )
