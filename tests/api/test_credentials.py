"""Credentials can be checked without us: with another library, from what stands in them and at public addresses."""

import base64
import json
import stat
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from httpx import ASGITransport, AsyncClient

from api.app import create_app
from api.settings import Demo, Settings
from api.signing import KEY_FILE, key_in
from registry.tokens import service as tokens
from registry.tokens.model import NewToken, Scope
from store.actor import Actor
from store.database import Database
from tests.api.application import ADDRESS, ASSETS

ROWS = """
    insert into organisation (slug, name, kind) values ('owner', '{"en": "Owner"}', 'LOCAL_GOVERNMENT');
    insert into person (email, name) values ('lead@example.org', 'Lead'), ('other@example.org', 'Other');
    insert into programme (slug, organisation_id, name, mode, state)
        select 'round', id, '{"en": "Round"}', 'THEME', 'MATCHED' from organisation;
    insert into challenge (slug, programme_id, owner_id, state, title)
        select 'water', programme.id, organisation.id, 'DELIVERED', '{"en": "Water"}' from programme, organisation;
    insert into team (slug, name) values ('team', '{"en": "Team"}');
    insert into match (programme_id, challenge_id, team_id, state)
        select programme_id, challenge.id, team.id, 'DELIVERED' from challenge, team;
    insert into delivery (match_id, repository_url, note)
        select id, 'https://github.com/example/water', '{}' from match;
    insert into credential (match_id, person_id)
        select match.id, person.id from match, person where person.name = 'Lead';
"""


@pytest_asyncio.fixture
async def site(database: Database, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    async with database.transaction() as tx:
        await tx.execute(ROWS)
    settings = Settings(base_url=ADDRESS, demo=Demo.NEVER, data_dir=tmp_path)
    transport = ASGITransport(app=create_app(settings, database, assets=ASSETS), raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url=ADDRESS) as client:
        yield client


@pytest_asyncio.fixture
async def credential_id(database: Database, site: AsyncClient) -> UUID:
    async with database.read() as connection:
        found: UUID = await connection.fetchval("select id from credential")
    return found


async def signed_in(database: Database, name: str) -> dict[str, str]:
    """A header that says who asks, by a token made as people make theirs."""
    async with database.transaction() as tx:
        person = await tx.fetchval("select id from person where name = $1", name)
        wanted = NewToken("wallet", frozenset({Scope.READ}), 1)
        secret = (await tokens.create(tx, Actor(person_id=person, name=name), wanted))[1]
    return {"Authorization": f"Bearer {secret}"}


def part(token: str, index: int) -> bytes:
    text = token.split(".")[index]
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def number(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")


def check(token: str, key: dict[str, Any]) -> None:
    """Check an RS256 signature with nothing of ours.

    Raises:
        InvalidSignature: it is not that key's.
    """
    public = RSAPublicNumbers(number(key["e"]), number(key["n"])).public_key()
    public.verify(part(token, 2), token.rpartition(".")[0].encode(), PKCS1v15(), hashes.SHA256())


async def test_the_key_that_a_credential_names_checks_it(
    database: Database, site: AsyncClient, credential_id: UUID
) -> None:
    answer = await site.get(f"/credentials/{credential_id}", headers=await signed_in(database, "Lead"))
    assert answer.headers["content-type"].startswith("application/vc+jwt")
    header, payload = json.loads(part(answer.text, 0)), json.loads(part(answer.text, 1))
    assert set(header) == {"alg", "typ", "kid", "jwk"}
    assert header["alg"] == "RS256"
    assert "d" not in header["jwk"]
    named = (await site.get(header["kid"].removeprefix(ADDRESS))).json()
    listed = (await site.get("/credentials/keys")).json()["keys"]
    assert named in listed
    assert (named["n"], named["e"]) == (header["jwk"]["n"], header["jwk"]["e"])
    check(answer.text, named)
    profile = (await site.get(payload["iss"].removeprefix(ADDRESS))).json()
    assert profile["id"] == payload["issuer"]["id"]
    assert payload["credentialSubject"]["identifier"][0]["identityHash"] == "Lead"


async def test_a_changed_credential_does_not_check(
    database: Database, site: AsyncClient, credential_id: UUID
) -> None:
    token = (await site.get(f"/credentials/{credential_id}", headers=await signed_in(database, "Lead"))).text
    head, body, signature = token.split(".")
    other = base64.urlsafe_b64encode(part(token, 1).replace(b"Lead", b"Liar")).rstrip(b"=").decode()
    key = json.loads(part(token, 0))["jwk"]
    assert other != body
    with pytest.raises(InvalidSignature):
        check(f"{head}.{other}.{signature}", key)


async def test_it_is_the_same_each_time(database: Database, site: AsyncClient, credential_id: UUID) -> None:
    headers = await signed_in(database, "Lead")
    first, second = [
        (await site.get(f"/credentials/{credential_id}", headers=headers)).text for _ in range(2)
    ]
    assert first == second


async def test_nobody_gets_the_credential_of_another(
    database: Database, site: AsyncClient, credential_id: UUID
) -> None:
    assert (await site.get(f"/credentials/{credential_id}")).status_code == 404
    headers = await signed_in(database, "Other")
    assert (await site.get(f"/credentials/{credential_id}", headers=headers)).status_code == 404
    assert (await site.get("/credentials/keys/unknown")).status_code == 404


def test_the_key_is_made_once_and_is_its_owners_only(tmp_path: Path) -> None:
    key = key_in(tmp_path)
    assert key_in(tmp_path).thumbprint() == key.thumbprint()
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == [KEY_FILE]
