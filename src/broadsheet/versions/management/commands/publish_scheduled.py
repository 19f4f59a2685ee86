"""Takes the place of Wagtail's command of the same name."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from broadsheet.versions import schedule


class Command(BaseCommand):
    help = "Publishes and withdraws what was scheduled and is due, each story by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        for ran in schedule.run_due(at=timezone.now()):
            told = f"refused: {ran.refusal}" if ran.refusal else "done"
            self.stdout.write(f"{ran.what} “{ran.page}”: {told}")
