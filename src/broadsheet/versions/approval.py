"""Approval: what a workflow's last task approved goes out, or nothing does.

Wagtail would publish the latest revision, whoever wrote it; and autosave
rewrites a revision in place, so that its number alone says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from .errors import ChangedSinceApproval

if TYPE_CHECKING:
    # Wagtail imports this module while its own models are being made.
    from wagtail.models import Revision, TaskState, WorkflowState

    from broadsheet.paper.models import User

__all__ = ["approve_as_read", "publish_approved"]


def publish_approved(workflow_state: WorkflowState, user: User | None = None) -> None:
    """Publish what was approved; Wagtail's ``WAGTAIL_FINISH_WORKFLOW_ACTION``.

    What goes out is the latest revision, if it is the one that was sent for
    approval, untouched since, or the approver's own. Raises ChangedSinceApproval.
    """
    latest = workflow_state.content_object.get_latest_revision()
    task = workflow_state.current_task_state
    is_own = user is not None and latest.user_id == user.pk
    is_as_sent = latest.pk == task.revision_id and latest.created_at <= task.started_at
    if not (is_own or is_as_sent):
        raise ChangedSinceApproval(
            _(
                "“%(headline)s” was changed by %(name)s after it was sent for approval. "
                "Open it, read it as it is now, and approve it there."
            )
            % {"headline": workflow_state.content_object, "name": latest.user or _("somebody")}
        )
    with transaction.atomic():
        latest.publish(user=user)


def approve_as_read(*, task: TaskState, revision: Revision) -> None:
    """Note that the approver has this later revision before them, in the editor."""
    if task.revision_id != revision.pk or revision.created_at > task.started_at:
        task.revision = revision
        task.started_at = revision.created_at
        task.save(update_fields=["revision", "started_at"])
