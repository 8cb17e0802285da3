from django.db import migrations


class Migration(migrations.Migration):
    """Every result file stands in parts."""

    dependencies = [
        ('polls', '0008_result_parts'),
    ]

    operations = [
        migrations.RemoveField(model_name='tally', name='result'),
    ]
