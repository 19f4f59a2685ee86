"""The database itself refuses to change a version, whatever code asks it to.

Only the link to the person may go, when their account is deleted; their name
stays in ``by_name``. A later migration that rebuilds the table on SQLite drops
the trigger and must lay it again; a test notices.
"""

from django.db import migrations

GUARDED = (
    "paper_id", "article_id", "news_id", "number", "act", "at", "by_name", "note", "revision_id",
    "published_at", "section_id", "section_name", "language", "slug", "headline",
    "short_headline", "kicker", "standfirst", "byline", "dateline", "credits", "lead", "body",
    "body_schema",
)

SQLITE = f"""
CREATE TRIGGER broadsheet_versions_never_change
BEFORE UPDATE OF {", ".join(GUARDED)} ON broadsheet_versions_version
BEGIN SELECT RAISE(ABORT, 'versions never change'); END
"""

POSTGRESQL = f"""
CREATE FUNCTION broadsheet_versions_never_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'versions never change' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER broadsheet_versions_never_change
BEFORE UPDATE OF {", ".join(GUARDED)} ON broadsheet_versions_version
FOR EACH ROW EXECUTE FUNCTION broadsheet_versions_never_change()
"""


def lay_trigger(apps, schema_editor):
    sql = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    schema_editor.execute(sql)


def lift_trigger(apps, schema_editor):
    on_table = schema_editor.connection.vendor == "postgresql"
    table = " ON broadsheet_versions_version" if on_table else ""
    schema_editor.execute(f"DROP TRIGGER broadsheet_versions_never_change{table}")
    if on_table:
        schema_editor.execute("DROP FUNCTION broadsheet_versions_never_change()")


class Migration(migrations.Migration):
    dependencies = [("broadsheet_versions", "0001_initial")]
    operations = [migrations.RunPython(lay_trigger, lift_trigger)]
