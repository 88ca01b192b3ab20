from django.db import migrations

from tauliah.apps.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("marking", "0001_initial")]

    operations = [
        append_only("marking_response"),
        append_only("marking_mark"),
    ]
