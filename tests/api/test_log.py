import io
import json
import logging

import asyncpg
import structlog

from api import log
from store.database import Connection


def configured(level: str = "info") -> io.StringIO:
    stream = io.StringIO()
    log.configure(level, stream)
    return stream


def test_a_line_is_one_json_object_where_nobody_watches() -> None:
    stream = configured()
    structlog.get_logger().info("migrated", steps=2)
    line = json.loads(stream.getvalue())
    assert (line["event"], line["level"], line["steps"]) == ("migrated", "info", 2)


def test_less_than_the_level_is_not_logged() -> None:
    stream = configured("warning")
    structlog.get_logger().info("migrated")
    assert stream.getvalue() == ""


def test_libraries_are_logged_the_same_way() -> None:
    stream = configured()
    logging.getLogger("some.library").warning("it is %s", "late")
    line = json.loads(stream.getvalue())
    assert (line["event"], line["logger"], line["level"]) == ("it is late", "some.library", "warning")


def test_values_of_rows_are_left_out_of_database_errors() -> None:
    stream = configured()
    error = ValueError('duplicate key "person_email"\nDETAIL: Key (email)=(a@example.org) already exists.')
    structlog.get_logger().error("fault", exc_info=error)
    exception = json.loads(stream.getvalue())["exception"]
    assert 'duplicate key "person_email"\nDETAIL: left out' in exception
    assert "example.org" not in exception


CANARY = "ada.canary@example.org"  # here, because a traceback shows the line that asked


async def test_a_fault_of_the_database_is_logged_by_class_and_state(tx: Connection) -> None:
    stream = configured()
    try:
        await tx.execute("select $1::text::uuid", CANARY)
    except asyncpg.PostgresError:
        structlog.get_logger().exception("fault")
        logging.getLogger("some.library").exception("fault")
    ours, theirs = stream.getvalue().splitlines()
    for line in (ours, theirs):
        assert json.loads(line)["exception"].endswith("InvalidTextRepresentationError (SQLSTATE 22P02)")
        assert CANARY not in line


def test_tokens_of_invitations_are_left_out_of_paths() -> None:
    event = log.without_secrets(None, "info", {"path": "/zh-Hant/invitation/abc?x=1"})
    assert event == {"path": "/zh-Hant/invitation/...?x=1"}
