"""Several processes on one store: all of a swap or nothing, whatever is killed when."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet.press.store import PressStore
from broadsheet.press.tests.builders import a_page, a_store

PAGES = [f"/news/{number}" for number in range(8)]

READER = """
import sys
from pathlib import Path
from broadsheet.press.store import PressStore

store = PressStore.open(Path(sys.argv[1]), database="the-river-herald")
print("ready", flush=True)
seen = set()
mixed = False
# Two looks are two transactions, so only what happens inside one can be told from
# the outside: the answer's ETag and bytes, and a swap's pages, never going back.
last = 0
while last < int(sys.argv[2]):
    orders = []
    for number in range(8):
        page = store.page(f"/news/{number}")
        if page is None:
            sys.exit(f"/news/{number} was missing during a swap")
        told = int(page.body[:8])
        if told != page.order:
            sys.exit("the bytes of one swap with the order of another")
        orders.append(told)
    if orders != sorted(orders):
        sys.exit(f"a page was older than one read before it: {orders}")
    last = orders[-1]
    seen.add(last)
print(len(seen), flush=True)
"""

KILLED_WRITER = """
import os, sys, signal
from pathlib import Path
from broadsheet.press import shelves
from broadsheet.press.store import PressStore
from broadsheet.press.tests.builders import a_page

store = PressStore.open(Path(sys.argv[1]), database="the-river-herald")
place = shelves.Shelves.place
placed = 0

def place_and_die(self, page, record):
    global placed
    place(self, page, record)
    placed += 1
    if placed == 5:
        os.kill(os.getpid(), signal.SIGKILL)

shelves.Shelves.place = place_and_die
pages = [a_page(f"/news/{n}", order=2, body="new") for n in range(8)]
store.swap(through=2, touched={"paper"}, pages=pages)
"""


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)], stdout=subprocess.PIPE, text=True
    )


def run(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    with start(script, *arguments) as process:
        out, _ = process.communicate(timeout=60)
    return subprocess.CompletedProcess(process.args, process.returncode, out)


def swap_all(store: PressStore, order: int) -> None:
    pages = [a_page(path, order=order, body=f"{order:08d}" + "x" * 5000) for path in PAGES]
    store.swap(through=order, touched={"paper"}, pages=pages)


def test_a_reader_in_another_process_sees_swaps_whole_and_in_order(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    swap_all(store, 2)
    rounds = 150
    reader = start(READER, tmp_path, rounds)
    assert reader.stdout is not None
    assert reader.stdout.readline() == "ready\n"
    for order in range(3, rounds + 1):
        swap_all(store, order)
    out, _ = reader.communicate(timeout=60)
    assert reader.returncode == 0
    assert int(out) > 1
    store.close()


def test_killing_a_writer_inside_a_swap_leaves_the_old_state_and_no_lock(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    for path in PAGES:
        store.put(a_page(path, body="old"))
    writer = run(KILLED_WRITER, tmp_path)
    assert writer.returncode == -signal.SIGKILL
    assert store.cursor == 1
    assert {page.body for path in PAGES if (page := store.page(path))} == {b"old"}
    assert set(store.paths()) == set(PAGES)
    swap_all(store, 2)
    assert store.cursor == 2
    store.close()


def test_a_page_put_by_one_process_is_served_by_another(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    script = """
import sys
from pathlib import Path
from broadsheet.press.store import PressStore
from broadsheet.press.tests.builders import a_page
PressStore.open(Path(sys.argv[1]), database="the-river-herald").put(a_page("/a"))
"""
    assert run(script, tmp_path).returncode == 0
    assert store.get("/a") is not None
    store.close()


def test_a_store_of_another_release_replaces_this_one_and_this_process_knows(
    tmp_path: Path,
) -> None:
    store = a_store(tmp_path)
    store.put(a_page("/a"))
    script = """
import sys
from pathlib import Path
from broadsheet.press.store import PressStore
store = PressStore.open(Path(sys.argv[1]), database="another release")
print(store.cursor)
"""
    newer = run(script, tmp_path)
    assert newer.stdout == "None\n"
    with pytest.raises(Exception, match="another database or release"):
        store.put(a_page("/b"))
    with pytest.raises(Exception, match="another database or release"):
        store.follow()


def test_a_dead_readers_place_is_freed(tmp_path: Path) -> None:
    store = a_store(tmp_path)
    script = """
import os, signal, sys
from pathlib import Path
from broadsheet.press.store import PressStore
store = PressStore.open(Path(sys.argv[1]), database="the-river-herald")
txn = store._connection.opened.env.begin()
txn.get(b"x")
os.kill(os.getpid(), signal.SIGKILL)
"""
    assert run(script, tmp_path).returncode == -signal.SIGKILL
    assert store.reader_check() == 1
    assert store.reader_check() == 0
    store.close()


def test_a_store_opened_before_a_fork_says_so(tmp_path: Path) -> None:
    script = """
import os, sys
from pathlib import Path
from broadsheet.press.store import PressStore
store = PressStore.open(Path(sys.argv[1]), database="x")
pid = os.fork()
if pid == 0:
    try:
        store.cursor
    except RuntimeError as error:
        os._exit(7 if "fork" in str(error) else 1)
    os._exit(0)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""
    assert run(script, tmp_path).returncode == 7
    assert (tmp_path / "current").exists()
