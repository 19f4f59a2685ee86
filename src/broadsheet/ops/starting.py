"""Starting Django for one paper's folder."""

import os

import django

from broadsheet.config.folder import FOLDER_VARIABLE, PaperFolder

__all__ = ["SETTINGS", "start_django"]

SETTINGS = "broadsheet.config.settings"


def start_django(folder: PaperFolder) -> None:
    """Load settings and models for a paper. Raises ImproperlyConfigured, in words."""
    os.environ[FOLDER_VARIABLE] = str(folder.root)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()
