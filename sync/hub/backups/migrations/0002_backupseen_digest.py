from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('backups', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='backupseen',
            name='digest',
            field=models.CharField(default='', max_length=64),
        ),
    ]
