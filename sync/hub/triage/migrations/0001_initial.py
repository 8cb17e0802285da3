import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('stations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ContactCalendar',
            fields=[
                ('device', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='calendar', serialize=False, to='stations.device')),
                ('kind', models.CharField(max_length=16)),
                ('weekdays', models.CharField(default='', max_length=7)),
                ('every_days', models.PositiveSmallIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(choices=[('record', 'Record'), ('batch', 'Batch'), ('incident', 'Incident')], max_length=16)),
                ('key', models.CharField(max_length=64)),
                ('verdict', models.CharField(choices=[('released', 'Released'), ('rejected', 'Rejected'), ('settled', 'Settled')], max_length=16)),
                ('note', models.CharField(max_length=300)),
                ('by', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('subject', 'key'), name='one_decision_per_thing')],
            },
        ),
        migrations.CreateModel(
            name='StationDamage',
            fields=[
                ('record_id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('device', models.CharField(max_length=32)),
                ('day', models.DateField()),
                ('size', models.BigIntegerField()),
                ('saved', models.PositiveIntegerField()),
                ('folder', models.CharField(max_length=40)),
                ('received_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('-received_at',),
                'indexes': [models.Index(fields=['device'], name='damage_of_device')],
            },
        ),
    ]
