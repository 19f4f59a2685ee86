from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaperConfig(AppConfig):
    name = "broadsheet.paper"
    label = "broadsheet_paper"
    verbose_name = _("Paper")
    default_auto_field = "django.db.models.BigAutoField"
