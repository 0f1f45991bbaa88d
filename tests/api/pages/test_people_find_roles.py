"""People without a team: from a profile to a team that applies, without a script."""

import re
from collections.abc import Mapping

from httpx import AsyncClient

from store.database import Connection
from tests.api.pages.conftest import send, sign_in
from tests.api.pages.markup import Markup

FLOOD = "/en/challenges/which-streets-are-under-water-right-now"
OWNER = """
    select person.email from challenge join role_grant on organisation_id = owner_id and role = 'owner'
    join person on person.id = person_id
    where challenge.slug = 'which-streets-are-under-water-right-now' limit 1
"""
SEEKERS = ("newcomer-one@example.org", "newcomer-two@example.org")
ABLE: Mapping[str, str | list[str]] = {
    "skills.0.concept": "maps", "skills.0.level": "5", "hoursPerWeek": "30", "dataClearance": "SENSITIVE",
    "languages": ["zh-Hant", "en"], "remoteOk": "yes",
}  # fmt: skip


async def carved(visitor: AsyncClient, connection: Connection) -> str:
    """Carve a role as the owner of the flooded streets; the address of its page."""
    await sign_in(visitor, connection, await connection.fetchval(OWNER))
    nothing = await send(visitor, f"{FLOOD}/roles", f"{FLOOD}/roles", {"title.en": "", "hoursNeeded": "some"})
    assert nothing.status_code == 422
    assert "#hoursNeeded" in Markup(nothing.text).links
    fields: dict[str, str | list[str]] = {
        "title.en": "Street mapper", "hoursNeeded": "9000", "places": "2", "onSite": "no",
        "needs.0.concept": "maps", "needs.0.level": "3",
    }  # fmt: skip
    wrong = await send(visitor, f"{FLOOD}/roles", f"{FLOOD}/roles", fields)
    assert wrong.status_code == 422
    assert "Street mapper" in wrong.text
    made = await send(visitor, f"{FLOOD}/roles", f"{FLOOD}/roles", {**fields, "hoursNeeded": "40"})
    assert made.headers["location"] == f"{FLOOD}/roles?done=role-saved"
    role = await connection.fetchval("select id from challenge_role where title ->> 'en' = 'Street mapper'")
    return f"/en/roles/{role}"


async def people(connection: Connection) -> None:
    for email in SEEKERS:
        await connection.execute(
            "insert into person (email, name, is_example) values ($1, $2, true)", email, email.split("@")[0]
        )


async def test_two_people_without_a_team_become_one(visitor: AsyncClient, connection: Connection) -> None:
    role = await carved(visitor, connection)
    await people(connection)
    for email in SEEKERS:
        await sign_in(visitor, connection, email)
        assert (await visitor.get("/en/profile/roles")).headers["location"] == "/en/profile"
        saved = await send(visitor, "/en/profile", "/en/profile", ABLE)
        assert saved.headers["location"] == "/en/profile/roles?done=profile-saved"
        fitting = (await visitor.get("/en/profile/roles")).text
        assert "Street mapper" in fitting
        assert "Nothing about your name, gender or age enters" in fitting
        shown = await send(visitor, role, f"{role}/interest", {"note": "I live there"})
        assert shown.headers["location"] == f"{role}?done=role-interest-shown"
    await sign_in(visitor, connection, await connection.fetchval(OWNER))
    page = (await visitor.get(role)).text
    assert "I live there" in page
    for named in dict.fromkeys(re.findall(r'name="interest" value="([^"]+)"', page)):
        silent = await send(visitor, role, f"{role}/answer", {"interest": named, "step": "decline"})
        assert f"#reason.{named}" in Markup(silent.text).links
        answer = await send(visitor, role, f"{role}/answer", {"interest": named, "step": "accept"})
        assert answer.headers["location"] == f"{role}?done=role-answered"
    await sign_in(visitor, connection, SEEKERS[0])
    founded = await send(visitor, f"{FLOOD}/roles", f"{FLOOD}/roles/team", {"name.en": "Observers"})
    assert founded.headers["location"] == f"{FLOOD}/roles?done=role-team-formed"
    await sign_in(visitor, connection, SEEKERS[1])
    page = (await visitor.get(role)).text
    assert "The team Observers asks you to join" in page
    (named, *_) = re.findall(r'name="interest" value="([^"]+)"', page)
    joined = await send(visitor, role, f"{role}/answer", {"interest": named, "step": "join"})
    assert joined.headers["location"] == f"{role}?done=role-team-joined"
    assert "/apply/observers" in (await visitor.get(FLOOD)).text
    members = "select count(*) from team_member join team on team.id = team_id where slug = 'observers'"
    assert await connection.fetchval(members) == 2


async def test_an_owner_invites_whoever_wants_to_be_found(
    visitor: AsyncClient, connection: Connection
) -> None:
    role = await carved(visitor, connection)
    await people(connection)
    await sign_in(visitor, connection, SEEKERS[0])
    await send(visitor, "/en/profile", "/en/profile", ABLE)
    unread = await send(visitor, "/en/profile", "/en/profile/found", {})
    assert "#agreed" in Markup(unread.text).links
    await send(visitor, "/en/profile", "/en/profile/found", {"agreed": "yes"})
    assert "To be found by owners who look for people" in (await visitor.get("/en/account")).text
    await sign_in(visitor, connection, await connection.fetchval(OWNER))
    profile = Markup((await visitor.get(role)).text).hidden("profile")
    invited = await send(visitor, role, f"{role}/invite", {"profile": profile})
    assert invited.headers["location"] == f"{role}?done=role-invited"
    await sign_in(visitor, connection, SEEKERS[0])
    assert "Yes, I take it" in (await visitor.get(role)).text
    unsure = await send(visitor, "/en/profile", "/en/profile/delete", {})
    assert "#sure" in Markup(unsure.text).links
    await send(visitor, "/en/profile", "/en/profile/delete", {"sure": "yes"})
    assert await connection.fetchval("select count(*) from role_interest where state = 'INVITED'") == 0


async def test_roles_are_narrowed_edited_and_closed(visitor: AsyncClient, connection: Connection) -> None:
    role = await carved(visitor, connection)
    assert "Street mapper" in (await visitor.get("/en/roles?skill=maps")).text
    assert "Street mapper" not in (await visitor.get("/en/roles?skill=python&language=ja")).text
    page = Markup((await visitor.get(f"{role}/edit")).text)
    fields = {"title.en": "Watcher", "hoursNeeded": "40", "places": "1", "isOpen": "no", "version": "1"}
    assert page.hidden("version") == "1"
    saved = await send(visitor, f"{role}/edit", f"{role}/edit", fields)
    assert saved.headers["location"] == f"{role}?done=role-saved"
    assert (await send(visitor, f"{role}/edit", f"{role}/edit", fields)).status_code == 409
    assert "Watcher" not in (await visitor.get("/en/roles")).text
    assert "找不到" not in (await visitor.get(f"/zh-Hant{role.removeprefix('/en')}")).text
    await connection.execute("delete from session")
    assert (await visitor.get(f"{role}/edit")).status_code == 403
    assert (await visitor.get("/en/roles/00000000-0000-0000-0000-000000000000")).status_code == 404
