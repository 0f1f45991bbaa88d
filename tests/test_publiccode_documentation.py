"""The lines of docs/publiccode.md work as they are printed, and the hook is what pre-commit expects."""

import json
import re
import shlex
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from api.cli import cli
from registry.publiccode import write

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "publiccode.md").read_text()
LINES = [
    line for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL) for line in block.splitlines() if line
]
WRONG = "name: Tidal\ndevelopmentStatus: Stable\n"


@pytest.mark.parametrize("line", LINES)
def test_every_line_runs(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("publiccode.yml").write_text(WRONG)
    program, *arguments = shlex.split(line)
    done = CliRunner().invoke(cli, arguments)
    assert program == "commonfield"
    assert done.exit_code in {0, 1}
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert done.stdout


def test_the_object_that_is_shown_has_the_shape_that_is_printed(tmp_path: Path) -> None:
    shown = json.loads(re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)[0])
    file = tmp_path / "publiccode.yml"
    file.write_text(WRONG)
    said = json.loads(CliRunner().invoke(cli, ["validate", "--json", str(file)]).stdout)
    found = next(each for each in said["results"] if each["code"] == "NOT_A_CHOICE")
    assert list(said) == list(shown)
    assert list(found) == list(shown["results"][0])


def test_the_hook_runs_the_command_on_files_called_publiccode(tmp_path: Path) -> None:
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert hook["id"] in TEXT
    assert [
        name
        for name in ("publiccode.yml", "publiccode.yaml", "a/publiccode.yml")
        if re.search(hook["files"], name)
    ] == [
        "publiccode.yml",
        "publiccode.yaml",
    ]
    file = tmp_path / "publiccode.yml"
    file.write_bytes(write({"name": "Tidal"}))
    program, *arguments = shlex.split(hook["entry"])
    assert program == "commonfield"
    assert CliRunner().invoke(cli, [*arguments, str(file)]).exit_code == 1
