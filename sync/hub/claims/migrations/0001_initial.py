
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='MissingBallot',
            fields=[
                ('tracker', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('came_on', models.DateField()),
                ('answer', models.CharField(blank=True, default='', max_length=300)),
                ('version', models.PositiveIntegerField(default=0)),
                ('by', models.CharField(blank=True, default='', max_length=150)),
                ('at', models.DateTimeField(default=None, null=True)),
            ],
            options={
                'ordering': ('came_on', 'tracker'),
            },
        ),
    ]
