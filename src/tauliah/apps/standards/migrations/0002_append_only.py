from django.db import migrations

from tauliah.apps.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("standards", "0001_initial")]

    operations = [
        append_only("standards_study"),
        append_only("standards_studyitem"),
        append_only("standards_judge"),
        append_only("standards_round"),
        append_only("standards_rating"),
        append_only("standards_handedin"),
        append_only("standards_roundend"),
        append_only("standards_decision"),
        append_only("standards_equating"),
    ]
