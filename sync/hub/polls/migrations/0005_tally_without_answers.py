from django.db import migrations


class Migration(migrations.Migration):
    """Every answer stands in the result file of the same row."""

    dependencies = [
        ('polls', '0004_code_batches'),
    ]

    operations = [
        migrations.RemoveField(model_name='tally', name='answers'),
    ]
