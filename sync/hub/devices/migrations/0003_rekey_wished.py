from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("devices", "0002_retired_keys"),
    ]

    operations = [
        migrations.AddField(
            model_name="device",
            name="rekey_wished_at",
            field=models.DateTimeField(default=None, null=True),
        ),
    ]
