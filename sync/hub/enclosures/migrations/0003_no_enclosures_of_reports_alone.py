"""What the lists of entries hold now is no longer kept beside the terms of a report."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enclosures", "0002_enclosed_in_any_entry")]

    operations = [
        migrations.RemoveConstraint(model_name="enclosure", name="one_enclosure_per_position"),
        migrations.RemoveField(model_name="enclosure", name="report"),
        migrations.AlterField(
            model_name="enclosure",
            name="enclosed",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="enclosures", to="enclosures.enclosurelist"
            ),
        ),
        migrations.AddConstraint(
            model_name="enclosure",
            constraint=models.UniqueConstraint(
                fields=("enclosed", "position"), name="one_enclosure_of_entry_per_position"
            ),
        ),
        migrations.RemoveIndex(model_name="reportterms", name="terms_to_open"),
        migrations.RemoveField(model_name="reportterms", name="pieces"),
        migrations.RemoveField(model_name="reportterms", name="to_open"),
    ]
