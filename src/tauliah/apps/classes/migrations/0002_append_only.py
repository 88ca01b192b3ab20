from django.db import migrations

from tauliah.apps.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("classes", "0001_initial")]

    operations = [
        append_only("classes_seatentry"),
        append_only("classes_attendancemark"),
    ]
