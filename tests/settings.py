"""Settings for the tests and the type checker: a paper's folder made anew for each run."""

import atexit
import os
import secrets
import shutil
import tempfile
from pathlib import Path

if "BROADSHEET_FOLDER" not in os.environ:
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in ("data", "media", "press", "run", "static", "templates"):
        (folder / name).mkdir()
    (folder / "paper.toml").write_text("", encoding="utf-8")
    key = folder / "secret.key"
    key.touch(mode=0o600)
    key.write_text(secrets.token_urlsafe(48), encoding="ascii")
    os.environ["BROADSHEET_FOLDER"] = str(folder)

from broadsheet.config.settings import *  # noqa: F403

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast, for tests only
# Wagtail remembers renditions by a picture's key, and keys come again in each test.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
