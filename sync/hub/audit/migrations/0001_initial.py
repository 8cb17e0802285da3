from django.db import migrations, models

from sync.hub.append_only import make_append_only


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('event', models.CharField(max_length=40)),
                ('by', models.CharField(max_length=150)),
                ('facts', models.TextField()),
                ('previous', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64, unique=True)),
            ],
            options={
                'ordering': ('number',),
            },
        ),
        make_append_only("audit_auditentry", called="audit log"),
    ]
