import json
from typing import Any

import django.db.models.deletion
import uuid6
from django.conf import settings
from django.db import migrations, models

from tauliah.apps.append_only import append_only


def name_the_keys(apps: Any, schema_editor: Any) -> None:
    """Each award is given the public key that its credential names."""
    Award = apps.get_model("awards", "Award")
    for award in Award.objects.filter(signed_by="").only("credential").iterator():
        method = json.loads(award.credential)["proof"]["verificationMethod"]
        Award.objects.filter(pk=award.pk).update(signed_by=method.rpartition("#")[2])


class Migration(migrations.Migration):
    dependencies = [
        ("awards", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="award",
            name="signed_by",
            field=models.CharField(
                default="", help_text="the public key that checks it", max_length=60
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="award",
            name="is_suspended",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="award",
            name="suspended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="award",
            name="names_suspensions",
            field=models.BooleanField(
                default=False, help_text="whether its credential names a list of suspensions"
            ),
        ),
        migrations.AlterField(
            model_name="award",
            name="is_name_public",
            field=models.BooleanField(help_text="the holder's choice, to be changed at any time"),
        ),
        migrations.RunPython(name_the_keys, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="award",
            index=models.Index(fields=["signed_by"], name="awards_award_signed_by"),
        ),
        migrations.AddField(
            model_name="statuslist",
            name="purpose",
            field=models.CharField(default="revocation", max_length=12),
        ),
        migrations.AddField(
            model_name="statuslist",
            name="decided_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="statuslist",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["revocation", "suspension"])),
                name="a_status_list_has_a_purpose",
            ),
        ),
        append_only("awards_statuslist"),
        migrations.CreateModel(
            name="IssuerKey",
            fields=[
                ("public", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                ("compromised_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=2000)),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid6.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("made_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="awards.award",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sent_at", "made_at"], name="awards_notice_unsent")
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentDecision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid6.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "version",
                    models.CharField(help_text="of the text that was agreed to", max_length=10),
                ),
                ("text_digest", models.CharField(max_length=80)),
                ("fields", models.JSONField()),
                ("decided_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "decided_at"], name="awards_consent_person")
                ],
            },
        ),
        append_only("awards_consentdecision"),
        migrations.CreateModel(
            name="Listing",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="in the address of the page", max_length=24, unique=True
                    ),
                ),
                ("name_key", models.CharField(db_index=True, max_length=320)),
                ("holder_name", models.CharField(max_length=120)),
                ("version", models.CharField(max_length=10)),
                ("shows_designations", models.BooleanField()),
                ("shows_dates", models.BooleanField()),
                ("shows_numbers", models.BooleanField()),
                (
                    "is_indexed",
                    models.BooleanField(help_text="whether search engines may show the page"),
                ),
                ("since", models.DateTimeField()),
            ],
        ),
    ]
