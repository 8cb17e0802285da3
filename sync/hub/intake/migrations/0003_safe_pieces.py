from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0002_doubles_are_few"),
    ]

    operations = [
        migrations.CreateModel(
            name="SafePiece",
            fields=[
                ("name", models.CharField(max_length=64, primary_key=True, serialize=False)),
            ],
        ),
    ]
