from django.db import migrations

from tauliah.apps.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("itembank", "0001_initial")]

    operations = [
        append_only("itembank_itemversion"),
        append_only("itembank_form"),
        append_only("itembank_formitem"),
    ]
