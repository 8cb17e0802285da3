from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0004_promise_incidents'),
    ]

    operations = [
        migrations.AlterField(
            model_name='incident',
            name='kind',
            field=models.CharField(choices=[('fork', 'Fork'), ('doubled-record', 'Doubled Record'), ('unreadable-batch', 'Unreadable Batch'), ('database-damaged', 'Database Damaged'), ('after-revocation', 'After Revocation'), ('log-doubted', 'Log Doubted'), ('log-behind', 'Log Behind'), ('audit-rewritten', 'Audit Rewritten'), ('two-machines', 'Two Machines'), ('put-back', 'Put Back'), ('old-key', 'Old Key'), ('clock-wrong', 'Clock Wrong'), ('log-forked', 'Log Forked'), ('promise-overdue', 'Promise Overdue'), ('promise-left-out', 'Promise Left Out'), ('ballot-missed', 'Ballot Missed')], max_length=32),
        ),
    ]
