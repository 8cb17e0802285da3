from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('polls', '0006_counted_at_once'),
    ]

    operations = [
        migrations.CreateModel(
            name='VoidedCard',
            fields=[
                ('record_id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('poll', models.CharField(max_length=80)),
                ('device', models.CharField(max_length=32)),
                ('received_on', models.DateField()),
                ('was_used', models.BooleanField()),
            ],
            options={
                'ordering': ('record_id',),
                'indexes': [models.Index(fields=['poll', 'was_used'], name='voided_cards_of_poll')],
            },
        ),
    ]
