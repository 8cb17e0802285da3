from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_attachments"),
    ]

    operations = [
        migrations.AddField(
            model_name="defectreport", name="seen_day", field=models.DateField(default=None, null=True)
        ),
        migrations.AddField(
            model_name="defectreport", name="clock_unsure", field=models.BooleanField(default=False)
        ),
    ]
