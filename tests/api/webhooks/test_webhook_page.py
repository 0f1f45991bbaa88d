"""Keepers of webhooks manage them in the browser, without JavaScript."""

import re

from httpx import AsyncClient

from api.auth.sessions import SESSION_COOKIE
from registry.people import service as people
from registry.sessions import service as sessions
from store.actor import Actor, Role
from store.database import Database

OFFICER = Actor(name="an officer", is_officer=True)


async def signed_in(client: AsyncClient, database: Database, *, role: Role | None = Role.OFFICER) -> None:
    async with database.transaction() as tx:
        person = await people.register_person(tx, OFFICER, "somebody@example.org", "Somebody", "en")
        if role is not None:
            await people.grant(tx, OFFICER, person.id, role)
        client.cookies.set(SESSION_COOKIE, await sessions.sign_in(tx, person.id))


def hidden(page: str, name: str) -> str:
    (value, *_) = re.findall(rf'name="{name}" value="([^"]*)"', page)
    return str(value)


async def test_a_webhook_is_registered_tested_and_removed_on_the_page(
    client: AsyncClient, database: Database
) -> None:
    await signed_in(client, database)
    empty = (await client.get("/zh-Hant/webhooks")).text
    form = {
        "form_token": hidden(empty, "form_token"),
        "address": "https://hooks.example.org/",
        "keeper": "site",
        "events": ["software.registered"],
    }
    made = (await client.post("/en/webhooks", data=form)).text
    assert "whsec_" in made
    shown = (await client.get("/en/webhooks")).text
    assert "whsec_" not in shown
    assert "https://hooks.example.org/" in shown
    step = {"form_token": form["form_token"], "webhook": hidden(shown, "webhook")}
    assert (await client.post("/en/webhooks/ping", data=step)).status_code == 303
    assert "to be sent" in (await client.get("/en/webhooks")).text
    assert (await client.post("/en/webhooks/remove", data=step)).status_code == 303
    assert "https://hooks.example.org/" not in (await client.get("/en/webhooks")).text.split("<form")[0]


async def test_what_is_wrong_is_told_at_its_field_and_nothing_is_written(
    client: AsyncClient, database: Database
) -> None:
    await signed_in(client, database)
    token = hidden((await client.get("/en/webhooks")).text, "form_token")
    answer = await client.post("/en/webhooks", data={"form_token": token, "address": "x", "keeper": "site"})
    assert answer.status_code == 422
    assert 'href="#address"' in answer.text
    assert 'href="#events"' in answer.text
    async with database.read() as connection:
        assert await connection.fetchval("select count(*) from webhook") == 0


async def test_a_machine_of_a_private_network_is_not_registered(
    client: AsyncClient, database: Database
) -> None:
    await signed_in(client, database)
    page = (await client.get("/en/webhooks")).text
    form = {
        "form_token": hidden(page, "form_token"),
        "address": "http://169.254.169.254/latest",
        "keeper": "site",
    }
    answer = await client.post("/en/webhooks", data={**form, "events": ["software.registered"]})
    assert answer.status_code == 422
    assert "This is no address of the public web." in answer.text
    mutation = (
        'mutation { registerWebhook(address: "https://2130706433/", events: [SOFTWARE_CHANGED]) '
        "{ webhook { id } secret userErrors { code field } } }"
    )
    answer = await client.post("/graphql", json={"query": mutation})
    assert answer.json()["data"]["registerWebhook"] == {
        "webhook": None,
        "secret": None,
        "userErrors": [{"code": "NOT_A_PUBLIC_ADDRESS", "field": ["address"]}],
    }
    async with database.read() as connection:
        assert await connection.fetchval("select count(*) from webhook") == 0


async def test_somebody_without_an_office_registers_none(client: AsyncClient, database: Database) -> None:
    await signed_in(client, database, role=None)
    page = (await client.get("/en/webhooks")).text
    assert "Officers and people of an organisation can register webhooks." in page
    form = {"form_token": hidden(page, "form_token"), "address": "https://a.example.org/", "keeper": "site"}
    answer = await client.post("/en/webhooks", data={**form, "events": ["software.registered"]})
    assert answer.status_code == 422
    async with database.read() as connection:
        assert await connection.fetchval("select count(*) from webhook") == 0
