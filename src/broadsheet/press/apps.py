from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PressConfig(AppConfig):
    name = "broadsheet.press"
    label = "broadsheet_press"
    verbose_name = _("Press")

    def ready(self) -> None:
        from broadsheet.changes import orders

        from .withdrawing import drop_at_once

        orders.on_urgent(drop_at_once)
