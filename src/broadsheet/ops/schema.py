"""Whether the database has the shape that this release of the code expects."""

from importlib.util import find_spec
from pkgutil import iter_modules

from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

__all__ = ["unapplied_migrations"]


def unapplied_migrations() -> list[str]:
    """Names of migrations (“app.name”) that the code brings and the database has not seen.

    Compares names only: loading all migrations, as ``migrate`` does, would
    cost half a second at each start.
    """
    applied = set(MigrationRecorder(connection).applied_migrations())
    return sorted(
        f"{label}.{name}"
        for label, package in _packages()
        for name in _names(package)
        if (label, name) not in applied
    )


def _packages() -> list[tuple[str, str]]:
    return [(config.label, f"{config.name}.migrations") for config in apps.get_app_configs()]


def _names(package: str) -> list[str]:
    spec = find_spec(package)
    if spec is None:
        return []
    places = spec.submodule_search_locations or []
    return [m.name for m in iter_modules(places) if not m.ispkg and m.name[0] not in "_~"]
