from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('data', models.BinaryField()),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ('name',),
            },
        ),
    ]
