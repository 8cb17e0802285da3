from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SafePiece",
            fields=[
                ("name", models.CharField(max_length=64, primary_key=True, serialize=False)),
            ],
        ),
    ]
