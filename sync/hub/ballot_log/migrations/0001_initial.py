from django.db import migrations, models

from sync.hub.append_only import make_append_only


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='LogLine',
            fields=[
                ('number', models.PositiveIntegerField(primary_key=True, serialize=False)),
                ('poll', models.CharField(max_length=80)),
                ('mark', models.CharField(blank=True, default='', max_length=64)),
                ('inner_hash', models.CharField(max_length=64, unique=True)),
            ],
            options={
                'ordering': ('number',),
            },
        ),
        migrations.CreateModel(
            name='LogRound',
            fields=[
                ('one', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('day', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='WitnessedCheckpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.TextField(unique=True)),
                ('origin', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('device', models.CharField(max_length=32)),
            ],
            options={
                'ordering': ('-size',),
            },
        ),
        migrations.CreateModel(
            name='LogCheckpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField()),
                ('note', models.TextField()),
                ('day', models.DateField()),
            ],
            options={
                'ordering': ('origin', 'size'),
                'constraints': [models.UniqueConstraint(fields=('origin', 'size'), name='one_checkpoint_per_size')],
            },
        ),
        make_append_only("ballot_log_logline", "ballot_log_logcheckpoint", called="ballot log"),
    ]
