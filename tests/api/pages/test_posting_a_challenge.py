from collections.abc import Mapping

import pytest
from httpx import AsyncClient, Response

from matching.challenges.model import Readiness
from store.database import Connection
from tests.api.pages.conftest import send, sign_in
from tests.api.pages.markup import Markup

Fields = Mapping[str, str | list[str]]
BEGIN = "/en/post-a-challenge"

STOCK: Fields = {
    "peopleAffected.en": "About 300 passengers a month",
    "evidence.en": "11 depots counted 3,600 calls in 2025",
    "dataInvolved.en": "Paper lists of each depot",
    "constraints.en": "The lists stay",
}
PROBLEM: Fields = {
    "title.en": "Lost umbrellas",
    "title.zh-Hant": "遺失的雨傘",
    "problem.en": "People who lose an umbrella on a bus call eleven depots in turn, because nobody keeps one list.",
    "problem.zh-Hant": "",
    "domains": ["transportation"],
}
PILOT: Fields = {
    "pilot.en": "Two depots for a month",
    "needs.0.concept": "web-application",
    "needs.0.level": "3",
    "needs.0.required": "yes",
    "budgetTwd": "120,000",
}
SUCCESS: Fields = {
    "measures.0.name.en": "Calls until an umbrella is found",
    "measures.0.name.zh-Hant": "找回雨傘所需的電話數",
    "measures.0.baseline": "11",
    "measures.0.target": "1",
    "measures.0.unit": "calls",
}
TIME: Fields = {
    "hoursNeeded": "120",
    "startsOn": "2097-03-01",
    "endsOn": "2097-06-30",
    "languages": ["zh-Hant", "en"],
    "onSite": "yes",
    "onSiteWork.en": "A day at each depot",
    "minTeams": "0",
    "maxTeams": "1",
}
TERMS: Fields = {
    "dataClass": "PERSONAL",
    "lawfulBasis": "Personal Data Protection Act, article 15",
    "licence": "mit",
    "publication.en": "Everything but names",
}
GATE: Fields = {
    "aiRisk": "LIMITED",
    "aiExamined": ["ASSESSMENT_INPUT", "IMPACT_SYSTEM", "INTERVENTION_DEPLOY"],
    **{f"readiness.{each.value}": "YES" for each in Readiness},
}
STEPS: Mapping[str, Fields] = {
    "stock": STOCK,
    "problem": PROBLEM,
    "pilot": PILOT,
    "time": TIME,
    "success": SUCCESS,
    "terms": TERMS,
    "gate": GATE,
}


async def begun(client: AsyncClient, connection: Connection, title: str = "Lost umbrellas") -> str:
    """A draft; gives the path of its overview."""
    await sign_in(client, connection, "owner.city@example.org")
    page = Markup((await client.get(BEGIN)).text)
    chosen = {
        given["name"]: given["value"]
        for given in page.controls
        if given.get("type") == "radio" and "checked" in given
    }
    answer = await send(client, BEGIN, BEGIN, {**chosen, "title.en": title})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


async def saved(client: AsyncClient, overview: str, step: str, fields: Fields) -> Response:
    path = f"{overview}/{step}"
    version = Markup((await client.get(path)).text).hidden("version")
    return await send(client, path, path, {"version": version, **fields})


async def test_a_visitor_is_told_what_will_be_asked(reader: AsyncClient) -> None:
    page = await reader.get(BEGIN)
    assert "What you will be asked" in page.text


async def test_a_title_is_enough_to_begin(visitor: AsyncClient, connection: Connection) -> None:
    overview = await begun(visitor, connection)
    assert overview == "/en/challenges/lost-umbrellas/edit"
    row = await connection.fetchrow("select state, title from challenge where slug = 'lost-umbrellas'")
    assert dict(row or {}) == {"state": "DRAFT", "title": '{"en": "Lost umbrellas"}'}


async def test_without_a_title_nothing_begins(visitor: AsyncClient, connection: Connection) -> None:
    before = await connection.fetchval("select count(*) from challenge")
    await sign_in(visitor, connection, "owner.city@example.org")
    page = Markup((await visitor.get(BEGIN)).text)
    chosen = {given["name"]: given["value"] for given in page.controls if "checked" in given}
    answer = await send(visitor, BEGIN, BEGIN, chosen)
    assert answer.status_code == 422
    assert "#title.en" in Markup(answer.text).links
    assert await connection.fetchval("select count(*) from challenge") == before


@pytest.mark.parametrize(
    ("name", "code"),
    [("owner", "Choose the agency"), ("programme", "Choose the programme")],
)
@pytest.mark.parametrize("value", ["", "nothing of ours", "VGVhbTo0OGY2"])
async def test_a_choice_that_is_none_is_asked_for(
    visitor: AsyncClient, connection: Connection, name: str, code: str, value: str
) -> None:
    await sign_in(visitor, connection, "owner.city@example.org")
    page = Markup((await visitor.get(BEGIN)).text)
    chosen = {given["name"]: given["value"] for given in page.controls if "checked" in given}
    answer = await send(visitor, BEGIN, BEGIN, {**chosen, "title.en": "Lost umbrellas", name: value})
    assert answer.status_code == 422
    assert code in answer.text
    assert f"#{name}" in Markup(answer.text).links


async def test_what_is_missing_is_listed_with_links_to_each_field(
    visitor: AsyncClient, connection: Connection
) -> None:
    overview = await begun(visitor, connection)
    page = Markup((await visitor.get(overview)).text)
    missing = {
        link.removeprefix(overview) for link in page.links if "#" in link and link.startswith(overview)
    }
    assert missing >= {
        "/problem#problem.en", "/stock#peopleAffected.en", "/success#measures.0.name.en", "/pilot#needs.0.concept",
        "/problem#domains", "/time#languages", "/time#hoursNeeded", "/time#startsOn", "/time#endsOn",
        "/terms#dataClass", "/terms#licence", "/gate#readiness.URGENT_NEED", "/gate#readiness.IMPACT_ASSESSED",
    }  # fmt: skip


async def test_every_link_of_the_missing_list_leads_to_a_control(
    visitor: AsyncClient, connection: Connection
) -> None:
    overview = await begun(visitor, connection)
    page = Markup((await visitor.get(overview)).text)
    for link in page.links:
        path, _, anchor = link.partition("#")
        if anchor and path.startswith(overview):
            assert anchor in Markup((await visitor.get(path)).text).ids, link


async def test_a_challenge_is_written_step_by_step_and_submitted(
    visitor: AsyncClient, connection: Connection
) -> None:
    overview = await begun(visitor, connection)
    for step, fields in STEPS.items():
        answer = await saved(visitor, overview, step, fields)
        assert (answer.status_code, answer.headers.get("location")) == (303, f"{overview}?done=saved"), (
            answer.text
        )
    complete = (await visitor.get(overview)).text
    assert "Everything is there" in complete
    assert "Worth another look" not in complete
    answer = await send(visitor, overview, overview.replace("/edit", "/submit"), {})
    assert answer.headers["location"] == "/en/challenges/lost-umbrellas?done=submitted"
    row = await connection.fetchrow(
        """
        select state, hours_needed, languages, licence, data_class, starts_on::text, evidence ->> 'en' as evidence,
            data_involved ->> 'en' as data, constraints ->> 'en' as given, pilot ->> 'en' as pilot, budget_twd,
            on_site_work ->> 'en' as there, publication ->> 'en' as published
        from challenge where slug = $1
        """,
        "lost-umbrellas",
    )
    assert dict(row or {}) == {
        "evidence": "11 depots counted 3,600 calls in 2025",
        "data": "Paper lists of each depot",
        "given": "The lists stay",
        "pilot": "Two depots for a month",
        "budget_twd": 120_000,
        "there": "A day at each depot",
        "published": "Everything but names",
        "state": "SUBMITTED",
        "hours_needed": 120,
        "languages": ["zh-Hant", "en"],
        "licence": "MIT",
        "data_class": "PERSONAL",
        "starts_on": "2097-03-01",
    }


async def test_the_overview_leads_through_the_four_steps_and_says_what_is_worth_another_look(
    visitor: AsyncClient, connection: Connection
) -> None:
    overview = await begun(visitor, connection)
    page = Markup((await visitor.get(overview)).text)
    stations = [words for _, words in page.headings if words[:1].isdigit()]
    assert stations == [
        "1. Take stock", "2. Find the core problem", "3. Draft a pilot", "4. Say how it will be checked",
    ]  # fmt: skip
    assert f"{overview}/stock#evidence.en" in page.links


async def test_submitting_too_early_tells_everything_that_is_missing(
    visitor: AsyncClient, connection: Connection
) -> None:
    overview = await begun(visitor, connection)
    answer = await send(visitor, overview, overview.replace("/edit", "/submit"), {})
    assert answer.status_code == 422
    assert "Nothing was saved" in answer.text
    assert await connection.fetchval("select state from challenge where slug = 'lost-umbrellas'") == "DRAFT"


async def test_half_a_step_is_saved_too(visitor: AsyncClient, connection: Connection) -> None:
    overview = await begun(visitor, connection)
    answer = await saved(
        visitor, overview, "time", {"hoursNeeded": "", "startsOn": "2097-03-01", "maxTeams": "2"}
    )
    assert answer.status_code == 303
    row = await connection.fetchrow(
        "select hours_needed, max_teams from challenge where slug = 'lost-umbrellas'"
    )
    assert dict(row or {}) == {"hours_needed": None, "max_teams": 2}


@pytest.mark.parametrize(
    ("step", "fields", "anchor"),
    [
        ("time", {**TIME, "hoursNeeded": "many"}, "hoursNeeded"),
        ("time", {**TIME, "hoursNeeded": "0"}, "hoursNeeded"),
        ("time", {**TIME, "startsOn": "1 March"}, "startsOn"),
        ("time", {**TIME, "startsOn": "2097-07-01"}, "endsOn"),
        ("success", {**SUCCESS, "measures.0.target": "one"}, "measures.0.target"),
        ("pilot", {**PILOT, "needs.0.level": "9"}, "needs.0.level"),
        ("pilot", {**PILOT, "needs.0.concept": "telepathy"}, "needs.0.concept"),
        ("pilot", {**PILOT, "budgetTwd": "plenty"}, "budgetTwd"),
        ("terms", {**TERMS, "licence": "no licence at all"}, "licence"),
        ("problem", {**PROBLEM, "title.en": "x" * 201}, "title.en"),
    ],
)
async def test_what_is_wrong_is_told_at_its_field_and_kept_to_be_mended(
    visitor: AsyncClient, connection: Connection, step: str, fields: Fields, anchor: str
) -> None:
    overview = await begun(visitor, connection)
    before = await connection.fetchval("select version from challenge where slug = 'lost-umbrellas'")
    answer = await saved(visitor, overview, step, fields)
    page = Markup(answer.text)
    assert answer.status_code == 422
    assert f"#{anchor}" in page.links
    assert anchor in page.ids
    typed = fields[anchor]
    assert anchor.startswith("needs") or typed in answer.text
    assert await connection.fetchval("select version from challenge where slug = 'lost-umbrellas'") == before


async def test_an_edit_on_an_older_version_is_a_conflict_and_not_a_lost_edit(
    visitor: AsyncClient, connection: Connection
) -> None:
    overview = await begun(visitor, connection)
    path = f"{overview}/problem"
    version = Markup((await visitor.get(path)).text).hidden("version")
    await send(visitor, path, path, {**PROBLEM, "version": version, "title.en": "First"})
    answer = await send(visitor, path, path, {**PROBLEM, "version": version, "title.en": "Second"})
    assert answer.status_code == 409
    assert 'value="Second"' in answer.text
    title = await connection.fetchval("select title ->> 'en' from challenge where slug = 'lost-umbrellas'")
    assert title == "First"


async def test_a_row_that_is_emptied_goes_away(visitor: AsyncClient, connection: Connection) -> None:
    overview = await begun(visitor, connection)
    two = {**PILOT, "needs.1.concept": "maps", "needs.1.level": "2"}
    await saved(visitor, overview, "pilot", two)
    await saved(visitor, overview, "pilot", {**two, "needs.0.concept": ""})
    rows = await connection.fetch(
        "select concept from challenge_need join challenge on challenge.id = challenge_id where slug = $1",
        "lost-umbrellas",
    )
    assert [row["concept"] for row in rows] == ["maps"]


async def test_texts_in_other_languages_are_kept(visitor: AsyncClient, connection: Connection) -> None:
    overview = await begun(visitor, connection)
    await connection.execute(
        """update challenge set title = '{"en": "Lost umbrellas", "ja": "傘"}' where slug = 'lost-umbrellas'"""
    )
    await saved(visitor, overview, "problem", PROBLEM)
    title = await connection.fetchval("select title ->> 'ja' from challenge where slug = 'lost-umbrellas'")
    assert title == "傘"


async def test_a_draft_is_not_there_for_others(
    visitor: AsyncClient, connection: Connection, reader: AsyncClient
) -> None:
    overview = await begun(visitor, connection)
    visitor.cookies.clear()
    assert (await visitor.get(overview)).status_code == 404
    assert (await visitor.get(overview.removesuffix("/edit"))).status_code == 404


async def test_another_owner_cannot_change_what_is_public(
    visitor: AsyncClient, connection: Connection
) -> None:
    slug = await connection.fetchval(
        """
        select challenge.slug from challenge join organisation on organisation.id = challenge.owner_id
        where challenge.state = 'PUBLISHED' and organisation.slug like 'example-county%' limit 1
        """
    )
    await sign_in(visitor, connection, "owner.city@example.org")
    path = f"/en/challenges/{slug}/edit/problem"
    assert (await visitor.get(path)).status_code == 403
    answer = await send(visitor, "/en", path, {**PROBLEM, "version": "1"})
    assert answer.status_code == 403
    title = await connection.fetchval("select title ->> 'en' from challenge where slug = $1", slug)
    assert title != "Lost umbrellas"


@pytest.mark.parametrize("state", ["MATCHED", "DELIVERED", "WITHDRAWN"])
async def test_what_can_no_longer_be_changed_is_not_offered_and_says_why(
    visitor: AsyncClient, connection: Connection, state: str
) -> None:
    overview = await begun(visitor, connection)
    await connection.execute(
        "update challenge set state = $1, published_at = now() where slug = 'lost-umbrellas'", state
    )
    page = Markup((await visitor.get(overview.removesuffix("/edit"))).text)
    assert overview not in page.links
    answer = await visitor.get(overview)
    assert answer.status_code == 403
    assert "can no longer be changed in its present state" in answer.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Hours of work: Write a whole number, such as 120."),
        ("zh-Hant", "工作時數：請填寫整數，例如 120。"),
    ],
)
async def test_a_message_that_fits_any_field_names_its_own(
    visitor: AsyncClient, connection: Connection, language: str, words: str
) -> None:
    overview = (await begun(visitor, connection)).replace("/en/", f"/{language}/")
    answer = await saved(visitor, overview, "time", {**TIME, "hoursNeeded": "0.5", "startsOn": "soon"})
    assert answer.text.count(words) == 2  # in the summary, and at the field
    assert Markup(answer.text).links.count("#startsOn") == 1


async def test_whoever_writes_a_challenge_is_asked_whether_it_exists_already(
    visitor: AsyncClient, connection: Connection
) -> None:
    page = Markup((await visitor.get(await begun(visitor, connection, "Dengue household visits"))).text)
    assert "You may already have this" in page.words
    assert any("dengue-frontend" in link for link in page.links)


async def test_what_nothing_is_like_asks_nothing(visitor: AsyncClient, connection: Connection) -> None:
    page = Markup((await visitor.get(await begun(visitor, connection, "Zzyzx"))).text)
    assert "You may already have this" not in page.words
