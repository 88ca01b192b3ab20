from django.db import migrations

from tauliah.apps.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("sittings", "0001_initial")]

    operations = [
        append_only("sittings_attemptevent"),
    ]
