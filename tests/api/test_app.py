import io
import json
from typing import Any

import pytest
from httpx import AsyncClient
from litestar import get

from api import log
from store.database import Database
from tests.api.application import ASSETS, Browse, Cable, graphql

NOWHERE = "postgresql://commons@127.0.0.1:1/commons"  # nobody listens on port 1
HTML = {"Accept": "text/html,*/*;q=0.8"}


@get("/broken")
async def broken() -> None:
    raise RuntimeError("the password of the database is hunter2\nDETAIL: Key (email)=(a@example.org) exists")


def logged(stream: io.StringIO, event: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    return [line for line in lines if line["event"] == event]


async def test_it_is_healthy_when_the_database_answers(client: AsyncClient) -> None:
    answer = await client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "outbox_lag_seconds": 0.0})


async def test_a_request_id_that_came_in_goes_out(client: AsyncClient) -> None:
    answer = await client.get("/healthz", headers={"X-Request-Id": "balancer-0001"})
    assert answer.headers["x-request-id"] == "balancer-0001"


@pytest.mark.parametrize("sent", ["short", "with space and more", "x" * 65, 'quote"quote"', ""])
async def test_a_request_id_that_is_none_is_replaced(client: AsyncClient, sent: str) -> None:
    answer = await client.get("/healthz", headers={"X-Request-Id": sent})
    assert len(answer.headers["x-request-id"]) == 32
    assert answer.headers["x-request-id"] != sent


async def test_a_fault_is_masked_with_a_number_that_the_log_has(browse: Browse, database: Database) -> None:
    stream = io.StringIO()
    log.configure("info", stream)
    async with browse(database, broken) as client:
        answer = await client.get("/broken")
    request_id = answer.headers["x-request-id"]
    assert answer.status_code == 500
    assert answer.json() == {
        "errors": [
            {
                "message": f"Something went wrong on our side. Tell us this number: {request_id}",
                "extensions": {"code": "INTERNAL_SERVER_ERROR", "requestId": request_id},
            }
        ]
    }
    [fault] = logged(stream, "fault")
    assert (fault["request_id"], fault["path"]) == (request_id, "/broken")
    assert "RuntimeError" in fault["exception"]


async def test_a_fault_is_a_page_for_browsers(browse: Browse, database: Database) -> None:
    async with browse(database, broken) as client:
        answer = await client.get("/broken", headers={**HTML, "Accept-Language": "zh-TW"})
    assert answer.status_code == 500
    assert answer.headers["content-language"] == "zh-Hant"
    assert "hunter2" not in answer.text


async def test_every_request_is_logged_without_query_or_address(browse: Browse, database: Database) -> None:
    stream = io.StringIO()
    log.configure("info", stream)
    async with browse(database) as client:
        answer = await client.get("/nowhere?email=a@example.org")
    [line] = logged(stream, "request")
    assert set(line) == {"event", "level", "timestamp", "request_id", "method", "path", "status", "ms"}
    assert (line["method"], line["path"], line["status"]) == ("GET", "/nowhere", 404)
    assert line["request_id"] == answer.headers["x-request-id"]


async def test_the_token_of_an_invitation_is_not_logged(browse: Browse, database: Database) -> None:
    stream = io.StringIO()
    log.configure("info", stream)
    async with browse(database) as client:
        await client.get("/en/invitation/c2VjcmV0LXRva2Vu")
    assert logged(stream, "request")[0]["path"] == "/en/invitation/..."
    assert "c2VjcmV0LXRva2Vu" not in stream.getvalue()


async def test_what_does_not_exist_is_told_as_json_to_programs(client: AsyncClient) -> None:
    answer = await client.get("/nowhere")
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_what_does_not_exist_is_told_as_a_page_to_browsers(client: AsyncClient) -> None:
    answer = await client.get("/en/nowhere", headers=HTML)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


async def test_answers_protect_those_who_read_them(client: AsyncClient) -> None:
    headers = (await client.get("/healthz")).headers
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "strict-transport-security" not in headers


async def test_browsers_are_kept_to_https_where_there_is_https(browse: Browse, database: Database) -> None:
    async with browse(database, base_url="https://commons.example.org") as client:
        answer = await client.get("/healthz")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


async def test_files_of_the_look_are_kept_for_good(client: AsyncClient) -> None:
    answer = await client.get(ASSETS.url("site.css"))
    assert (answer.status_code, answer.text) == (200, "site.css")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_a_file_of_an_older_look_is_not_found(client: AsyncClient) -> None:
    assert (await client.get("/assets/site.000000000000.css")).status_code == 404


async def test_pages_elsewhere_may_read_the_api_but_not_as_somebody(client: AsyncClient) -> None:
    elsewhere = {"Origin": "https://dashboard.example.org"}
    answer = await client.post(**graphql("{ viewer { name } }"), headers=elsewhere)
    assert answer.json()["data"] == {"viewer": None}
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


async def test_a_browser_that_asks_first_is_told_what_it_may_send(client: AsyncClient) -> None:
    asked = {
        "Origin": "https://dashboard.example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = await client.options("/graphql", headers=asked)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-methods"] == "GET, POST"
    allowed = answer.headers["access-control-allow-headers"]
    assert allowed == "Authorization, Content-Type, Accept-Language, Idempotency-Key, If-None-Match"


async def test_pages_elsewhere_may_not_read_ours(client: AsyncClient) -> None:
    answer = await client.get("/en", headers={**HTML, "Origin": "https://dashboard.example.org"})
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


async def test_it_starts_while_the_database_is_down_and_says_so(browse: Browse) -> None:
    database = Database(NOWHERE)
    async with browse(database) as client:
        for answer in (
            await client.get("/healthz"),
            await client.get("/en", headers=HTML),
            await client.post(**graphql("{ catalogue { totalCount } }")),
            await client.post(**graphql("{ viewer { name } }"), headers={"Authorization": "Bearer abc"}),
        ):
            assert answer.status_code == 503
            assert int(answer.headers["retry-after"]) > 0
    await database.close()


async def test_programs_are_told_as_json_that_the_database_is_down(browse: Browse) -> None:
    database = Database(NOWHERE)
    async with browse(database) as client:
        answer = await client.get("/healthz", headers=HTML)
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
    await database.close()


async def test_a_database_that_was_down_from_the_start_is_found(browse: Browse, cable: Cable) -> None:
    await cable.cut()
    database = Database(cable.dsn)
    async with browse(database) as client:
        assert (await client.get("/en", headers=HTML)).status_code == 503
        await cable.mend()
        assert (await client.get("/en", headers=HTML)).status_code == 200
    await database.close()


async def test_a_database_that_went_away_is_found_again(browse: Browse, cable: Cable) -> None:
    database = Database(cable.dsn)
    async with browse(database) as client:
        assert (await client.get("/en", headers=HTML)).status_code == 200
        await cable.cut()
        assert (await client.get("/en", headers=HTML)).status_code == 503
        assert (await client.post(**graphql("{ catalogue { totalCount } }"))).status_code == 503
        await cable.mend()
        assert (await client.get("/en", headers=HTML)).status_code == 200
        answer = await client.post(**graphql("{ catalogue { totalCount } }"))
        assert answer.json()["data"] == {"catalogue": {"totalCount": 0}}
    await database.close()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/badge/%00.svg", 404),
        ("/api/v1/publishers/%00", 404),
        ("/en/feeds/software/a%00b", 404),
        ("/zh-Hant/catalogue/%00", 404),
        ("/api/v1/software?url=%00", 400),
        ("/en/catalogue?query=%00", 400),
    ],
)
async def test_what_no_record_can_be_called_is_asked_of_nobody(
    client: AsyncClient, path: str, status: int
) -> None:
    assert (await client.get(path)).status_code == status
