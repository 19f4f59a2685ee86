"""The desk's lists of what articles are made of."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from .models import Agency

__all__ = ["AgencyViewSet"]


class AgencyViewSet(ModelViewSet):
    """The agencies whose copy the paper uses."""

    model = Agency
    icon = "globe"
    menu_label = _("Agencies")
    menu_order = 260
    add_to_admin_menu = True
    form_fields = ["name"]
    list_display = ["name"]
    search_fields = ["name"]
    copy_view_enabled = False
    inspect_view_enabled = False
