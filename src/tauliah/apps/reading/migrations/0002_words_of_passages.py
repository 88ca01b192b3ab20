"""The table in which each kind of database keeps the words of passages for its full-text search."""

from typing import Any

from django.db import migrations

# all accents are gone already; remove_diacritics 0 leaves the rest as it is
SQLITE = [
    "CREATE VIRTUAL TABLE reading_passagewords USING fts5("
    "title, heading, text, tokenize='unicode61 remove_diacritics 0')",
]
POSTGRESQL = [
    "CREATE TABLE reading_passagewords (rowid bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX reading_passagewords_words ON reading_passagewords USING gin (words)",
]


def make(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement, params=None)


def unmake(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    schema_editor.execute("DROP TABLE reading_passagewords", params=None)


class Migration(migrations.Migration):

    dependencies = [("reading", "0001_initial")]

    operations = [migrations.RunPython(make, unmake, elidable=False)]
