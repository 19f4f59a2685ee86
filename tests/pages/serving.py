"""The edition behind a little web server, for tests that need a browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import StartResponse, WSGIEnvironment

from .edition import Edition

__all__ = ["served"]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- its name there
        pass


@contextmanager
def served(edition: Edition) -> Iterator[str]:
    """Serve the edition's answers at the address that is yielded, and nothing else."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        path = environ["PATH_INFO"].encode("latin-1").decode()
        found = edition.answers.get(path, edition.answers["/nothing"])
        start_response(f"{found.status} -", [*found.headers.items()])
        return [found.body]

    server = make_server("127.0.0.1", 0, answer, server_class=_Server, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
