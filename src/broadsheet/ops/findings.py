"""What ``broadsheet doctor`` finds: one line each, with what it means and what to do."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Finding", "error", "ok", "warning"]

Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. ``remedy`` is empty where all is well."""

    level: Level
    subject: str
    says: str
    remedy: str = ""


def ok(subject: str, says: str) -> Finding:
    """All is well."""
    return Finding(level="ok", subject=subject, says=says)


def warning(subject: str, says: str, remedy: str) -> Finding:
    """The paper runs, but not as it should, or not for long."""
    return Finding(level="warning", subject=subject, says=says, remedy=remedy)


def error(subject: str, says: str, remedy: str) -> Finding:
    """The paper does not run, or does something that it must not."""
    return Finding(level="error", subject=subject, says=says, remedy=remedy)
