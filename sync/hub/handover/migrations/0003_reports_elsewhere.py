"""The receiver's own open reports, and who supports them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("handover", "0002_supports_told"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportElsewhere",
            fields=[
                ("request_id", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("public_name", models.CharField(max_length=32, unique=True)),
                ("category", models.CharField(max_length=60)),
                ("longitude", models.FloatField()),
                ("latitude", models.FloatField()),
                ("state", models.CharField(max_length=20)),
                ("since", models.DateField()),
                ("gone_on", models.DateField(null=True)),
                ("supports_told", models.PositiveIntegerField(default=0)),
                ("supports_told_on", models.DateField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="receiverhealth",
            name="listed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="SupportElsewhere",
            fields=[
                ("record_id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supports",
                        to="handover.reportelsewhere",
                    ),
                ),
            ],
        ),
    ]
