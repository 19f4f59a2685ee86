"""Where a press store lies, and how a broken one is put out of use under others' feet.

    store/current            one line: the name of the environment in use
    store/<name>/data.mdb    an LMDB environment, complete before ``current`` names it
    store/renewing           lock file: one process at a time makes a new environment

An environment is never repaired. A new one is made beside it, ``current`` is
replaced in one step, then the old files are unlinked; processes that still map
them keep reading them until they look at ``current``, which they do before and
after each write and at least every quarter second while serving. The old
environment is closed from inside as well where that works (see ``CLOSED``), so
that its readers notice at their next request.

The folder must be on a local disk: LMDB's locks and map don't work across a
network file system.
"""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import lmdb

from broadsheet.press.errors import StoreDamaged, StoreError, StoreFull, StoreReadOnly, StoreStrange
from broadsheet.press.records import FORMAT

__all__ = ["CLOSED", "Environment", "Folder", "typed"]

_POINTER = "current"
_LOCK = "renewing"

#: As ``floor`` it makes every page of an environment count as missing.
CLOSED = b"\xff" * 8

#: What says that an environment's files are beyond use, as against a bad disk.
BROKEN = (
    lmdb.CorruptedError,
    lmdb.InvalidError,
    lmdb.PageNotFoundError,
    lmdb.PanicError,
    lmdb.VersionMismatchError,
    lmdb.IncompatibleError,
    lmdb.NotFoundError,
    lmdb.BadTxnError,
)

#: The databases of an environment, and which of them hold several values to a key.
_DATABASES = {
    b"meta": False,  # format, identity, cursor, mark, floor, horizon, sequence, sweep
    b"pages": False,  # path -> record
    b"tags": True,  # tag's digest -> paths that carry it
    b"touched": False,  # tag's digest -> the last order that touched it
    b"ages": False,  # sequence -> path, the longest pressed first
    b"untils": True,  # microseconds -> paths that go stale then
}

Stamp = tuple[int, int, int]


class Unfit(Exception):
    """An environment that can be opened but must not be used: another format or identity."""

    def __init__(self, problem: str, *, identity: str = "") -> None:
        self.identity = identity
        super().__init__(problem)


@dataclass(frozen=True, slots=True, eq=False)
class Environment:
    """One open LMDB environment with its databases; all fields belong together."""

    name: str
    env: lmdb.Environment
    meta: lmdb._Database
    pages: lmdb._Database
    tags: lmdb._Database
    touched: lmdb._Database
    ages: lmdb._Database
    untils: lmdb._Database


@dataclass(slots=True)
class _Shared:
    environment: Environment
    users: int = 0


# LMDB forbids to open one environment twice in a process (its file locks
# belong to the process), so all stores of a process share what is open.
_open: dict[tuple[int, str], _Shared] = {}
_opening = threading.RLock()


class Folder:
    """The folder of one press store, for one database identity."""

    def __init__(self, path: Path, *, identity: str, map_size: int) -> None:
        self.path = path
        self._identity = identity.encode()
        self._map_size = map_size

    def stamp(self) -> Stamp | None:
        """What changes whenever ``current`` is replaced; None when it is gone."""
        try:
            status = os.stat(self.path / _POINTER)  # noqa: PTH116 - on the hot path's edge
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_ctime_ns

    def current(self) -> str | None:
        """The name of the environment in use."""
        try:
            return (self.path / _POINTER).read_text(encoding="utf-8").strip() or None
        except (OSError, UnicodeDecodeError):
            return None

    def join(self, *, may_replace: bool) -> Environment:
        """Open the environment in use, making it where there is none.

        ``may_replace`` says whether an environment of another format or
        identity is thrown away; a process that only follows a change must not,
        or two releases would throw away each other's store in turn. Broken
        files are always replaced. Raises StoreError.
        """
        with _opening, typed(self.path):
            trouble: Exception | None = None
            for _attempt in range(5):
                name = self.current() or self.renew(instead_of=None)
                try:
                    return self._share(name)
                except Unfit as unfit:
                    if not may_replace:
                        raise StoreStrange(
                            self.path, str(unfit), identity=unfit.identity
                        ) from unfit
                    trouble = unfit
                except (*BROKEN, FileNotFoundError, EOFError) as broken:
                    trouble = broken
                self.renew(instead_of=name)
            raise StoreDamaged(self.path, str(trouble)) from trouble

    def leave(self, environment: Environment, *, close: bool) -> None:
        """Give an environment back.

        With ``close`` the last user of the process closes it, which is fatal to
        another thread inside a read. Without, the last reference (such a
        thread's transaction) closes it by going away.
        """
        with _opening:
            key = (os.getpid(), str(self.path / environment.name))
            shared = _open.get(key)
            if shared is None or shared.environment is not environment:
                return
            shared.users -= 1
            if shared.users == 0:
                del _open[key]
                if close:
                    environment.env.close()

    def renew(self, *, instead_of: str | None) -> str:
        """Put a new, empty environment in place of that one; returns the name now in use.

        Does nothing when another process was faster.
        """
        with typed(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            with (self.path / _LOCK).open("wb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                now = self.current()
                if now is not None and now != instead_of:
                    return now
                name = f"store-{secrets.token_hex(6)}"
                self._make(name)
                pointer = self.path / f"{_POINTER}.new"
                pointer.write_text(name, encoding="utf-8")
                pointer.replace(self.path / _POINTER)
                self._remove_all_but(name)
                return name

    def close_down(self) -> None:
        """Put the store out of use for every process, with no new one in its place.

        The last resort when a page had to be dropped and the store can't be
        written: unlinking needs no room on the disk. Raises StoreReadOnly.
        """
        with typed(self.path), suppress(FileNotFoundError):
            (self.path / _POINTER).unlink()

    def _make(self, name: str) -> None:
        folder = self.path / name
        folder.mkdir(mode=0o700)
        env = lmdb.open(str(folder), map_size=self._map_size, max_dbs=8, max_readers=512)
        try:
            meta = env.open_db(b"meta")
            for database, is_dupsort in _DATABASES.items():
                env.open_db(database, dupsort=is_dupsort)
            with env.begin(write=True, db=meta) as txn:
                txn.put(b"format", FORMAT)
                txn.put(b"identity", self._identity)
                txn.put(b"floor", bytes(8))
                txn.put(b"horizon", bytes(8))
                txn.put(b"sequence", bytes(8))
        finally:
            env.close()

    def _share(self, name: str) -> Environment:
        key = (os.getpid(), str(self.path / name))
        shared = _open.get(key)
        if shared is None:
            shared = _open[key] = _Shared(self._open(name))
        else:
            self._check(self.path / name, shared.environment)
        shared.users += 1
        return shared.environment

    def _open(self, name: str) -> Environment:
        folder = self.path / name
        if not (folder / "data.mdb").exists():
            raise FileNotFoundError(errno.ENOENT, "no data file", str(folder))
        env = lmdb.open(
            str(folder),
            map_size=self._map_size,
            max_dbs=8,
            max_readers=512,
            max_spare_txns=8,  # read transactions are recycled, which halves their price
            create=False,
        )
        try:
            handles = {
                name.decode(): env.open_db(name, create=False, dupsort=is_dupsort)
                for name, is_dupsort in _DATABASES.items()
            }
            environment = Environment(name=name, env=env, **handles)
            self._check(folder, environment)
        except BaseException:
            env.close()
            raise
        return environment

    def _check(self, folder: Path, environment: Environment) -> None:
        env = environment.env
        # A cut file would kill the process with SIGBUS at the first read past its end.
        pages = env.info()["last_pgno"] + 1
        if (folder / "data.mdb").stat().st_size < pages * env.stat()["psize"]:
            raise EOFError("the data file is shorter than its own table of contents")
        with env.begin(db=environment.meta) as txn:
            if txn.get(b"format") != FORMAT:
                raise Unfit("another format")
            identity = txn.get(b"identity") or b""
            if identity != self._identity:
                raise Unfit("another identity", identity=identity.decode())
            if txn.get(b"floor") == CLOSED:
                raise EOFError("it was closed")

    def _remove_all_but(self, name: str) -> None:
        for folder in self.path.glob("store-*"):
            if folder.name != name:
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def typed(folder: Path) -> Iterator[None]:
    """Turn what LMDB and the system say into the press's own errors."""
    try:
        yield
    except BROKEN as error:
        raise StoreDamaged(folder, str(error)) from error
    except (OSError, lmdb.Error) as error:
        raise _named(folder, error) from error


_CODES: dict[int, Callable[[Path, str], StoreError]] = {
    errno.EACCES: StoreReadOnly,
    errno.EPERM: StoreReadOnly,
    errno.EROFS: StoreReadOnly,
    errno.ENOSPC: StoreFull,
    errno.EDQUOT: StoreFull,
    errno.EFBIG: StoreFull,
}


def _named(folder: Path, error: OSError | lmdb.Error) -> StoreError:
    code = error.errno if isinstance(error, OSError) else error.code
    if isinstance(error, lmdb.ReadonlyError):
        return StoreReadOnly(folder, str(error))
    # LMDB calls a write cut short by a full disk an input/output error.
    if isinstance(error, lmdb.MapFullError) or (code == errno.EIO and _is_disk_full(folder)):
        return StoreFull(folder, str(error))
    return _CODES.get(code or 0, StoreDamaged)(folder, str(error))


def _is_disk_full(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < 4 << 20
    except OSError:
        return False
