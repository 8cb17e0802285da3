from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("handover", "0004_pictures_elsewhere")]

    operations = [
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(fields=["request_id"], name="handovers_by_number"),
        )
    ]
