"""What everybody may call a report, and who said that one is what they mean, too."""

import django.db.models.deletion
from django.db import migrations, models

from sync.protocol.open_reports import public_name


def name_reports(apps, schema_editor):
    reports = apps.get_model("reports", "DefectReport").objects.using(schema_editor.connection.alias)
    for report in reports.filter(public_name="").iterator():
        reports.filter(pk=report.pk).update(public_name=public_name(report.record_id))


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_answers_and_reviews"),
    ]

    operations = [
        migrations.AddField(
            model_name="defectreport",
            name="public_name",
            field=models.CharField(blank=True, db_index=True, default="", max_length=32),
        ),
        migrations.RunPython(name_reports, migrations.RunPython.noop, elidable=True),
        migrations.CreateModel(
            name="ReportSupport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record_id", models.CharField(max_length=32, unique=True)),
                ("day", models.DateField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supports",
                        to="reports.defectreport",
                    ),
                ),
            ],
        ),
    ]
