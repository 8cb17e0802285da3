from django.db import migrations, models

from sync.hub.polls.without_rowid import CreateKeyedModel


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        CreateKeyedModel(
            name='KnownBallot',
            fields=[
                ('inner_hash', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('poll', models.CharField(max_length=80)),
                ('mark', models.CharField(blank=True, default='', max_length=64)),
            ],
            options={
                'ordering': ('inner_hash',),
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('poll', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField()),
                ('poll_hash', models.CharField(max_length=64)),
                ('box_hash', models.CharField(max_length=64)),
                ('counted_at', models.DateTimeField()),
                ('total', models.PositiveIntegerField()),
                ('valid', models.PositiveIntegerField()),
                ('invalid', models.PositiveIntegerField()),
                ('doubles', models.PositiveIntegerField(default=0)),
                ('figures', models.JSONField()),
                ('answers', models.JSONField()),
                ('result', models.TextField()),
            ],
        ),
        CreateKeyedModel(
            name='BoxedBallot',
            fields=[
                ('inner_hash', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('poll', models.CharField(max_length=80)),
                ('tracker', models.CharField(max_length=20)),
                ('inner', models.BinaryField()),
                ('mark', models.CharField(blank=True, default='', max_length=64)),
                ('standing', models.CharField(choices=[('counts', 'Counts'), ('double', 'Double'), ('late', 'Late')], default='counts', max_length=6)),
            ],
            options={
                'ordering': ('poll', 'inner_hash'),
                'indexes': [models.Index(fields=['poll', 'inner_hash'], name='ballots_of_poll'), models.Index(fields=['tracker'], name='ballots_by_tracker')],
            },
        ),
        CreateKeyedModel(
            name='CodeEntry',
            fields=[
                ('entry', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('poll', models.CharField(max_length=80)),
            ],
            options={
                'ordering': ('entry',),
                'indexes': [models.Index(fields=['poll', 'entry'], name='entries_of_poll')],
            },
        ),
        CreateKeyedModel(
            name='CodeMark',
            fields=[
                ('mark', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('poll', models.CharField(max_length=80)),
                ('spent_for', models.CharField(blank=True, default='', max_length=64)),
            ],
            options={
                'ordering': ('mark',),
                'indexes': [models.Index(fields=['poll', 'mark'], name='marks_of_poll')],
            },
        ),
        migrations.CreateModel(
            name='PublishedPoll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('poll', models.CharField(max_length=80)),
                ('version', models.PositiveIntegerField()),
                ('definition', models.JSONField()),
                ('hash', models.CharField(max_length=64)),
                ('opens', models.DateField()),
                ('closes', models.DateField()),
                ('published_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('poll', 'version'),
                'constraints': [models.UniqueConstraint(fields=('poll', 'version'), name='one_definition_per_version')],
            },
        ),
    ]
