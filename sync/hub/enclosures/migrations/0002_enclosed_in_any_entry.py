"""Photos and spoken messages belong to a list of what one entry came with: a report or a contribution."""

import django.db.models.deletion
from django.db import migrations, models


def make_lists(apps, schema_editor):
    here = schema_editor.connection.alias
    lists = apps.get_model("enclosures", "EnclosureList").objects.using(here)
    enclosures = apps.get_model("enclosures", "Enclosure").objects.using(here)
    for terms in apps.get_model("enclosures", "ReportTerms").objects.using(here).iterator():
        of_report = enclosures.filter(report_id=terms.report_id)
        if terms.pieces or of_report.exists():
            made = lists.create(report_id=terms.report_id, pieces=terms.pieces, to_open=terms.to_open)
            of_report.update(enclosed=made)


class Migration(migrations.Migration):
    dependencies = [
        ("contributions", "0002_erased_contributions"),
        ("enclosures", "0001_initial"),
        ("reports", "0005_erased_reports"),
    ]

    operations = [
        migrations.CreateModel(
            name="EnclosureList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pieces", models.JSONField(default=list)),
                ("to_open", models.PositiveSmallIntegerField(default=0)),
                (
                    "report",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enclosed",
                        to="reports.defectreport",
                    ),
                ),
                (
                    "contribution",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enclosed",
                        to="contributions.citizencontribution",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["to_open"], name="enclosed_to_open")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("report__isnull", True), ("contribution__isnull", True), _connector="XOR"),
                        name="enclosed_in_one_entry",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="enclosure",
            name="enclosed",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="enclosures",
                to="enclosures.enclosurelist",
            ),
        ),
        migrations.RunPython(make_lists, migrations.RunPython.noop),
    ]
