from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "broadsheet.imports"
    label = "broadsheet_imports"
