import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('polls', '0003_tally_outcome'),
    ]

    operations = [
        migrations.CreateModel(
            name='CodeBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('poll', models.CharField(max_length=80)),
                ('place', models.CharField(max_length=80)),
                ('size', models.PositiveIntegerField()),
                ('made_by', models.CharField(max_length=150)),
                ('made_at', models.DateTimeField()),
                ('sealed', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='CodeBatchDeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('handed-out', 'Handed Out'), ('returned', 'Returned'), ('void', 'Void')], max_length=12)),
                ('cards', models.PositiveIntegerField()),
                ('note', models.CharField(blank=True, default='', max_length=300)),
                ('by', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deeds', to='polls.codebatch')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
    ]
