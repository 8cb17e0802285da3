from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('triage', '0001_initial'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='decision',
            options={'ordering': ('-number',)},
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='one_decision_per_thing',
        ),
        migrations.AddField(
            model_name='contactcalendar',
            name='at',
            field=models.DateTimeField(default=None, null=True),
        ),
        migrations.AddField(
            model_name='contactcalendar',
            name='by',
            field=models.CharField(default='', max_length=150),
        ),
        migrations.AddField(
            model_name='contactcalendar',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='decision',
            name='number',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(fields=('subject', 'key', 'number'), name='one_decision_per_number'),
        ),
    ]
