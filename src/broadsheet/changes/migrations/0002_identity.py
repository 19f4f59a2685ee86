from django.db import migrations


def give_identity(apps, schema_editor):
    apps.get_model("broadsheet_changes", "DatabaseIdentity").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("broadsheet_changes", "0001_initial")]
    operations = [migrations.RunPython(give_identity, migrations.RunPython.noop)]
