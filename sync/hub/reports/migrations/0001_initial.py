from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='DefectReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_id', models.CharField(max_length=32, unique=True)),
                ('device', models.CharField(max_length=32)),
                ('number', models.CharField(max_length=20)),
                ('category', models.CharField(max_length=60)),
                ('district', models.CharField(max_length=20)),
                ('longitude', models.FloatField()),
                ('latitude', models.FloatField()),
                ('description', models.TextField()),
                ('language', models.CharField(max_length=20)),
                ('day', models.DateField()),
                ('seen_day', models.DateField(default=None, null=True)),
                ('clock_unsure', models.BooleanField(default=False)),
                ('received_at', models.DateTimeField()),
                ('attachments', models.JSONField(default=list)),
                ('state', models.CharField(default='reported', max_length=20)),
                ('state_day', models.DateField(null=True)),
                ('public_note', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ('-received_at', '-id'),
                'indexes': [models.Index(fields=['number'], name='reports_by_number')],
            },
        ),
    ]
