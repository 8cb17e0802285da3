"""What the receiver itself shows of its open reports: the beginning of the words, and a small picture."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("handover", "0003_reports_elsewhere"),
    ]

    operations = [
        migrations.AddField(
            model_name="reportelsewhere",
            name="title",
            field=models.CharField(blank=True, default="", max_length=120),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="reportelsewhere",
            name="picture_address",
            field=models.CharField(blank=True, default="", max_length=300),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="reportelsewhere",
            name="picture_of",
            field=models.CharField(blank=True, default="", max_length=300),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="reportelsewhere",
            name="picture",
            field=models.BinaryField(null=True),
        ),
    ]
