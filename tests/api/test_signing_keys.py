"""Machines of one installation sign with one key; one that lacks it says so, and earlier keys stay where they were."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient, Response
from joserfc.jwk import RSAKey
from structlog.testing import capture_logs

from api.app import create_app
from api.settings import Demo, Settings
from api.signing import KEY_BITS, KEY_FILE, KeyMissing, Signer
from store.database import Database
from tests.api.application import ADDRESS, ASSETS
from tests.api.test_credentials import ROWS, check, part, signed_in


class Installation:
    """Several machines on one database, each with a data folder of its own."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder
        self._headers: dict[str, str] = {}

    def folder(self, name: str) -> Path:
        return self._folder / name

    @asynccontextmanager
    async def machine(self, name: str) -> AsyncIterator[AsyncClient]:
        settings = Settings(base_url=ADDRESS, demo=Demo.NEVER, data_dir=self.folder(name))
        app = create_app(settings, self._database, assets=ASSETS)
        async with AsyncClient(transport=ASGITransport(app=app), base_url=ADDRESS) as client:
            yield client

    async def download(self, name: str) -> Response:
        if not self._headers:
            self._headers = await signed_in(self._database, "Lead")
        async with self._database.read() as connection:
            row = await connection.fetchval("select id from credential")
        async with self.machine(name) as client:
            return await client.get(f"/credentials/{row}", headers=self._headers)

    async def keys(self, name: str) -> list[dict[str, Any]]:
        async with self.machine(name) as client:
            found: list[dict[str, Any]] = (await client.get("/credentials/keys")).json()["keys"]
        return found


@pytest.fixture
async def installation(database: Database, tmp_path: Path) -> Installation:
    async with database.transaction() as tx:
        await tx.execute(ROWS)
    return Installation(database, tmp_path)


def signer(credential: Response) -> str:
    assert credential.status_code == 200, credential.text
    kid: str = json.loads(part(credential.text, 0))["kid"]
    return kid.rpartition("/")[2]


async def test_looking_at_the_keys_makes_none(installation: Installation) -> None:
    assert await installation.keys("first") == []
    assert not installation.folder("first").exists()


async def test_a_machine_without_the_key_makes_up_no_second_one(installation: Installation) -> None:
    signed = await installation.download("first")
    with capture_logs() as logs:
        refused = await installation.download("second")
    assert refused.status_code == 503
    assert refused.json()["errors"][0]["extensions"]["code"] == "SIGNING_KEY_MISSING"
    assert str(installation.folder("second")) not in refused.text
    assert not (installation.folder("second") / KEY_FILE).exists()
    (line,) = [each for each in logs if each["event"] == "credentials cannot be signed"]
    assert str(installation.folder("second") / KEY_FILE) in line["reason"]
    assert [each["kid"] for each in await installation.keys("second")] == [signer(signed)]
    check(signed.text, (await installation.keys("second"))[0])


async def test_machines_with_the_same_file_sign_alike(installation: Installation) -> None:
    first = await installation.download("first")
    installation.folder("second").mkdir()
    shutil.copy(installation.folder("first") / KEY_FILE, installation.folder("second"))
    assert (await installation.download("second")).text == first.text


async def test_another_key_that_is_put_there_signs_and_the_one_before_stays_checkable(
    installation: Installation,
) -> None:
    before = await installation.download("first")
    file = installation.folder("first") / KEY_FILE
    file.write_bytes(RSAKey.generate_key(KEY_BITS).as_pem(private=True))
    after = await installation.download("first")
    assert signer(after) != signer(before)
    keys = {each["kid"]: each for each in await installation.keys("first")}
    for each in (before, after):
        check(each.text, keys[signer(each)])
        async with installation.machine("another") as client:
            assert (await client.get(f"/credentials/keys/{signer(each)}")).json() == keys[signer(each)]
    assert not any({"d", "p", "q"} & set(each) for each in keys.values())


async def test_two_machines_that_sign_first_at_once_have_one_key(
    installation: Installation, database: Database
) -> None:
    signers = [Signer(database, installation.folder(name)) for name in ("first", "second")]
    found = await asyncio.gather(*(each.key() for each in signers), return_exceptions=True)
    assert {type(each) for each in found} == {RSAKey, KeyMissing}
    assert len(await installation.keys("first")) == 1


async def test_the_start_says_that_the_key_is_missing_and_makes_none(
    installation: Installation, database: Database
) -> None:
    await installation.download("first")
    with capture_logs() as logs:
        await Signer(database, installation.folder("first")).check()
        assert logs == []
        await Signer(database, installation.folder("second")).check()
    assert [(each["event"], each["log_level"]) for each in logs] == [
        ("credentials cannot be signed", "error")
    ]
    assert not installation.folder("second").exists()


async def test_the_start_of_a_machine_with_a_key_from_before_makes_it_known(
    installation: Installation, database: Database
) -> None:
    installation.folder("old").mkdir()
    key = RSAKey.generate_key(KEY_BITS)
    (installation.folder("old") / KEY_FILE).write_bytes(key.as_pem(private=True))
    await Signer(database, installation.folder("old")).check()
    assert [each["kid"] for each in await installation.keys("second")] == [key.thumbprint()]
