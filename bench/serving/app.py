"""What granian loads: the serving layer over the bench's store, nothing behind it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.press.serving import PressedPages
from broadsheet.press.store import PressStore

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

DATABASE = "bench"


def _open() -> PressStore:
    return PressStore.open(Path(os.environ["BENCH_STORE"]), database=DATABASE)


def _nothing(_environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """A page that is not pressed is an error of the bench; wrk counts it."""
    start_response("500 Not pressed", [("content-length", "0")])
    return []


app = PressedPages(_open, lambda _path: None, _nothing, owned=("/desk/", "/static/", "/health"))
