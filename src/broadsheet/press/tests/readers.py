"""A reader's requests, made without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from wsgiref.util import setup_testing_defaults

from broadsheet.press.serving import PressedPages


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; header names occur once in ours."""

    status: int
    headers: dict[str, str]
    body: bytes


class Reader:
    """Asks an application for pages, as a server would."""

    def __init__(self, application: PressedPages) -> None:
        self.application = application

    def get(self, path: str, *, method: str = "GET", **headers: str) -> Reply:
        """One request; ``path`` is decoded text, header names use underscores."""
        return self.ask(path.encode().decode("latin-1"), method=method, **headers)

    def ask(self, path_info: str, *, method: str = "GET", **headers: str) -> Reply:
        """One request with PATH_INFO as it stands in the environ."""
        environ: dict[str, object] = {"REQUEST_METHOD": method, "PATH_INFO": path_info}
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        setup_testing_defaults(environ)
        said: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], _exc_info: object = None
        ) -> Callable[[bytes], object]:
            said.append((status, headers))
            return lambda _data: None

        blocks: Iterable[bytes] = self.application(environ, start_response)
        body = b"".join(blocks)
        if hasattr(blocks, "close"):
            blocks.close()
        ((status, pairs),) = said
        assert len(dict(pairs)) == len(pairs), pairs
        assert all(isinstance(text, str) for pair in pairs for text in pair)
        return Reply(int(status[:3]), dict(pairs), body)
