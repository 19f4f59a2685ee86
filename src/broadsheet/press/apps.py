from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "broadsheet.press"
    label = "broadsheet_press"
