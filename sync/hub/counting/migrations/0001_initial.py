from django.db import migrations, models

STEPS = [('box-taken', 'Box Taken'), ('mixed-brought', 'Mixed Brought'), ('mixed-taken', 'Mixed Taken'), ('result-kept', 'Result Kept'), ('result-published', 'Result Published')]


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='MixedBox',
            fields=[
                ('poll', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('by', models.CharField(max_length=150)),
                ('box_hash', models.CharField(max_length=64)),
                ('data', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='CountingDeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('poll', models.CharField(max_length=80)),
                ('step', models.CharField(choices=STEPS, max_length=20)),
                ('by', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('box_hash', models.CharField(blank=True, default='', max_length=64)),
            ],
            options={
                'ordering': ('id',),
                'indexes': [models.Index(fields=['poll', 'step'], name='deeds_of_poll')],
            },
        ),
    ]
