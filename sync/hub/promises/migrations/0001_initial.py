
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='PromiseMade',
            fields=[
                ('poll', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('first_by', models.DateField()),
                ('by', models.DateField()),
                ('answered_on', models.DateField(null=True)),
                ('is_published', models.BooleanField(default=True)),
                ('told', models.CharField(blank=True, default='', max_length=10)),
            ],
            options={
                'ordering': ('by', 'poll'),
            },
        ),
    ]
