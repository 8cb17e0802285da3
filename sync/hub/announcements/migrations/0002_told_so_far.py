from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("announcements", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ToldSoFar",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("since", models.DateTimeField()),
            ],
        ),
    ]
