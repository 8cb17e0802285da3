from django.db import migrations, models


def take_apart(apps, schema_editor):
    tallies = apps.get_model('polls', 'Tally').objects.using(schema_editor.connection.alias)
    parts = apps.get_model('polls', 'ResultPart').objects.using(schema_editor.connection.alias)
    for poll, result in tallies.values_list('poll', 'result').iterator(chunk_size=1):
        data = result.encode()
        for place, begin in enumerate(range(0, len(data), 65536)):
            parts.create(tally_id=poll, place=place, data=data[begin:begin + 65536])


def put_together(apps, schema_editor):
    tallies = apps.get_model('polls', 'Tally').objects.using(schema_editor.connection.alias)
    parts = apps.get_model('polls', 'ResultPart').objects.using(schema_editor.connection.alias)
    for poll in tallies.values_list('poll', flat=True):
        whole = b''.join(map(bytes, parts.filter(tally=poll).order_by('place').values_list('data', flat=True)))
        tallies.filter(poll=poll).update(result=whole.decode())


class Migration(migrations.Migration):
    """A result file stands in parts: no longer than they is what is held in memory."""

    dependencies = [
        ('polls', '0007_voided_cards'),
    ]

    operations = [
        migrations.CreateModel(
            name='ResultPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField()),
                ('data', models.BinaryField()),
                ('tally', models.ForeignKey(on_delete=models.deletion.CASCADE, related_name='parts', to='polls.tally')),
            ],
            options={
                'ordering': ('tally', 'place'),
            },
        ),
        migrations.AddConstraint(
            model_name='resultpart',
            constraint=models.UniqueConstraint(fields=('tally', 'place'), name='one_part_per_place'),
        ),
        migrations.AlterField(
            model_name='tally',
            name='result',
            field=models.TextField(default=''),
        ),
        migrations.RunPython(take_apart, put_together),
    ]
