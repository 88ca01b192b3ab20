import django.db.models.deletion
import uuid6
from django.conf import settings
from django.db import migrations, models

from tauliah.apps.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("analyses", "0002_append_only"),
    ]

    operations = [
        migrations.RemoveConstraint("analysisrun", "analysis_kind_is_known"),
        migrations.AddConstraint(
            "analysisrun",
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["items", "calibration", "languages", "equating", "drift", "persons"]
                ),
                name="analysis_kind_is_known",
            ),
        ),
        # on SQLite the table was made anew, and lost its triggers
        append_only("analyses_analysisrun"),
        migrations.AddField("runoutcome", "used", models.JSONField(null=True)),
        migrations.AddField("runprogress", "turn", models.PositiveIntegerField(default=1)),
        migrations.AddField("runprogress", "stopped_at", models.DateTimeField(null=True)),
        migrations.AddField("runprogress", "seconds", models.FloatField(default=0.0)),
        migrations.AddField(
            "runprogress",
            "memory",
            models.BigIntegerField(default=0, help_text="0 where the system does not tell"),
        ),
        migrations.CreateModel(
            name="RunSteps",
            fields=[
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="steps",
                        serialize=False,
                        to="analyses.analysisrun",
                    ),
                ),
                ("basis", models.CharField(max_length=80)),
                ("steps", models.JSONField()),
                ("kept_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RunAdoption",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid6.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("what", models.CharField(max_length=12)),
                ("reason", models.TextField()),
                ("details", models.JSONField()),
                ("adopted_at", models.DateTimeField()),
                (
                    "adopted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adoptions",
                        to="analyses.analysisrun",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(what__in=["parameters", "equating"]),
                        name="what_is_adopted_is_known",
                    ),
                ],
            },
        ),
        append_only("analyses_runadoption"),
    ]
