"""Pictures that are brought at the console."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """A table for them until they lie in the content."""

    dependencies: ClassVar = [("drafts", "0004_publish_on")]

    operations: ClassVar = [
        migrations.CreateModel(
            "BroughtPicture",
            [
                ("name", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("data", models.BinaryField(default=b"")),
                ("is_unwanted", models.BooleanField(default=False)),
                ("by", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
