from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]

    operations = [
        migrations.AddField("incident", "count", models.PositiveIntegerField(db_default=1, default=1)),
        migrations.AddField("incident", "is_open", models.BooleanField(db_default=True, default=True)),
        migrations.AddIndex(
            "incident",
            models.Index(condition=models.Q(("is_open", True)), fields=["device", "kind"], name="incidents_open"),
        ),
    ]
