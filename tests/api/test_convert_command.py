"""`commonfield convert` prints the other format, and what was lost where programs do not trip over it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import cli

FILE = """\
publiccodeYmlVersion: "0.5"
name: Tidal
url: https://example.org/tidal.git
usedBy: [Harbour Office]
it:
  piattaforme: {spid: true}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "publiccode.yml"
    path.write_text(FILE)
    return path


def test_a_file_becomes_a_package_of_spdx(file: Path) -> None:
    done = CliRunner().invoke(cli, ["convert", "--from", "publiccode", "--to", "spdx", str(file)])
    assert done.exit_code == 0
    assert json.loads(done.stdout)["downloadLocation"] == "git+https://example.org/tidal.git"
    assert "usedBy: The other format has no place for it." in done.stderr


def test_with_json_result_and_losses_are_one_object(file: Path) -> None:
    done = CliRunner().invoke(
        cli,
        ["convert", "--json", "--language", "zh-Hant", "--from", "publiccode", "--to", "codejson", str(file)],
    )
    said = json.loads(done.stdout)
    assert said["result"]["name"] == "Tidal"
    assert {"path": "usedBy", "reason": "NO_PLACE", "message": "另一種格式沒有對應的欄位。"} in said["lost"]


def test_an_old_country_section_becomes_supports(file: Path) -> None:
    done = CliRunner().invoke(cli, ["convert", "--from", "publiccode", "--to", "publiccode", str(file)])
    assert done.stdout.startswith('publiccodeYmlVersion: "0.7"\nname: Tidal\n')
    assert "supports:\n  - id: alias:spid\n" in done.stdout
    assert "it:" not in done.stdout


def test_a_file_that_is_not_what_it_is_said_to_be_is_refused(file: Path) -> None:
    done = CliRunner().invoke(cli, ["convert", "--from", "codemeta", "--to", "spdx", str(file)])
    assert (done.exit_code, done.stdout) == (1, "")


@pytest.mark.parametrize("text", ["null", "[1]", "[" * 100_000, '{"name":' * 100_000])
def test_what_is_no_object_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "codemeta.json"
    file.write_text(text)
    done = CliRunner().invoke(cli, ["convert", "--from", "codemeta", "--to", "spdx", str(file)])
    assert (done.exit_code, done.stdout) == (1, "")
    assert isinstance(done.exception, SystemExit)


@pytest.mark.parametrize(
    ("content", "language", "said"),
    [
        (b'{"name":\n oops}', "en", "2:2: This is not JSON."),
        (b'{"name":\n oops}', "zh-Hant", "2:2：這不是正確的 JSON。"),
        (b'{"name": "\xff"}', "zh-Hant", "位元組 FF 不是 UTF-8，請以 UTF-8 儲存檔案。"),
    ],
)
def test_what_is_no_json_is_refused_in_the_language_asked_for(
    tmp_path: Path, content: bytes, language: str, said: str
) -> None:
    file = tmp_path / "codemeta.json"
    file.write_bytes(content)
    command = ["convert", "--language", language, "--from", "codemeta", "--to", "spdx", str(file)]
    done = CliRunner().invoke(cli, command)
    assert (done.exit_code, done.stdout, done.stderr.strip()) == (1, "", said)
