import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100)),
                ('district', models.CharField(max_length=20)),
                ('model', models.CharField(max_length=100)),
                ('public_key', models.JSONField()),
                ('kid', models.CharField(max_length=64, unique=True)),
                ('enrolled_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(default=None, null=True)),
                ('rekey_wished_at', models.DateTimeField(default=None, null=True)),
            ],
            options={
                'ordering': ('name', 'id'),
            },
        ),
        migrations.CreateModel(
            name='HubIdentity',
            fields=[
                ('epoch', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='DeviceSeen',
            fields=[
                ('device', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='seen', serialize=False, to='stations.device')),
                ('last_contact', models.DateTimeField(default=None, null=True)),
                ('last_success', models.DateTimeField(default=None, null=True)),
                ('last_error_at', models.DateTimeField(default=None, null=True)),
                ('last_error', models.CharField(default='', max_length=300)),
                ('waiting_ballots', models.PositiveIntegerField(default=0)),
                ('waiting_reports', models.PositiveIntegerField(default=0)),
                ('oldest_waiting', models.DateField(default=None, null=True)),
                ('content', models.CharField(default='', max_length=100)),
                ('software', models.CharField(default='', max_length=100)),
                ('clock_difference_seconds', models.IntegerField(default=None, null=True)),
                ('chains', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='EnrolmentCode',
            fields=[
                ('locator', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('key', models.BinaryField()),
                ('name', models.CharField(max_length=100)),
                ('district', models.CharField(max_length=20)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('tries_left', models.PositiveSmallIntegerField()),
                ('used_at', models.DateTimeField(default=None, null=True)),
                ('device', models.OneToOneField(default=None, null=True, on_delete=django.db.models.deletion.PROTECT, to='stations.device')),
            ],
            options={
                'ordering': ('-made_at',),
            },
        ),
        migrations.CreateModel(
            name='RetiredKey',
            fields=[
                ('kid', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('public_key', models.JSONField()),
                ('retired_at', models.DateTimeField()),
                ('device', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='stations.device')),
            ],
        ),
    ]
