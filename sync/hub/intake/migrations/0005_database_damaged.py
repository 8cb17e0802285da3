from django.db import migrations, models

KINDS = ("fork", "doubled-record", "unreadable-batch", "database-damaged", "after-revocation", "log-doubted")


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0004_log_doubted"),
    ]

    operations = [
        migrations.AlterField(
            model_name="incident",
            name="kind",
            field=models.CharField(
                choices=[(kind, kind.replace("-", " ").title()) for kind in KINDS], max_length=32
            ),
        ),
    ]
