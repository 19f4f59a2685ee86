from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VersionsConfig(AppConfig):
    name = "broadsheet.versions"
    label = "broadsheet_versions"
    verbose_name = _("Versions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Every one of Wagtail's ways to publish ends in these two signals
        # (decisions/004-gateway.md).
        from wagtail.signals import page_published, page_unpublished

        from . import gateway

        page_published.connect(gateway.page_published, dispatch_uid="broadsheet.gateway")
        page_unpublished.connect(gateway.page_unpublished, dispatch_uid="broadsheet.gateway")
