"""How many people the receiver was told who said that a report is what they mean, too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("handover", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="handover",
            name="supports_told",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="handover",
            name="supports_told_on",
            field=models.DateField(null=True),
        ),
    ]
