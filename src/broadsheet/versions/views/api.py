"""The desk's own API, by which its scripts act on pages: the same acts, the same refusals."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.admin.api.actions.delete import DeletePageAPIAction
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.models import Page

from broadsheet.changes import orders
from broadsheet.paper.errors import Refused
from broadsheet.versions import removal

from .refusals import reasons

__all__ = ["PagesAPIViewSet"]

_ALIASING = {"create_alias", "copy_for_translation"}


class _RemoveAPIAction(DeletePageAPIAction):
    """Delete a draft; withdraw and archive what was public."""

    def execute(self, instance: Page, data: dict[str, Any]) -> Response:
        # Raises DeletePagePermissionError, as Wagtail's own would.
        self._action_from_data(instance, data).check()
        removal.remove(page=instance, by=self.request.user, at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


class PagesAPIViewSet(PagesAdminAPIViewSet):
    """Wagtail's pages in its admin API, each action whole; a refusal answers 409 with reasons."""

    actions = {
        name: action
        for name, action in PagesAdminAPIViewSet.actions.items()
        if name not in _ALIASING
    } | {"delete": _RemoveAPIAction}

    def action_view(self, request: Request, pk: int, action_name: str) -> Response:
        try:
            with transaction.atomic():
                orders.take_turn()
                response: Response = super().action_view(request, pk, action_name)
        except Refused as refusal:
            return Response(
                {"message": " ".join(reasons(refusal)), "problems": reasons(refusal)},
                status=status.HTTP_409_CONFLICT,
            )
        return response
