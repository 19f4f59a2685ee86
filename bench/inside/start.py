"""Loads Django with the settings of the paper's folder that the environment names."""

import os

import django

__all__ = ["start"]


def start() -> None:
    """Call it before anything of the paper is imported."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.config.settings"
    django.setup()
