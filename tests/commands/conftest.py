import shutil
from pathlib import Path

import pytest

from .running import found


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A paper made by ``broadsheet init``, once; tests copy it (see ``paper``)."""
    folder = tmp_path_factory.mktemp("founded") / "paper"
    said = found(folder)
    assert said.code == 0, said.err
    return folder


@pytest.fixture
def paper(founded: Path, tmp_path: Path) -> Path:
    """A founded paper of the test's own."""
    return Path(shutil.copytree(founded, tmp_path / "paper"))
