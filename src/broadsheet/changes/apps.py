from django.apps import AppConfig


class ChangesConfig(AppConfig):
    name = "broadsheet.changes"
    label = "broadsheet_changes"
    default_auto_field = "django.db.models.BigAutoField"
