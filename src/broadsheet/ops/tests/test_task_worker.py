"""A task that a killed worker had begun is done by its successor."""

import pytest
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.tasks import update_reference_index_task

from broadsheet.ops.task_worker import take_up_again

pytestmark = pytest.mark.django_db


def begun_by(*workers: str) -> DBTaskResult:
    task = update_reference_index_task
    return DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path=task.module_path,
        backend_name="default",
        queue_name=task.queue_name,
        run_after="9999-01-01T00:00:00Z",
        status=TaskResultStatus.RUNNING,
        worker_ids=list(workers),
    )


def test_only_what_the_same_worker_began_is_taken_up_again() -> None:
    ours, theirs = begun_by("here"), begun_by("elsewhere")
    assert take_up_again("here") == 1
    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert ours.status == TaskResultStatus.READY
    assert theirs.status == TaskResultStatus.RUNNING
