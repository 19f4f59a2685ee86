from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "broadsheet.desk"
    label = "broadsheet_desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        from broadsheet.articles import previewing

        from . import checks, previews  # noqa: F401 -- registers the checks

        previewing.show_with(previews.preview)
