from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contributions", "0009_orders_have_their_index")]

    operations = [
        migrations.AddIndex(
            model_name="citizencontribution",
            index=models.Index(fields=["district", "latitude", "longitude"], name="contributions_on_the_map"),
        )
    ]
