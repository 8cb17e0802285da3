from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claims', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='StationSlipKey',
            fields=[
                ('kid', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('hint', models.CharField(db_index=True, max_length=10)),
                ('device', models.CharField(max_length=32)),
                ('public_key', models.JSONField()),
                ('since', models.DateField()),
            ],
        ),
        migrations.AddField(
            model_name='missingballot',
            name='proof',
            field=models.CharField(blank=True, default='', max_length=111),
        ),
    ]
