from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("polls", "0002_box_round")]

    operations = [
        migrations.AddField("tally", "outcome", models.JSONField(default=dict)),
        migrations.AddField("tally", "reasons", models.JSONField(default=dict)),
        migrations.AddField("tally", "late", models.PositiveIntegerField(default=0)),
        migrations.CreateModel(
            name="Participation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("poll", models.CharField(max_length=80)),
                ("district", models.CharField(max_length=20)),
                ("channel", models.CharField(max_length=20)),
                ("ballots", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ("poll", "district", "channel"),
                "constraints": (
                    models.UniqueConstraint(
                        fields=("poll", "district", "channel"), name="one_number_per_district_and_channel"
                    ),
                ),
            },
        ),
    ]
