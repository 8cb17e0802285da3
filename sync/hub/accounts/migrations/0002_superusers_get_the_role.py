"""Django's mark of a superuser is no role any more: who had it gets the role it stood for."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import migrations


def give_role(apps: Any, schema_editor: Any) -> None:
    users = apps.get_model("auth", "User").objects.using(schema_editor.connection.alias)
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    for user in users.filter(is_superuser=True):
        user.groups.set([groups.get_or_create(name="administrator")[0]])
        user.is_superuser = user.is_staff = False
        user.save(update_fields=("is_superuser", "is_staff"))


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('auth', '0012_alter_user_first_name_max_length'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.RunPython(give_role, migrations.RunPython.noop)]
