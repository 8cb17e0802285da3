import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='PaperStack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('poll', models.CharField(max_length=80)),
                ('place', models.CharField(max_length=80)),
                ('district', models.CharField(max_length=20)),
                ('day', models.DateField()),
                ('language', models.CharField(max_length=16)),
                ('made_by', models.CharField(max_length=150)),
                ('made_at', models.DateTimeField()),
                ('checked_by', models.JSONField(default=list)),
                ('checked_at', models.DateTimeField(default=None, null=True)),
                ('counted', models.PositiveIntegerField(default=0)),
                ('invalid', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='PaperTyping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.CharField(max_length=150)),
                ('forms', models.JSONField(default=list)),
                ('stack', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='typings', to='paper.paperstack')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.AddConstraint(
            model_name='papertyping',
            constraint=models.UniqueConstraint(fields=('stack', 'by'), name='one_typing_per_person'),
        ),
    ]
