"""The layout that docs/architecture.md promises: parts, their public face, nothing astray."""

import ast
import re
import subprocess
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "broadsheet"
PARTS = sorted(p.name for p in PACKAGE.iterdir() if (p / "apps.py").exists())
FACES = [
    f"broadsheet.{part}.{face}"
    for part in PARTS
    for face in ("acts", "reading", "errors")
    if (PACKAGE / part / f"{face}.py").exists() or (PACKAGE / part / face).is_dir()
]


def test_every_part_stands_in_the_contract_of_one_way_imports() -> None:
    contract = (ROOT / ".importlinter").read_text(encoding="utf-8")
    layers = re.search(r"layers =\n((?:    .+\n)+)", contract)
    assert layers
    assert sorted(re.findall(r"\w+", layers[1])) == PARTS


@pytest.mark.parametrize("name", FACES)
def test_a_parts_face_lists_exactly_what_is_public(name: str) -> None:
    module = import_module(name)
    public = {
        attribute
        for attribute, value in vars(module).items()
        if not attribute.startswith("_") and _is_made_here(value, module)
    }
    listed = set(module.__all__)
    assert public <= listed, f"public in {name} and not in its __all__: {public - listed}"
    assert all(hasattr(module, attribute) for attribute in listed)
    assert list(module.__all__) == sorted(module.__all__)


def _is_made_here(value: object, module: ModuleType) -> bool:
    made_in = getattr(value, "__module__", "")
    return callable(value) and (
        made_in == module.__name__ or made_in.startswith(f"{module.__name__}.")
    )


@pytest.mark.parametrize("part", PARTS)
def test_every_part_says_what_it_is_for(part: str) -> None:
    tree = ast.parse((PACKAGE / part / "__init__.py").read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    assert len(tree.body) == 1, "a part's __init__ holds its docstring and nothing else"


def test_no_module_is_named_for_being_handy() -> None:
    handy = {"utils", "helpers", "services", "managers", "common", "misc", "core", "base"}
    assert not [p for p in _tracked(".py") if p.stem in handy or handy & set(p.parent.parts)]


def test_wagtails_publishing_signals_are_connected_in_one_place() -> None:
    users = [
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*.py")
        if "tests" not in path.parts
        and re.search(r"wagtail\.signals", path.read_text(encoding="utf-8"))
    ]
    assert users == ["src/broadsheet/versions/apps.py"]


def test_no_file_names_a_place_of_one_machine() -> None:
    homes = re.compile(r"/(?:home|root|Users|work|opt)/[\w.]")
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in _tracked(".py", ".md", ".toml", ".sh", ".lock", ".html", ".cfg", "", ".run")
        for number, line in enumerate(_lines(path), 1)
        if homes.search(line) and path.name != "test_layout.py"
    ]
    assert not found, "\n".join(found)


def test_settings_are_used() -> None:
    folder = (PACKAGE / "config" / "folder.py").read_text(encoding="utf-8")
    names = re.findall(r"^    (\w+): [\w\[\], .]+ = field\(", folder, re.MULTILINE)
    assert names
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in PACKAGE.rglob("*.py")
        if path.name != "folder.py" and "tests" not in path.parts
    )
    unused = [name for name in names if not re.search(rf"(?i)machine\.{name}\b", code)]
    assert not unused


def _tracked(*suffixes: str) -> Iterator[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.suffix in suffixes and path.is_file():
            yield path


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").splitlines()
