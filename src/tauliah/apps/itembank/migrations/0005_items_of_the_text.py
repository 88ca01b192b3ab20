"""Every item until now came with a release: it is in the text and in use, or it is retired."""

from typing import Any, ClassVar

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    item = apps.get_model("itembank", "Item")
    version = apps.get_model("itembank", "ItemVersion")
    newest = version.objects.filter(item=OuterRef("pk")).order_by("-number").values("pk")[:1]
    item.objects.filter(retired_in=None).update(is_in_text=True, live=Subquery(newest))
    item.objects.exclude(retired_in=None).update(state="retired")


class Migration(migrations.Migration):
    # by itself: PostgreSQL changes no table in the transaction that has filled it
    dependencies: ClassVar[list[tuple[str, str]]] = [("itembank", "0004_life_of_items")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
