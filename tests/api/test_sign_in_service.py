"""Signing in with OpenID Connect, against a provider that runs on this machine."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from pydantic import SecretStr

from api.auth.provider import Begun, Provider, ProviderFailed
from api.auth.sessions import SESSION_COOKIE
from api.settings import Demo
from demo import repository as demo_repository
from demo.repository import Progress
from registry.people import service as people
from registry.people.model import NewOrganisation, OrganisationKind
from store.actor import Actor, Role
from store.database import Database
from tests.api.application import ADDRESS, Browse, graphql
from tests.api.pages.markup import Markup

#: The provider double is built on modules that Authlib deprecates; what is ours must not be.
pytestmark = pytest.mark.filterwarnings(
    "ignore::authlib.deprecate.AuthlibDeprecationWarning", "ignore:get_jwt_config:DeprecationWarning"
)

MING = {"sub": "ming", "email": "Ming@example.org", "email_verified": True, "name": "Ming"}
ROLES = "office=officer,jury=reviewer,it-tainan=owner@tainan,agents=agency@*"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The issuer of a provider that anybody can sign in at; each test says with `claims` who that is."""
    from oidc_provider_mock import run_server_in_thread  # noqa: PLC0415 - it warns when it is imported

    with pytest.MonkeyPatch.context() as environment, run_server_in_thread(require_nonce=True) as server:
        environment.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # for the double: it is reached without TLS
        yield f"http://localhost:{server.server_port}"


@dataclass
class Visit:
    """A browser, the site it visits and the provider."""

    site: httpx.AsyncClient
    issuer: str

    async def claims(self, **claims: Any) -> None:
        """Say who the provider will say it is."""
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.put(f"{self.issuer}/users/{claims['sub']}", json=claims)
        assert answer.status_code == 204

    async def begin(self, language: str = "en") -> str:
        """Press the button; where the browser is led."""
        answer = await self.site.get(f"/{language}/sign-in/provider")
        assert answer.status_code == 303
        return answer.headers["location"]

    async def permit(self, address: str, subject: str = "ming", **form: str) -> str:
        """Say yes at the provider; where the browser is led back to, as this site sees it."""
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.post(address, data=form or {"sub": subject})
        location: str = answer.headers["location"]
        assert location.startswith(f"{ADDRESS}/sign-in/return?")
        return location

    async def sign_in(self, **claims: Any) -> httpx.Response:
        """The whole way in."""
        await self.claims(**claims)
        return await self.site.get(await self.permit(await self.begin(), claims["sub"]))

    async def viewer(self) -> Any:
        """Who the site says it is."""
        answer = await self.site.post(**graphql("{ viewer { name roles } }"))
        return answer.json()["data"]["viewer"]


@pytest.fixture
def visiting(browse: Browse, database: Database, provider: str) -> Any:
    """Open a browser: `async with visiting() as visit`."""

    @asynccontextmanager
    async def opened(**changed: Any) -> AsyncIterator[Visit]:
        settings = {
            "oidc_issuer": provider,
            "oidc_client_id": "commonfield",
            "oidc_client_secret": SecretStr("a secret/with signs"),
            "oidc_roles": ROLES,
        }
        async with browse(database, **{**settings, **changed}) as client:
            yield Visit(client, provider)

    return opened


async def registered(database: Database, slug: str) -> None:
    async with database.transaction() as tx:
        new = NewOrganisation({"en": slug.title()}, OrganisationKind.LOCAL_GOVERNMENT, slug=slug)
        await people.register_organisation(tx, Actor.system(), new)


async def count(database: Database, what: str) -> int:
    async with database.read() as connection:
        counted: int = await connection.fetchval(f"select count(*) from {what}")  # noqa: S608 - the test's own words
    return counted


async def test_the_button_leads_to_the_provider_with_state_nonce_and_a_challenge(visiting: Any) -> None:
    async with visiting() as visit:
        page = await visit.site.get("/zh-Hant/sign-in")
        assert "以 localhost 登入" in page.text
        address = urlsplit(await visit.begin())
        kept = visit.site.cookies["commonfield_sign_in"].split(".")
    asked = {name: value for name, (value,) in parse_qs(address.query).items()}
    assert asked["response_type"] == "code"
    assert asked["redirect_uri"] == f"{ADDRESS}/sign-in/return"
    assert (asked["client_id"], asked["scope"]) == ("commonfield", "openid profile email")
    assert (asked["state"], asked["nonce"]) == (kept[0], kept[1])
    assert asked["code_challenge_method"] == "S256"
    assert kept[2] not in address.query


async def test_whoever_the_provider_vouches_for_is_signed_in_with_their_roles(
    visiting: Any, database: Database
) -> None:
    await registered(database, "tainan")
    async with visiting() as visit:
        back = await visit.sign_in(**MING, roles=["jury", "it-tainan", "unknown"])
        assert (back.status_code, back.headers["location"]) == (303, "/en")
        assert await visit.viewer() == {"name": "Ming", "roles": ["OWNER", "REVIEWER"]}
        assert "commonfield_sign_in" not in visit.site.cookies
    assert await count(database, "person where email = 'ming@example.org'") == 1


async def test_claims_in_objects_and_organisations_of_the_person_give_roles(
    visiting: Any, database: Database
) -> None:
    await registered(database, "taitung")
    async with visiting(oidc_roles_claim="realm_access.roles") as visit:
        claims = {"realm_access": {"roles": ["agents"]}, "organisation": ["taitung", "not-registered"]}
        await visit.sign_in(**MING, **claims)
        assert (await visit.viewer())["roles"] == ["AGENCY"]
    assert await count(database, "role_grant") == 1


async def test_a_claim_withdrawn_takes_the_role_away_and_leaves_what_officers_gave(
    visiting: Any, database: Database
) -> None:
    async with visiting() as visit:
        await visit.sign_in(**MING, roles=["office"])
        async with database.transaction() as tx:
            person = await tx.fetchval("select id from person")
            await people.grant(tx, Actor.system(), person, Role.REVIEWER)
        await visit.sign_in(**MING, roles=["office", "jury"])
        assert (await visit.viewer())["roles"] == ["OFFICER", "REVIEWER"]
        await visit.sign_in(**MING, roles=[])
        assert (await visit.viewer())["roles"] == ["REVIEWER"]
    async with database.read() as connection:
        taken = await connection.fetchval("select before from audit_event where action = 'role.revoked'")
    assert '"from_claims_of"' in str(taken).replace("'", '"')


async def test_somebody_is_known_by_subject_when_their_address_changes(
    visiting: Any, database: Database
) -> None:
    async with visiting() as visit:
        await visit.sign_in(**MING)
        await visit.sign_in(**{**MING, "email": "ming.lin@example.org"})
    assert await count(database, "person") == 1
    assert await count(database, "person where email = 'ming@example.org'") == 1


async def test_an_invited_person_is_linked_by_a_verified_address(visiting: Any, database: Database) -> None:
    async with database.transaction() as tx:
        await people.register_person(tx, Actor.system(), "ming@example.org", "Invited", "en")
    async with visiting() as visit:
        await visit.sign_in(**MING)
        assert (await visit.viewer())["name"] == "Invited"


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({**MING, "email_verified": False}, "EMAIL_NOT_VERIFIED"),
        ({**MING, "email_verified": "true"}, "EMAIL_NOT_VERIFIED"),
        ({"sub": "ming", "email": "ming@example.org"}, "EMAIL_NOT_VERIFIED"),
        ({"sub": "ming"}, "EMAIL_NOT_TOLD"),
    ],
)
@pytest.mark.parametrize("is_known", [True, False])
async def test_an_address_that_nobody_verified_opens_and_makes_no_account(
    visiting: Any, database: Database, claims: dict[str, Any], reason: str, *, is_known: bool
) -> None:
    if is_known:
        async with database.transaction() as tx:
            await people.register_person(tx, Actor.system(), "ming@example.org", "Ming", "en")
    async with visiting() as visit:
        back = await visit.sign_in(**claims)
        assert back.headers["location"] == f"/en/sign-in?refused={reason}"
        shown = await visit.site.get(back.headers["location"])
        assert reason not in shown.text.split("<main")[1]
        assert await visit.viewer() is None
    assert await count(database, "person") == int(is_known)
    assert await count(database, "session") == await count(database, "identity") == 0


async def test_a_second_subject_with_the_same_address_is_refused(visiting: Any, database: Database) -> None:
    async with visiting() as visit:
        await visit.sign_in(**MING)
        back = await visit.sign_in(**{**MING, "sub": "another"})
        assert back.headers["location"].endswith("IDENTITY_TAKEN")
    assert await count(database, "identity") == 1


async def test_the_demos_people_are_nobody_at_a_provider(visiting: Any, database: Database) -> None:
    async with database.transaction() as tx:
        await people.register_person(tx, Actor.system(), "ming@example.org", "Demo", "en", is_example=True)
    async with visiting() as visit:
        assert (await visit.sign_in(**MING)).headers["location"].endswith("IDENTITY_TAKEN")
    assert await count(database, "session") == 0


async def test_a_sign_in_that_another_browser_began_is_not_finished(
    visiting: Any, database: Database
) -> None:
    async with visiting() as attacker, visiting() as victim:
        await attacker.claims(**MING)
        back = await attacker.permit(await attacker.begin())
        for _ in range(2):  # without a sign-in of its own, and with another one
            answer = await victim.site.get(back)
            assert answer.headers["location"].endswith("SIGN_IN_INTERRUPTED")
            await victim.begin()
        assert await victim.viewer() is None
    assert await count(database, "session") == 0


async def test_a_code_is_worth_nothing_twice(visiting: Any, database: Database) -> None:
    async with visiting() as visit:
        await visit.claims(**MING)
        back = await visit.permit(await visit.begin())
        kept = visit.site.cookies["commonfield_sign_in"]
        await visit.site.get(back)
        answer = await visit.site.get(back, headers={"Cookie": f"commonfield_sign_in={kept}"})
        assert answer.headers["location"].endswith("PROVIDER_FAILED")
    assert await count(database, "session") == 1


async def test_whoever_says_no_at_the_provider_is_told_so(visiting: Any) -> None:
    async with visiting() as visit:
        state = parse_qs(urlsplit(await visit.begin()).query)["state"][0]
        answer = await visit.site.get("/sign-in/return", params={"error": "access_denied", "state": state})
        assert answer.headers["location"].endswith("PROVIDER_REFUSED")


async def test_each_sign_in_begins_a_new_session_and_ends_the_one_before(
    visiting: Any, database: Database
) -> None:
    async with visiting() as visit:
        await visit.sign_in(**MING)
        first = visit.site.cookies[SESSION_COOKIE]
        await visit.sign_in(**MING)
        assert visit.site.cookies[SESSION_COOKIE] != first
        planted = await visit.site.post(
            **graphql("{ viewer { name } }"), headers={"Authorization": f"Bearer {first}"}
        )
        assert planted.status_code == 401
    assert await count(database, "session") == 1


async def test_a_session_that_was_planted_is_not_the_one_that_is_signed_in(visiting: Any) -> None:
    async with visiting() as visit:
        visit.site.cookies.set(SESSION_COOKIE, "planted", domain="commons.example.org")
        back = await visit.sign_in(**MING)
        assert "planted" not in back.headers["set-cookie"]


async def test_a_provider_that_is_down_is_told_in_words(browse: Browse, database: Database) -> None:
    settings = {"oidc_issuer": "http://localhost:1", "oidc_client_id": "commonfield"}
    async with browse(database, **settings) as client:
        answer = await client.get("/en/sign-in/provider")
        assert answer.headers["location"] == "/en/sign-in?refused=PROVIDER_FAILED"
        assert "did not answer as it should" in (await client.get(answer.headers["location"])).text


async def test_without_a_provider_there_is_no_way_to_one(browse: Browse, database: Database) -> None:
    async with browse(database) as client:
        for path in ("/en/sign-in/provider", "/sign-in/return?code=a&state=b"):
            assert (await client.get(path)).headers["location"] == "/en/sign-in?refused=NO_PROVIDER"


async def test_only_reasons_that_there_are_stand_on_the_page(client: httpx.AsyncClient) -> None:
    page = await client.get("/en/sign-in", params={"refused": "Call this number"})
    assert page.status_code == 200
    assert "Call this number" not in page.text.split("<main")[1]


async def test_nobody_is_one_of_the_demos_people_where_a_provider_is_set(
    visiting: Any, database: Database
) -> None:
    async with database.transaction() as tx:
        await people.register_person(tx, Actor.system(), "demo@example.org", "Demo", "en", is_example=True)
        await demo_repository.put(tx, Progress(1, loaded_at=datetime(2026, 11, 21, tzinfo=UTC)))
    here = {"base_url": None, "host": "127.0.0.1"}
    for demo in (Demo.AUTO, Demo.ALWAYS):
        async with visiting(demo=demo, **here) as visit:
            asked = 'mutation { signInAsExample(email: "demo@example.org") { token userErrors { code } } }'
            answer = (await visit.site.post(**graphql(asked))).json()["data"]["signInAsExample"]
            assert answer == {"token": None, "userErrors": [{"code": "DEMO_CLOSED"}]}
            assert "Demo" not in (await visit.site.get("/en/sign-in")).text.split("<main")[1]
    assert await count(database, "session") == 0


async def test_the_first_officer_is_invited_with_a_provider_too(visiting: Any, database: Database) -> None:
    async with database.transaction() as tx:
        token = await people.invite(tx, Actor.system(), "ming@example.org", Role.OFFICER)
    async with visiting() as visit:
        page = Markup((await visit.site.get(f"/en/invitation/{token}")).text)
        form = {"form_token": page.hidden("form_token"), "name": "Ming"}
        assert (await visit.site.post(f"/en/invitation/{token}", data=form)).status_code == 303
        assert await visit.viewer() == {"name": "Ming", "roles": ["OFFICER"]}
        await visit.sign_in(**MING)  # and is the same person at the provider
        assert await visit.viewer() == {"name": "Ming", "roles": ["OFFICER"]}


OURS = RSAKey.generate_key(2048, {"kid": "ours", "use": "sig", "alg": "RS256"})
THEIRS = RSAKey.generate_key(2048, {"kid": "ours", "use": "sig", "alg": "RS256"})
ISSUER = "https://login.example.org/"
BEGUN = Begun("state", "nonce", "verifier")
GOOD = {"iss": ISSUER, "sub": "ming", "aud": "us", "nonce": "nonce", "iat": 0, "exp": 9_999_999_999}


def answering(
    monkeypatch: pytest.MonkeyPatch, id_token: str, userinfo: dict[str, Any], **metadata: Any
) -> list[httpx.Request]:
    """Let a provider that is not there answer; what it is sent."""
    sent: list[httpx.Request] = []
    about = {
        "issuer": ISSUER,
        "authorization_endpoint": f"{ISSUER}authorize",
        "token_endpoint": f"{ISSUER}token",
        "jwks_uri": f"{ISSUER}keys",
        "userinfo_endpoint": f"{ISSUER}userinfo",
        **metadata,
    }
    answers: dict[str, Any] = {
        "/.well-known/openid-configuration": about,
        "/keys": {"keys": [OURS.as_dict(private=False)]},
        "/token": {"id_token": id_token, "access_token": "access"},
        "/userinfo": userinfo,
    }

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json=answers[request.url.path])

    transport = httpx.MockTransport(answer)
    monkeypatch.setattr("api.auth.provider._client", lambda: httpx.AsyncClient(transport=transport))
    return sent


def token(claims: dict[str, Any], key: RSAKey = OURS) -> str:
    return jwt.encode({"alg": "RS256", "kid": "ours"}, claims, key)


async def finished(
    monkeypatch: pytest.MonkeyPatch, id_token: str, *, vouches: bool = False, **userinfo: Any
) -> Any:
    answering(monkeypatch, id_token, {"sub": "ming", **userinfo})
    provider = Provider(ISSUER, "us", None, verifies_emails=vouches)
    return await provider.finish(BEGUN, "code", "https://us.example.org/return")


@pytest.mark.parametrize(
    ("secret", "methods", "header", "fields"),
    [
        (None, ["client_secret_basic"], None, {"client_id": "us"}),
        ("s/e", ["client_secret_basic"], "Basic dXM6cyUyRmU=", {}),
        ("s/e", ["client_secret_post"], None, {"client_id": "us", "client_secret": "s/e"}),
    ],
)
async def test_a_code_is_exchanged_with_its_verifier_and_as_the_provider_wants_it(
    monkeypatch: pytest.MonkeyPatch,
    secret: str | None,
    methods: list[str],
    header: str | None,
    fields: dict[str, str],
) -> None:
    sent = answering(monkeypatch, token(GOOD), {"sub": "ming"}, token_endpoint_auth_methods_supported=methods)
    await Provider(ISSUER, "us", secret).finish(BEGUN, "code", "https://us.example.org/return")
    (exchange,) = (each for each in sent if each.url.path == "/token")
    assert exchange.headers.get("authorization") == header
    assert {name: value for name, (value,) in parse_qs(exchange.content.decode()).items()} == {
        "grant_type": "authorization_code",
        "code": "code",
        "redirect_uri": "https://us.example.org/return",
        "code_verifier": "verifier",
        **fields,
    }


async def test_new_keys_of_the_provider_are_fetched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    new = RSAKey.generate_key(2048, {"kid": "new", "use": "sig", "alg": "RS256"})
    sent = answering(monkeypatch, jwt.encode({"alg": "RS256", "kid": "new"}, GOOD, new), {"sub": "ming"})
    with pytest.raises(ProviderFailed):
        await Provider(ISSUER, "us", None).finish(BEGUN, "code", "https://us.example.org/return")
    assert [each.url.path for each in sent].count("/keys") == 2


@pytest.mark.parametrize(
    ("vouches", "told", "is_verified"),
    [(True, {}, True), (True, {"email_verified": False}, False), (False, {}, False)],
)
async def test_a_provider_that_does_not_say_may_be_vouched_for(
    monkeypatch: pytest.MonkeyPatch, *, vouches: bool, told: dict[str, Any], is_verified: bool
) -> None:
    identity = await finished(monkeypatch, token(GOOD), vouches=vouches, email="M@example.org", **told)
    assert identity.is_email_verified is is_verified


async def test_what_only_userinfo_tells_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    identity = await finished(monkeypatch, token(GOOD), email="M@example.org", email_verified=True)
    assert (identity.subject, identity.email, identity.is_email_verified) == ("ming", "m@example.org", True)


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://elsewhere.example.org/"},
        {"aud": "somebody-else"},
        {"aud": ["us", "somebody-else"]},  # without `azp`
        {"aud": ["us", "somebody-else"], "azp": "somebody-else"},
        {"nonce": "of-another-sign-in"},
        {"nonce": None},
        {"exp": 1},
        {"iat": 9_999_999_000},
        {"sub": None},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    ],
    ids=str,
)
async def test_a_token_that_is_not_for_this_sign_in_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any]
) -> None:
    claims = {name: value for name, value in {**GOOD, **changed}.items() if value is not None}
    with pytest.raises(ProviderFailed):
        await finished(monkeypatch, token(claims))


@pytest.mark.parametrize(
    "forged",
    [
        token(GOOD, THEIRS),
        ".".join(("eyJhbGciOiJub25lIn0", token(GOOD).split(".")[1], "")),
        token(GOOD)[:-8] + "AAAAAAAA",
        "no.token.at.all",
    ],
    ids=["another key", "no signature", "another signature", "no token"],
)
async def test_a_token_that_the_provider_did_not_sign_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, forged: str
) -> None:
    with pytest.raises(ProviderFailed):
        await finished(monkeypatch, forged)


async def test_userinfo_about_somebody_else_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ProviderFailed):
        await finished(monkeypatch, token(GOOD), sub="another")


@pytest.mark.parametrize("called", ["https://login.example.org", "https://elsewhere.example.org/"])
async def test_a_provider_that_calls_itself_otherwise_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, called: str
) -> None:
    answering(monkeypatch, token(GOOD), {"sub": "ming"}, issuer=called)
    with pytest.raises(ProviderFailed, match="calls itself"):
        await Provider(ISSUER, "us", None).begin(BEGUN, "https://us.example.org/return")
