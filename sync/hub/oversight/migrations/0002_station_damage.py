from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StationDamage",
            fields=[
                ("record_id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("device", models.CharField(max_length=32)),
                ("day", models.DateField()),
                ("size", models.BigIntegerField()),
                ("saved", models.PositiveIntegerField()),
                ("folder", models.CharField(max_length=40)),
                ("received_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-received_at",),
                "indexes": [models.Index(fields=["device"], name="damage_of_device")],
            },
        ),
    ]
