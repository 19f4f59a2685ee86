"""nginx and granian, one worker each, pinned to one core."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.serving.newsprint import HEADERS

__all__ = ["Server", "granian", "granian_with", "nginx"]

_SERVER_CORE = "0"

_NGINX = """
daemon off; master_process off; worker_processes 1; pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 512; }}
http {{
    access_log off; sendfile on; tcp_nopush on; tcp_nodelay on;
    keepalive_requests 1000000; keepalive_timeout 65;
    {open_files}
    gzip_static on; gzip_vary on; server_tokens off;
    types {{ }} default_type "text/html; charset=utf-8";
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2;
    fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    server {{
        listen 127.0.0.1:{port} backlog=1024; root {files};
        {headers}
        add_header cache-control no-cache;
    }}
}}
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it listens, and its first process."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """The processor time that it and its children have used so far."""
        return sum(map(_cpu_seconds, _family(self.pid)))


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(member for child in children for member in _family(int(child)))]


def _cpu_seconds(pid: int) -> float:
    # proc(5): after the name in brackets, the 12th and 13th fields are user and system ticks.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


_OPEN_FILES = "open_file_cache max=5000 inactive=600s; open_file_cache_valid 600s;"


@contextmanager
def nginx(folder: Path, *, keeps_files_open: bool) -> Iterator[Server]:
    """nginx over ``folder``/files.

    It opens a file for each request unless ``keeps_files_open``, which few
    configurations have: it shows a changed file only after a while.
    """
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    port = _free_port()
    own = folder / f"nginx-{port}"
    own.mkdir()
    headers = " ".join(
        f'add_header {name} "{value}";' for name, value in HEADERS if name != "content-type"
    )
    config = own / "nginx.conf"
    config.write_text(
        _NGINX.format(
            folder=own,
            files=folder / "files",
            port=port,
            headers=headers,
            open_files=_OPEN_FILES if keeps_files_open else "",
        )
    )
    with _running([program, "-c", str(config), "-e", str(own / "error.log")], port) as server:
        yield server


@contextmanager
def granian(folder: Path) -> Iterator[Server]:
    """Granian's WSGI worker with the serving layer over ``folder``/store."""
    with granian_with("bench.serving.app:app", BENCH_STORE=str(folder / "store")) as server:
        yield server


@contextmanager
def granian_with(application: str, **environment: str) -> Iterator[Server]:
    """Granian with one worker of one thread that runs a WSGI application, ``module:name``."""
    port = _free_port()
    program = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1"]
    program += ["--blocking-threads", "1", "--http", "1", "--no-ws", "--log-level", "warning"]
    program += ["--host", "127.0.0.1", "--port", str(port), application]
    with _running(program, port, **environment) as server:
        yield server


@contextmanager
def _running(program: list[str], port: int, **environment: str) -> Iterator[Server]:
    """A program on the servers' core, once it listens at ``port``."""
    # Only what a service manager would pass: every variable travels in each
    # WSGI request's environ.
    kept = {
        name: os.environ[name]
        for name in ("PATH", "HOME", "LANG", "PYTHONPATH")
        if name in os.environ
    }
    process = subprocess.Popen(
        ["taskset", "-c", _SERVER_CORE, *program], env={**kept, **environment}
    )
    try:
        _await(port, process)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _free_port() -> int:
    """A port that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + 20
    while time.monotonic() < limit and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit(f"{process.args!r} did not start.")
