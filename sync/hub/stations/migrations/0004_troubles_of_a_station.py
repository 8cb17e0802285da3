"""What a station says does not work at itself."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("stations", "0003_line_of_chains")]
    operations: ClassVar = [
        migrations.AddField(model_name="deviceseen", name="troubles", field=models.JSONField(default=list)),
    ]
