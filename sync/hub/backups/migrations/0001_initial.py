from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='BackupSeen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField()),
                ('verified_at', models.DateTimeField()),
                ('batches', models.PositiveBigIntegerField()),
            ],
            options={
                'ordering': ('-verified_at',),
            },
        ),
    ]
