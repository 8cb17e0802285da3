from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_state"),
    ]

    operations = [
        migrations.AddField(
            model_name="defectreport", name="seen_day", field=models.DateField(default=None, null=True)
        ),
        migrations.AddField(
            model_name="defectreport", name="clock_unsure", field=models.BooleanField(default=False)
        ),
    ]
