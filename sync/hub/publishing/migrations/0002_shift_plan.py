from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ShiftPlan',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('shift', models.JSONField()),
                ('ends', models.DateTimeField(db_index=True)),
                ('by', models.CharField(max_length=150)),
                ('planned_at', models.DateTimeField()),
                ('is_withdrawn', models.BooleanField(db_default=False, default=False)),
            ],
            options={
                'ordering': ('ends', 'id'),
            },
        ),
    ]
