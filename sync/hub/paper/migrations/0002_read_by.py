from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('paper', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='paperstack',
            name='read_by',
            field=models.CharField(blank=True, default='', max_length=150),
        ),
    ]
