"""`commonfield licence identify` on folders: every file, as the project speaks about it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.commands.licence import licence
from registry.licences import spdx

TAG = "# SPDX-" + "License-Identifier: "  # in two parts, so that no tool takes this file for one under it


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "node_modules" / "other").mkdir(parents=True)
    (folder / "node_modules" / "other" / "LICENSE").write_text("Not ours")
    (folder / "LICENSE").write_text(spdx.texts()["MIT"])
    (folder / "map.png").write_bytes(b"\x89PNG\x00\x01")
    (folder / "map.png.license").write_text(TAG + "CC-BY-4.0\n")
    (folder / "round").symlink_to(folder)
    return folder


def identify(*arguments: str | Path, cache: Path) -> Result:
    environment = {"XDG_CACHE_HOME": str(cache)}
    return CliRunner().invoke(licence, ["identify", *map(str, arguments)], env=environment)


def test_every_file_is_told_once_and_others_files_are_passed_over(project: Path, tmp_path: Path) -> None:
    done = identify("--json", project, cache=tmp_path)
    told = {line["path"]: line["expression"] for line in map(json.loads, done.stdout.splitlines())}
    assert told == {
        str(project / "LICENSE"): "MIT",
        str(project / "map.png"): "CC-BY-4.0",
        str(project / "map.png.license"): "CC-BY-4.0",
    }
    assert done.exit_code == 0


def test_one_file_without_a_licence_is_told_by_the_exit_code(project: Path, tmp_path: Path) -> None:
    (project / "a.py").write_text("print()\n")
    done = identify(project, cache=tmp_path)
    assert f"{project / 'a.py'}: unknown (unknown, 0%)" in done.stdout.splitlines()
    assert done.exit_code == 1


def test_a_file_that_is_named_is_told_by_its_own_text(project: Path, tmp_path: Path) -> None:
    done = identify("--json", project / "map.png", cache=tmp_path)
    assert (json.loads(done.stdout)["expression"], done.exit_code) == (None, 1)


def test_a_text_that_windows_saved_as_unicode_is_read(tmp_path: Path) -> None:
    file = tmp_path / "LICENSE.txt"
    file.write_bytes(spdx.texts()["MIT"].encode("utf-16"))
    done = identify("--json", file, cache=tmp_path)
    assert json.loads(done.stdout)["expression"] == "MIT"
