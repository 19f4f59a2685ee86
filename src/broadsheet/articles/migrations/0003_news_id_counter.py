from django.db import migrations


def start_counter(apps, schema_editor):
    apps.get_model("broadsheet_articles", "NewsIdCounter").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("broadsheet_articles", "0002_initial")]
    operations = [migrations.RunPython(start_counter, migrations.RunPython.noop)]
