import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SafePiece',
            fields=[
                ('name', models.CharField(max_length=64, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('device', models.CharField(max_length=32)),
                ('inc', models.CharField(max_length=32)),
                ('seq', models.BigIntegerField()),
                ('hash', models.CharField(max_length=64, unique=True)),
                ('stream', models.CharField(max_length=16)),
                ('line', models.TextField()),
                ('body', models.BinaryField()),
                ('count', models.PositiveIntegerField()),
                ('taken', models.CharField(max_length=40)),
                ('received_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('stored', 'Stored'), ('lost', 'Lost'), ('unreadable', 'Unreadable'), ('aside', 'Aside')], max_length=16)),
                ('reason', models.CharField(default='', max_length=300)),
                ('ack', models.TextField(default='')),
                ('forgotten_at', models.DateTimeField(default=None, null=True)),
                ('is_listed', models.BooleanField(db_default=True, default=True)),
            ],
            options={
                'ordering': ('-id',),
                'indexes': [models.Index(fields=['device', '-received_at'], name='batches_of_device'), models.Index(condition=models.Q(('state', 'aside')), fields=['state'], name='batches_aside'), models.Index(condition=models.Q(('state', 'lost')), fields=['state'], name='batches_lost'), models.Index(condition=models.Q(('forgotten_at', None), ('stream', 'ballots')), fields=['received_at'], name='ballots_whole'), models.Index(condition=models.Q(('is_listed', False)), fields=['id'], name='batches_to_list')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'aside'), _negated=True), fields=('device', 'inc', 'seq'), name='one_batch_per_place')],
            },
        ),
        migrations.CreateModel(
            name='ChainHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('device', models.CharField(max_length=32)),
                ('inc', models.CharField(max_length=32)),
                ('stream', models.CharField(max_length=16)),
                ('seq', models.BigIntegerField()),
                ('hash', models.CharField(max_length=64)),
                ('safe', models.BigIntegerField(default=0)),
            ],
            options={
                'ordering': ('device', 'stream', 'inc'),
                'constraints': [models.UniqueConstraint(fields=('device', 'inc'), name='one_head_per_chain')],
            },
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('fork', 'Fork'), ('doubled-record', 'Doubled Record'), ('unreadable-batch', 'Unreadable Batch'), ('database-damaged', 'Database Damaged'), ('after-revocation', 'After Revocation'), ('log-doubted', 'Log Doubted')], max_length=32)),
                ('device', models.CharField(max_length=32)),
                ('inc', models.CharField(max_length=32)),
                ('seq', models.BigIntegerField()),
                ('hash', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ('-id',),
                'constraints': [models.UniqueConstraint(fields=('kind', 'hash'), name='one_incident_per_batch')],
            },
        ),
        migrations.CreateModel(
            name='SealedRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record_id', models.CharField(max_length=32)),
                ('kind', models.CharField(max_length=32)),
                ('kid', models.CharField(max_length=64)),
                ('digest', models.BinaryField()),
                ('place', models.PositiveSmallIntegerField()),
                ('doubled', models.BooleanField(db_default=False, default=False)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('applied', 'Applied'), ('quarantined', 'Quarantined')], db_default='waiting', default='waiting', max_length=16)),
                ('tries', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('reason', models.CharField(db_default='', default='', max_length=300)),
                ('batch', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='records', to='intake.batch')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'applied'), _negated=True), fields=['state', 'tries', 'batch'], name='records_not_applied')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('doubled', False)), fields=('record_id',), name='one_record_per_id'), models.UniqueConstraint(condition=models.Q(('doubled', True)), fields=('record_id', 'digest'), name='one_double_per_content')],
            },
        ),
    ]
