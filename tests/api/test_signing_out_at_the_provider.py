"""Signing out here, and at the OpenID Connect provider that people came from, against one that runs on this machine."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pydantic import SecretStr

from api.auth.provider import Provider
from api.auth.sessions import SESSION_COOKIE
from registry.people import service as people
from registry.sessions import service as sessions
from store.actor import Actor
from store.database import Database
from tests.api.application import ADDRESS, Browse
from tests.api.pages.markup import Markup
from tests.api.test_sign_in_service import ISSUER, MING, Visit, answering
from tests.api.test_sign_in_service import provider as running_provider

pytestmark = pytest.mark.filterwarnings(
    "ignore::authlib.deprecate.AuthlibDeprecationWarning", "ignore:get_jwt_config:DeprecationWarning"
)
provider = running_provider
SECRET = SecretStr("a secret")


@pytest.fixture
def known_as(provider: str) -> dict[str, Any]:
    """How this site is known to the provider."""
    return {
        "oidc_issuer": provider,
        "oidc_client_id": "commonfield",
        "oidc_client_secret": SECRET,
        "oidc_name": "City account",
    }


async def press(client: httpx.AsyncClient, path: str) -> httpx.Response:
    """Send a form that has a button only, as the page that the reader is on shows it."""
    page = Markup((await client.get("/en/account")).text)
    return await client.post(path, data={"form_token": page.hidden("form_token")})


@pytest.mark.parametrize("path", ["/en/sign-out", "/en/account/sign-out-everywhere"])
async def test_whoever_came_from_the_provider_can_sign_out_there_too_and_comes_back(
    browse: Browse, database: Database, provider: str, known_as: dict[str, Any], path: str
) -> None:
    async with browse(database, **known_as) as client:
        await Visit(client, provider).sign_in(**MING)
        out = await press(client, path)
        assert (out.status_code, out.headers["location"]) == (303, "/en/signed-out")
        assert SESSION_COOKIE not in client.cookies
        page = await client.get("/en/signed-out")
        assert "Sign out at City account too" in page.text
        to_provider = await client.get("/en/sign-out/provider")
        address = urlsplit(to_provider.headers["location"])
        assert address._replace(query="").geturl() == f"{provider}/oauth2/end_session"
        asked = {name: value for name, (value,) in parse_qs(address.query).items()}
        assert asked == {
            "client_id": "commonfield",
            "post_logout_redirect_uri": f"{ADDRESS}/sign-out/return",
            "state": client.cookies["commonfield_sign_out"].partition(".")[0],
        }
        async with httpx.AsyncClient(trust_env=False) as there:
            question = Markup((await there.get(address.geturl())).text)
            confirmed = await there.post(
                f"{provider}/oauth2/end_session/confirm",
                data={"redirect_uri": question.hidden("redirect_uri")},
            )
        back = await client.get(confirmed.headers["location"])
        assert back.headers["location"] == "/en/signed-out?done=there-too"
        assert "commonfield_sign_out" not in client.cookies
        last = await client.get(back.headers["location"])
        assert "has sent you back after signing out there" in last.text
        assert "Sign out at City account too" not in last.text
    async with database.read() as connection:
        assert await connection.fetchval("select count(*) from session") == 0


async def test_nothing_of_the_person_is_kept_or_sent_for_it(
    browse: Browse, database: Database, provider: str, known_as: dict[str, Any]
) -> None:
    async with browse(database, **known_as) as client:
        await Visit(client, provider).sign_in(**MING)
        async with database.read() as connection:
            kept = dict(await connection.fetchrow("select * from session") or {})
        assert set(kept) == {"token_hash", "person_id", "created_at", "expires_at", "id", "issuer"}
        assert kept["issuer"] == provider
        location = (await client.get("/en/sign-out/provider")).headers["location"]
        assert "id_token_hint" not in location
        assert "logout_hint" not in location


async def test_whoever_was_invited_is_not_led_to_the_provider(
    browse: Browse, database: Database, known_as: dict[str, Any]
) -> None:
    async with database.transaction() as tx:
        person = await people.register_person(tx, Actor.system(), "ming@example.org", "Ming", "en")
        token = await sessions.sign_in(tx, person.id)
    async with browse(database, **known_as) as client:
        client.cookies.set(SESSION_COOKIE, token, domain="commons.example.org")
        assert (await press(client, "/en/sign-out")).headers["location"] == "/en"


@pytest.mark.parametrize("state", ["", "?state=", "?state=another", "?state=another&done=there-too"])
async def test_a_return_that_did_not_begin_here_says_nothing(
    browse: Browse, database: Database, known_as: dict[str, Any], state: str
) -> None:
    async with browse(database, **known_as) as client:
        assert (await client.get(f"/sign-out/return{state}")).headers["location"] == "/en"
        await client.get("/en/sign-out/provider")
        assert (await client.get(f"/sign-out/return{state}")).headers["location"] == "/en"


async def test_a_provider_that_signs_nobody_out_is_told_of_in_words(
    browse: Browse, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, "", {})
    settings = {"oidc_issuer": ISSUER, "oidc_client_id": "us"}
    async with browse(database, **settings) as client:
        page = await client.get("/en/signed-out")
        assert "It cannot be signed out of from here" in page.text
        assert "/en/sign-out/provider" not in Markup(page.text).links
        assert (await client.get("/en/sign-out/provider")).headers["location"] == "/en/signed-out"


async def test_a_provider_that_is_down_keeps_nobody_signed_in(browse: Browse, database: Database) -> None:
    issuer = "http://localhost:1"
    async with database.transaction() as tx:
        person = await people.register_person(tx, Actor.system(), "ming@example.org", "Ming", "en")
        token = await sessions.sign_in(tx, person.id, issuer=issuer)
    async with browse(database, oidc_issuer=issuer, oidc_client_id="commonfield") as client:
        client.cookies.set(SESSION_COOKIE, token, domain="commons.example.org")
        assert (await press(client, "/en/sign-out")).headers["location"] == "/en/signed-out"
        page = await client.get("/en/signed-out")
        assert (page.status_code, "It cannot be signed out of from here" in page.text) == (200, True)
    async with database.read() as connection:
        assert await connection.fetchval("select count(*) from session") == 0


async def test_without_a_provider_there_is_no_such_page(client: httpx.AsyncClient) -> None:
    for path in ("/en/signed-out", "/en/sign-out/provider", "/sign-out/return?state=a"):
        assert (await client.get(path)).headers["location"] == "/en", path


@pytest.mark.parametrize(
    ("endpoint", "begins"),
    [
        ("https://login.example.org/out", "https://login.example.org/out?client_id=us&"),
        ("https://login.example.org/out?tenant=a", "https://login.example.org/out?tenant=a&client_id=us&"),
    ],
)
async def test_an_address_keeps_what_the_provider_put_into_it(
    monkeypatch: pytest.MonkeyPatch, endpoint: str, begins: str
) -> None:
    answering(monkeypatch, "", {}, end_session_endpoint=endpoint)
    address = await Provider(ISSUER, "us", None).sign_out_address("https://us.example.org/back", "state")
    assert address is not None
    assert address.startswith(begins)


async def test_an_endpoint_that_is_no_address_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, "", {}, end_session_endpoint=["https://login.example.org/out"])
    assert await Provider(ISSUER, "us", None).sign_out_address("https://us.example.org/back", "s") is None
