from django.db import migrations

from tauliah.apps.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("analyses", "0001_initial")]

    operations = [
        append_only("analyses_analysisrun"),
        append_only("analyses_runoutcome"),
    ]
