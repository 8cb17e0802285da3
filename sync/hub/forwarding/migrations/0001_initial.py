import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('stations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChildHub',
            fields=[
                ('id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=100)),
                ('locator', models.CharField(max_length=32, unique=True)),
                ('key', models.BinaryField()),
                ('expires_at', models.DateTimeField()),
                ('tries_left', models.PositiveSmallIntegerField()),
                ('public_key', models.JSONField(default=None, null=True)),
                ('kid', models.CharField(default=None, max_length=64, null=True, unique=True)),
                ('joined_at', models.DateTimeField(default=None, null=True)),
            ],
            options={
                'ordering': ('name', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ForwardedStation',
            fields=[
                ('device', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='forwarded', serialize=False, to='stations.device')),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='forwarding.childhub')),
            ],
        ),
    ]
