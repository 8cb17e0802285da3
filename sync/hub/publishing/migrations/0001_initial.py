from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('version', models.PositiveIntegerField(primary_key=True, serialize=False)),
                ('published_at', models.DateTimeField()),
                ('by', models.CharField(max_length=150)),
                ('content', models.CharField(max_length=64)),
                ('files', models.JSONField()),
            ],
            options={
                'ordering': ('-version',),
            },
        ),
    ]
