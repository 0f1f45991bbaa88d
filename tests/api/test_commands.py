"""The commands that work on a database, each in a process-like call of its own against the test server."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio
from click.testing import CliRunner, Result

from api import runtime
from api.cli import cli
from api.settings import Settings
from demo.load import is_loaded
from registry.people import service as people
from registry.people.model import NewOrganisation, OrganisationKind
from registry.people.repository import grants_of
from store.actor import Actor, Role
from store.database import Database
from store.migrate import migrations

WATER = """\
publiccodeYmlVersion: "0.4"
name: {name}
url: {url}
description:
  en:
    shortDescription: Tells where the water stands
  zh-Hant:
    localisedName: 淹水通報
    shortDescription: 通報與查看淹水地點
legal:
  license: {licence}
"""


class Command:
    """Runs commands on one database."""

    def __init__(self, dsn: str) -> None:
        self.environment = {"COMMONFIELD_DATABASE_URL": dsn, "COMMONFIELD_LOG_LEVEL": "error"}

    async def __call__(self, *arguments: str, **environment: str) -> Result:
        """Run one in a thread, where it can have an event loop of its own."""
        env = {**self.environment, **environment}
        return await asyncio.to_thread(CliRunner().invoke, cli, arguments, env=env)


@pytest.fixture
def command(database: Database) -> Command:
    return Command(database.dsn)


@pytest_asyncio.fixture
async def empty_dsn(server: str) -> AsyncIterator[str]:
    """Address of a database that has never been migrated."""
    name = f"bare_{uuid4().hex}"
    maintenance = await asyncpg.connect(server)
    await maintenance.execute(f"create database {name}")
    yield urlsplit(server)._replace(path=f"/{name}").geturl()
    await maintenance.execute(f"drop database {name} with (force)")
    await maintenance.close()


def put(folder: Path, file: str, **values: str) -> Path:
    given = {
        "name": "Flood Report",
        "url": "https://github.com/example/flood-report",
        "licence": "MIT",
        **values,
    }
    path = folder / file
    path.write_text(WATER.format_map(given))
    return path


async def count(database: Database, table: str) -> int:
    async with database.read() as connection:
        found: int = await connection.fetchval(f"select count(*) from {table}")  # noqa: S608 - named by the test
    return found


async def test_a_new_database_is_migrated_once(empty_dsn: str) -> None:
    command = Command(empty_dsn)
    every = [step.name for step in migrations()]
    assert json.loads((await command("migrate", "--json")).stdout) == {"applied": every}
    assert json.loads((await command("migrate", "--json")).stdout) == {"applied": []}


async def test_a_database_that_is_down_is_told_in_one_line() -> None:
    done = await Command("postgresql://commons:hunter2@127.0.0.1:1/commons")("migrate", "--json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: The database cannot be reached: ")
    assert len(done.stderr.splitlines()) == 1
    assert "hunter2" not in done.stderr


async def test_a_database_that_other_files_made_is_told_in_one_line(
    command: Command, database: Database
) -> None:
    async with database.transaction() as tx:
        await tx.execute("update schema_migration set digest = 'another' where number = 1")
    done = await command("migrate", "--json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: this database was made with other contents of 0001_")
    assert len(done.stderr.splitlines()) == 1


async def test_a_wrong_setting_is_a_wrong_call_told_in_one_line(command: Command) -> None:
    done = await command("migrate", COMMONFIELD_PORT="high")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        "Error: COMMONFIELD_PORT: 'high' cannot be used. "
        "Right would be a whole number from 0 to 65535, such as 8000.\n"
    )


async def test_what_does_not_parse_is_refused_and_the_others_come_in(
    command: Command, database: Database, tmp_path: Path
) -> None:
    put(tmp_path, "a.yml")
    (tmp_path / "b.yml").write_text("name: [unfinished\n")
    put(
        tmp_path,
        "c.yaml",
        name="Water Map",
        url="https://github.com/example/water-map",
        licence="MIT License",
    )
    (tmp_path / "notes.txt").write_text("not looked at")
    done = await command("import", str(tmp_path))
    assert done.exit_code == 1
    assert re.search(
        rf"^{tmp_path}/b\.yml:2:1 refused YAML_SYNTAX This is not YAML", done.stdout, re.MULTILINE
    )
    assert done.stdout.splitlines()[-1].startswith("2 new, 0 brought up to date, 1 refused;")
    assert await count(database, "software") == 2


async def test_an_import_answers_in_json(command: Command, tmp_path: Path) -> None:
    path = put(tmp_path, "publiccode.yml", licence="MIT License")
    answer = json.loads((await command("import", "--json", str(path))).stdout)
    assert {name: answer[name] for name in ("new", "known", "refused")} == {
        "new": 1,
        "known": 0,
        "refused": 0,
    }
    [file] = answer["files"]
    assert (file["outcome"], file["slug"]) == ("new", "flood-report")
    assert (file["verdict"], file["meant"]) == ("UNKNOWN", "MIT")
    assert "legal.license" in {result["key"] for result in file["results"]}


async def test_a_file_imported_again_brings_its_entry_up_to_date(
    command: Command, database: Database, tmp_path: Path
) -> None:
    path = put(tmp_path, "publiccode.yml")
    await command("import", str(path))
    put(tmp_path, "publiccode.yml", name="Flood Reports")
    answer = json.loads((await command("import", "--json", str(path))).stdout)
    assert (answer["new"], answer["known"]) == (0, 1)
    async with database.read() as connection:
        assert await connection.fetchval("select name from software") == "Flood Reports"


async def test_a_file_without_the_address_of_a_repository_is_refused(
    command: Command, database: Database, tmp_path: Path
) -> None:
    path = put(tmp_path, "publiccode.yml", url="nowhere")
    answer = json.loads((await command("import", "--json", str(path))).stdout)
    [problem] = answer["files"][0]["problems"]
    assert problem["code"] == "NOT_A_REPOSITORY_ADDRESS"
    assert problem["message"] != problem["code"]
    assert await count(database, "software") == 0


@pytest.mark.shared
async def test_the_real_catalogue_comes_in_exactly_as_it_is(
    command: Command, database: Database, shared: Path
) -> None:
    done = await command("import", "--json", str(shared / "code-gov-tw"))
    answer = json.loads(done.stdout)
    assert (done.exit_code, answer["new"], answer["refused"]) == (0, 22, 0)
    wrong = {
        file["slug"]: result["fix"]
        for file in answer["files"]
        for result in file["results"]
        if (result["key"], result["code"]) == ("legal.license", "NOT_AN_EXPRESSION")
    }
    assert len(wrong) == 17
    assert None not in wrong.values()
    async with database.read() as connection:
        rows = await connection.fetch(
            "select slug, verdict_detail ->> 'suggestion' as meant from software where slug = any($1)",
            list(wrong),
        )
    assert {row["slug"]: row["meant"] for row in rows} == wrong


@pytest.mark.parametrize("words", ["where the water", "淹水", "flod report"])
async def test_software_is_found_in_both_languages_and_with_typos(
    command: Command, tmp_path: Path, words: str
) -> None:
    await command("import", str(put(tmp_path, "publiccode.yml")))
    done = await command("search", "--json", words, COMMONFIELD_BASE_URL="https://commons.example.org")
    answer = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (answer["total"], answer["engine"]) == (1, "postgres")
    [result] = answer["results"]
    assert set(result) == {"name", "title", "url", "why"}
    assert (result["name"], result["title"]) == ("Flood Report", "Flood Report")
    assert result["url"] == "https://commons.example.org/en/catalogue/flood-report"
    assert result["why"]


async def test_finding_nothing_is_an_answer(command: Command) -> None:
    done = await command("search", "--json", "unicorns")
    assert (done.exit_code, json.loads(done.stdout)) == (0, {"total": 0, "engine": "postgres", "results": []})


async def test_a_question_that_is_too_long_is_told_so(command: Command) -> None:
    done = await command("search", "--json", "x" * 401)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "Error: Search with at most 400 characters; these are 401.\n"


async def test_an_engine_that_is_not_there_is_a_wrong_call(command: Command) -> None:
    done = await command("search", "--json", "--engine", "meilisearch", "flood")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "set COMMONFIELD_MEILISEARCH_URL to its address" in done.stderr


async def test_an_engine_that_is_down_is_told_or_stood_in_for(command: Command, tmp_path: Path) -> None:
    await command("import", str(put(tmp_path, "publiccode.yml")))
    down = {"COMMONFIELD_MEILISEARCH_URL": "http://127.0.0.1:1"}
    told = await command("search", "--json", "--engine", "meilisearch", "flood", **down)
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr.startswith("Error: The search engine does not answer: ")
    stood_in = json.loads((await command("search", "--json", "flood", **down)).stdout)
    assert (stood_in["total"], stood_in["engine"]) == (1, "postgres")


async def test_everything_is_indexed_again(command: Command, database: Database, tmp_path: Path) -> None:
    await command("import", str(put(tmp_path, "publiccode.yml")))
    async with database.transaction() as tx:
        await tx.execute("update software_search set words = ''")
    assert json.loads((await command("search", "--json", "flood")).stdout)["total"] == 0
    done = await command("reindex", "--json")
    assert json.loads(done.stdout) == {"indexed": {"software": 1, "challenge": 0, "team": 0}}
    assert json.loads((await command("search", "--json", "flood")).stdout)["total"] == 1


async def test_the_first_officer_gets_in_by_a_link_that_works_once(
    command: Command, database: Database
) -> None:
    done = await command(
        "officer",
        "invite",
        "--json",
        "--language",
        "zh-Hant",
        "first@example.org",
        COMMONFIELD_BASE_URL="https://commons.example.org",
    )
    link = json.loads(done.stdout)["link"]
    start, _, token = link.rpartition("/")
    assert start == "https://commons.example.org/zh-Hant/invitation"
    async with database.transaction() as tx:
        person = await people.accept_invitation(tx, token, "First Officer", "en")
        assert [grant.role for grant in await grants_of(tx, person.id)] == [Role.OFFICER]


async def test_the_lead_of_a_team_gets_in_without_a_role(command: Command, database: Database) -> None:
    done = await command("invite", "--json", "lead@example.org")
    token = json.loads(done.stdout)["link"].rpartition("/")[2]
    async with database.transaction() as tx:
        person = await people.accept_invitation(tx, token, "Lead", "en")
        assert await grants_of(tx, person.id) == []


async def test_somebody_is_invited_to_speak_for_an_organisation(command: Command, database: Database) -> None:
    async with database.transaction() as tx:
        bureau = await people.register_organisation(
            tx, Actor.system(), NewOrganisation({"en": "Bureau"}, OrganisationKind.AGENCY)
        )
    done = await command("invite", "--json", "--role", "agency", "--organisation", "bureau", "it@example.org")
    token = json.loads(done.stdout)["link"].rpartition("/")[2]
    async with database.transaction() as tx:
        person = await people.accept_invitation(tx, token, "Somebody", "en")
        granted = [(each.role, each.organisation_id) for each in await grants_of(tx, person.id)]
    assert granted == [(Role.AGENCY, bureau.id)]


async def test_nobody_is_invited_for_an_organisation_that_is_not_there(
    command: Command, database: Database
) -> None:
    done = await command("invite", "--role", "owner", "--organisation", "nowhere", "it@example.org")
    assert (done.exit_code, done.stdout) == (1, "")
    assert await count(database, "invitation") == 0


async def test_what_is_no_address_is_not_invited(command: Command, database: Database) -> None:
    done = await command("officer", "invite", "nobody")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "Error: This is not an email address. Write it like name@example.org.\n"
    assert await count(database, "invitation") == 0


async def test_a_person_is_deleted_by_their_address(command: Command, database: Database) -> None:
    async with database.transaction() as tx:
        await people.register_person(tx, Actor.system(), "ming@example.org", "Ming", "en")
    done = await command("forget", "Ming@Example.org", "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (0, {"forgotten": True})
    assert await count(database, "person") == 0
    again = await command("forget", "ming@example.org", "--json")
    assert (again.exit_code, again.stdout) == (1, "")
    assert "Nobody here has this email address." in again.stderr


async def test_the_demo_is_loaded_once(command: Command, database: Database) -> None:
    first = json.loads((await command("demo", "load", "--json")).stdout)
    second = json.loads((await command("demo", "load", "--json")).stdout)
    assert (first["is_new"], second["is_new"]) == (True, False)
    assert first["counts"] == second["counts"]
    async with database.read() as connection:
        assert await is_loaded(connection)


async def test_the_schema_is_printed_without_a_database() -> None:
    done = await Command("postgresql://127.0.0.1:1/commons")("schema", "print")
    assert done.exit_code == 0
    assert "type Query {" in done.stdout


async def test_links_begin_where_the_server_that_runs_answers_unless_an_address_is_set(
    tmp_path: Path,
) -> None:
    running = Settings(data_dir=tmp_path, port=8123)
    another, named = (
        Settings(data_dir=tmp_path),
        Settings(data_dir=tmp_path, base_url="https://commons.example.org"),
    )
    with runtime.noted_address(running):
        assert runtime.reached_at(another) == "http://localhost:8123"
        assert runtime.reached_at(named) == "https://commons.example.org"
    assert runtime.reached_at(another) == "http://localhost:8000"


async def test_a_server_that_stops_leaves_the_address_of_another_on_the_same_data_folder(
    tmp_path: Path,
) -> None:
    with runtime.noted_address(Settings(data_dir=tmp_path, port=8123)):
        with runtime.noted_address(Settings(data_dir=tmp_path, port=8124)):
            assert runtime.reached_at(Settings(data_dir=tmp_path)) == "http://localhost:8124"
        assert runtime.reached_at(Settings(data_dir=tmp_path)) == "http://localhost:8123"
    assert runtime.reached_at(Settings(data_dir=tmp_path)) == "http://localhost:8000"


async def test_an_invitation_leads_to_the_server_that_runs(command: Command, tmp_path: Path) -> None:
    with runtime.noted_address(Settings(data_dir=tmp_path, port=8123)):
        done = await command(
            "officer", "invite", "--json", "ming@example.org", COMMONFIELD_DATA_DIR=str(tmp_path)
        )
    assert json.loads(done.stdout)["link"].startswith("http://localhost:8123/en/invitation/")
