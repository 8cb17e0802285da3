from django.db import migrations, models

from sync.hub.polls.keyed_tables import AddFieldToKeyed, CreateKeyedModel


class Migration(migrations.Migration):

    dependencies = [("polls", "0001_initial")]

    operations = [
        CreateKeyedModel(
            name="CodeMark",
            fields=[
                ("mark", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("poll", models.CharField(max_length=80)),
                ("spent_for", models.CharField(blank=True, default="", max_length=64)),
            ],
            options={
                "ordering": ("mark",),
                "indexes": [models.Index(fields=["poll", "mark"], name="marks_of_poll")],
            },
        ),
        CreateKeyedModel(
            name="CodeEntry",
            fields=[
                ("entry", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("poll", models.CharField(max_length=80)),
            ],
            options={
                "ordering": ("entry",),
                "indexes": [models.Index(fields=["poll", "entry"], name="entries_of_poll")],
            },
        ),
        CreateKeyedModel(
            name="KnownBallot",
            fields=[
                ("inner_hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("poll", models.CharField(max_length=80)),
                ("mark", models.CharField(blank=True, default="", max_length=64)),
            ],
            options={"ordering": ("inner_hash",)},
        ),
        AddFieldToKeyed("boxedballot", "mark", models.CharField(blank=True, default="", max_length=64)),
        AddFieldToKeyed(
            "boxedballot",
            "standing",
            models.CharField(
                choices=[("counts", "Counts"), ("double", "Double"), ("late", "Late")], default="counts", max_length=6
            ),
        ),
        migrations.AddField("tally", "doubles", models.PositiveIntegerField(default=0)),
    ]
