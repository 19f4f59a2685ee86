from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "broadsheet.articles"
    label = "broadsheet_articles"
    verbose_name = _("Articles")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # A signal, because Wagtail has no hook for pictures, and one of its forms
        # leaves the saving to its view.
        from . import tasks
        from .models import Picture

        post_save.connect(tasks.picture_saved, sender=Picture, dispatch_uid="broadsheet.pictures")
