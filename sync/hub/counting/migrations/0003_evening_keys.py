from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('counting', '0002_evening_counts'),
    ]

    operations = [
        migrations.AddField(
            model_name='eveningcount',
            name='keys_in',
            field=models.CharField(blank=True, default='', max_length=32),
        ),
        migrations.AddField(
            model_name='eveningcount',
            name='recount_is_same',
            field=models.BooleanField(blank=True, null=True),
        ),
    ]
