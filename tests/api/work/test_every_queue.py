"""Every queue that work is put into has a worker, and the page for operators names them all."""

import ast
import importlib
import re
from pathlib import Path
from types import ModuleType

import asyncpg

from api.pages.codes import QUEUES, RETENTION
from api.work.letters import MailServer
from api.work.worker import Worker
from matching.retention.model import RULES
from scrapers.github import GitHubAccess
from store import jobs
from store.database import Database

MAIL = MailServer("127.0.0.1", 25, False, None, None, "catalogue@example.org", "https://example.org")  # noqa: FBT003 - no TLS
ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("api", "matching", "registry", "schema", "store")


def named(queue: ast.expr, module: ModuleType) -> set[str]:
    """The queue that an argument is, or all those of the table that it is chosen from."""
    if isinstance(queue, ast.Subscript):
        return set(eval(ast.unparse(queue.value), vars(module)).values())  # noqa: S307 - our own source
    return {eval(ast.unparse(queue), vars(module))}  # noqa: S307 - the same


def queues_put_into() -> set[str]:
    """The queue that each call of `jobs.enqueue` names, read from the sources."""
    found = set()
    for path in (each for room in ROOMS for each in sorted((ROOT / room).rglob("*.py"))):
        if path == ROOT / "store" / "jobs.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_call = isinstance(node, ast.Call) and ast.unparse(node.func) == "jobs.enqueue"
            if is_call and isinstance(node, ast.Call):
                module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
                found |= named(node.args[1], module)
    return found


async def served(database: Database) -> set[str]:
    worker = Worker(database, GitHubAccess("http://127.0.0.1:9"), mail=MAIL)
    connection = await asyncpg.connect(database.dsn)
    try:
        return set(worker._queuer(connection).qm.entrypoint_registry)
    finally:
        await connection.close()


async def test_every_queue_that_work_is_put_into_has_a_worker(database: Database) -> None:
    assert queues_put_into() == await served(database)


async def test_the_page_for_operators_names_every_queue(database: Database) -> None:
    page = (ROOT / "docs" / "observing.md").read_text(encoding="utf-8")
    table = page.partition("## Queues")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE)) == await served(database)


async def test_the_page_for_officers_says_every_queue_in_words(database: Database) -> None:
    assert {queue.lower() for queue in QUEUES} == await served(database)


def test_the_page_for_officers_says_every_rule_of_retention_in_words() -> None:
    assert [code.lower() for code in RETENTION] == [rule.code for rule in RULES]


def test_the_sources_name_queues_at_all() -> None:
    assert "observe" in queues_put_into()
    assert jobs.MAX_ATTEMPTS > 1
