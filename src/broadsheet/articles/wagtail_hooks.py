"""What articles add to the desk: registration lines only."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from .viewsets import AgencyViewSet


@hooks.register("register_admin_viewset")
def register_agencies() -> AgencyViewSet:
    return AgencyViewSet()


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("broadsheet.archive", _("Archive"), _("Put away in the archive"))
