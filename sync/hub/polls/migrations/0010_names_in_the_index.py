from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('polls', '0009_tally_without_result'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='boxedballot', name='ballots_of_poll'),
        migrations.RemoveIndex(model_name='boxedballot', name='ballots_by_standing'),
        migrations.AddIndex(
            model_name='boxedballot',
            index=models.Index(fields=['poll', 'standing', 'inner_hash'], name='names_by_standing'),
        ),
    ]
