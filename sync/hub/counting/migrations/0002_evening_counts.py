from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('counting', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='EveningCount',
            fields=[
                ('poll', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('device', models.CharField(max_length=32)),
                ('opened_at', models.DateTimeField()),
                ('result', models.TextField(blank=True, default='')),
                ('result_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ('-opened_at', 'poll'),
            },
        ),
    ]
