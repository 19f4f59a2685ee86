"""A store that is damaged, foreign, full, deleted or not ours to write."""

from __future__ import annotations

import math
import os
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.press.errors import StoreError, StoreFull, StoreReadOnly, StoreStrange
from broadsheet.press.store import PressStore
from broadsheet.press.tests.builders import a_page, a_store

NAME = "the-river-herald"


def data_file(folder: Path) -> Path:
    return folder / (folder / "current").read_text() / "data.mdb"


def reopened(folder: Path, **options: object) -> PressStore:
    return PressStore.open(folder, database=NAME, **options)  # type: ignore[arg-type]


def test_a_store_of_another_format_is_thrown_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = a_store(tmp_path)
    store.put(a_page("/a"))
    store.close()
    monkeypatch.setattr("broadsheet.press.folder.FORMAT", b"a later format")
    store = reopened(tmp_path)
    assert store.cursor is None
    assert list(store.paths()) == []
    assert len(list(tmp_path.glob("store-*"))) == 1
    store.close()


def test_a_store_of_another_database_is_thrown_away(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    store.put(a_page("/a"))
    store.close()
    store = a_store(tmp_path, database="restored from a backup")
    assert list(store.paths()) == []
    store.close()


@pytest.mark.parametrize("damage", ["garbage", "cut", "empty", "missing", "pointer"])
def test_damaged_files_are_replaced_when_the_store_is_opened(tmp_path: Path, damage: str) -> None:
    store = a_store(tmp_path)
    for number in range(20):
        store.put(a_page(f"/{number}", body="x" * 9000))
    store.close()
    file = data_file(tmp_path)
    if damage == "garbage":
        file.write_bytes(b"no database " * 5000)
    elif damage == "cut":
        os.truncate(file, 20_000)
    elif damage == "empty":
        os.truncate(file, 0)
    elif damage == "missing":
        shutil.rmtree(file.parent)
    else:
        (tmp_path / "current").write_bytes(b"\xff../../etc")
    store = reopened(tmp_path)
    assert store.cursor is None
    store.new_generation(through=1)
    assert store.put(a_page("/a"))
    store.close()


@pytest.mark.parametrize(
    ("act", "argument", "expected"),
    [("page", "/a", None), ("get", "/a", None), ("put", a_page("/a", order=2), False)],
)
def test_a_torn_record_makes_the_store_begin_anew(
    tmp_path: Path, act: str, argument: object, expected: object
) -> None:
    store = a_store(tmp_path)
    store.put(a_page("/a"))
    opened = store._connection.opened
    with opened.env.begin(write=True) as txn:
        # Order and until make sense, then it ends.
        txn.put(b"/a", struct.pack("<Qd", 1, math.inf), db=opened.pages)
    assert getattr(store, act)(argument) is expected
    assert store.get("/a") is None
    assert store.cursor is None
    store.close()


def test_a_deleted_folder_is_noticed_and_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "press"
    store = a_store(folder)
    store.put(a_page("/a"))
    shutil.rmtree(folder)
    assert not store.put(a_page("/b"))  # a new store, not yet told where it stands
    assert store.get("/a") is None
    store.new_generation(through=1)
    assert store.put(a_page("/b"))
    store.close()


def test_a_reader_notices_a_deleted_folder_within_a_moment(tmp_path: Path) -> None:
    folder = tmp_path / "press"
    store = a_store(folder)
    store.put(a_page("/a"))
    assert store.get("/a") is not None
    shutil.rmtree(folder)
    limit = time.monotonic() + 5
    while store.get("/a") is not None:
        assert time.monotonic() < limit
    store.close()


def test_a_store_thrown_away_by_another_process_is_left_at_the_next_request(
    tmp_path: Path,
) -> None:
    store = a_store(tmp_path)
    store.put(a_page("/a"))
    script = """
import sys
from pathlib import Path
from broadsheet.press.store import PressStore
PressStore.open(Path(sys.argv[1]), database="the-river-herald").throw_away("a cursor ahead")
"""
    subprocess.run([sys.executable, "-c", script, tmp_path], check=True)
    assert store.get("/a") is None
    assert store.cursor is None
    store.close()


def test_a_full_map_begins_the_store_anew_with_the_pages_of_the_swap(tmp_path: Path) -> None:
    store = a_store(tmp_path, map_size=1 << 20)
    big = "".join(chr(97 + (n * n) % 26) for n in range(40_000))
    order = 1
    report = None
    while report is None or not report.rebuilt:
        order += 1
        report = store.swap(
            through=order, touched=(), pages=[a_page(f"/{order}", order=order, body=big)]
        )
        assert order < 60
    assert list(store.paths()) == [f"/{order}"]
    assert store.cursor == order
    store.close()


def test_a_put_into_a_full_map_is_refused_and_the_next_swap_goes_on(tmp_path: Path) -> None:
    store = a_store(tmp_path, map_size=1 << 20)
    number = 0
    while store.put(a_page(f"/{number}", body="x" * 30_000 + str(number), order=1)):
        number += 1
        assert number < 100
    assert store.cursor is None
    assert store.swap(through=2, touched=(), pages=[a_page("/a", order=2)]).rebuilt
    assert list(store.paths()) == ["/a"]
    store.close()


def test_a_swap_larger_than_the_whole_map_says_so(tmp_path: Path) -> None:
    store = a_store(tmp_path, map_size=1 << 20)
    pages = [a_page(f"/{n}", order=2, body="x" * 99_000) for n in range(20)]
    with pytest.raises(StoreFull, match="no room left"):
        store.swap(through=2, touched=(), pages=pages)
    store.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with room for one megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("Only root may mount a small disk to fill: run the tests as root for this one.")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


def fill(store: PressStore) -> None:
    for number in range(200):
        store.put(a_page(f"/{number}", body="x" * 30_000 + str(number)))


def test_a_full_disk_is_named_and_what_was_stored_stays(small_disk: Path) -> None:
    store = a_store(small_disk / "press")
    store.put(a_page("/a"))
    with pytest.raises(StoreFull, match="Free space"):
        fill(store)
    assert store.get("/a") is not None
    assert store.cursor == 1
    store.close()


def test_when_a_withdrawal_cannot_be_written_the_store_is_put_out_of_use(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    store.put(a_page("/withdrawn", tags=("article:1",)))
    script = """
import resource, sys
from pathlib import Path
from broadsheet.press.store import PressStore
store = PressStore.open(Path(sys.argv[1]), database="the-river-herald")
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))  # every page but the first: refused
print(store.drop(order=2, tags={"article:1"}))
"""
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"
    assert not (tmp_path / "current").exists()
    limit = time.monotonic() + 5
    while store.get("/withdrawn") is not None:
        assert time.monotonic() < limit
    store.close()


def test_a_disk_gone_read_only_is_named(small_disk: Path) -> None:
    store = a_store(small_disk / "press")
    store.close()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(StoreReadOnly, match="can't be written"):
        reopened(small_disk / "press")


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become another user")
def test_a_folder_of_another_owner_is_named(tmp_path: Path) -> None:
    store = a_store(tmp_path / "press")
    store.close()
    for folder in (tmp_path, *tmp_path.parents):
        if folder.owner() == "root" and folder.parent != Path("/"):
            folder.chmod(0o755)
    script = """
import os, sys
from pathlib import Path
from broadsheet.press.errors import StoreError
from broadsheet.press.store import PressStore
os.setuid(65534)
try:
    PressStore.open(Path(sys.argv[1]), database="the-river-herald")
except StoreError as error:
    print(type(error).__name__, error)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path / "press"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.startswith("StoreReadOnly"), done.stderr
    assert "Give the folder to the user that runs the paper" in done.stdout


def test_a_file_where_the_folder_should_be_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "press").write_text("a note")
    with pytest.raises(StoreError) as caught:
        reopened(tmp_path / "press")
    assert caught.value.remedy


def test_a_process_that_may_not_replace_it_leaves_anothers_store_alone(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    store.put(a_page("/a"))
    with pytest.raises(StoreStrange) as caught:
        PressStore.open(tmp_path, database="other templates", may_replace=False)
    assert caught.value.identity == NAME
    assert store.get("/a") is not None
    store.close()


def test_a_withdrawal_does_not_put_anothers_store_out_of_use(tmp_path: Path) -> None:
    old = a_store(tmp_path)
    new = a_store(tmp_path, database="other templates")
    new.put(a_page("/a", tags=("article:1",)))
    with pytest.raises(StoreStrange):
        old.drop(order=2, tags={"article:1"})
    assert (tmp_path / "current").exists()
    assert new.get("/a") is not None
    new.close()
    old.close()
