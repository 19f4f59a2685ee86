"""docs/operator.md says of settings and commands what the code does."""

from dataclasses import Field, fields
from pathlib import Path

import pytest

from broadsheet.config.folder import MachineSettings
from broadsheet.ops.cli import COMMANDS
from broadsheet.ops.folders import settings_text

DOCS = Path(__file__).resolve().parent.parent.parent / "docs" / "operator.md"


def row(setting: "Field[object]") -> str:
    """A setting's line in the table."""
    written = next(
        line.removeprefix("# ")
        for line in settings_text({}).splitlines()
        if line.startswith(f"# {setting.name} = ")
    )
    default = written.partition(" = ")[2]
    return f"| `{setting.name}` | `{default}` | {setting.metadata['help']} |"


def test_the_table_of_settings_is_the_codes() -> None:
    text = DOCS.read_text(encoding="utf-8")
    table = text.partition("| setting | default |")[2].partition("\n\n")[0]
    assert table.splitlines()[2:] == [row(setting) for setting in fields(MachineSettings)]


@pytest.mark.parametrize("command", [c for c in COMMANDS if c not in {"demo", "capture"}])
def test_the_operators_commands_are_told(command: str) -> None:
    assert f"broadsheet {command}" in DOCS.read_text(encoding="utf-8").replace(
        "--paper /srv/courier ", ""
    )
