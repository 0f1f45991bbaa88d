"""Two tabs, or two people, on one challenge: nothing is lost, and nobody is stuck."""

from collections.abc import Mapping

from httpx import AsyncClient, Response

from store.database import Connection
from tests.api.pages.conftest import send
from tests.api.pages.markup import Markup
from tests.api.pages.test_posting_a_challenge import (
    GATE,
    PILOT,
    PROBLEM,
    STOCK,
    SUCCESS,
    TERMS,
    TIME,
    begun,
)

Opened = Mapping[str, str]


async def opened(client: AsyncClient, path: str) -> Opened:
    """What the form of a step hides, as it was when it was opened."""
    page = Markup((await client.get(path)).text)
    return {name: page.hidden(name) for name in ("version", "seen")}


def hidden(answer: Response) -> Opened:
    return {name: Markup(answer.text).hidden(name) for name in ("version", "seen")}


async def title(connection: Connection) -> str:
    return str(
        await connection.fetchval("select title ->> 'en' from challenge where slug = 'lost-umbrellas'")
    )


async def test_a_conflict_shows_what_is_stored_beside_what_was_typed(
    visitor: AsyncClient, connection: Connection
) -> None:
    path = f"{await begun(visitor, connection)}/problem"
    tab = await opened(visitor, path)
    await send(visitor, path, path, {**PROBLEM, **tab, "title.en": "First"})
    answer = await send(visitor, path, path, {**PROBLEM, **tab, "title.en": "Second"})
    page = Markup(answer.text)
    assert answer.status_code == 409
    assert [words for level, words in page.headings if level == 3] == ["Title (English)"]
    assert "First" in page.words
    assert 'value="Second"' in answer.text
    assert "#conflict" in page.links
    assert "conflict" in page.ids
    assert await title(connection) == "First"


async def test_saving_again_after_a_conflict_replaces_knowingly(
    visitor: AsyncClient, connection: Connection
) -> None:
    path = f"{await begun(visitor, connection)}/problem"
    tab = await opened(visitor, path)
    await send(visitor, path, path, {**PROBLEM, **tab, "title.en": "First"})
    refused = await send(visitor, path, path, {**PROBLEM, **tab, "title.en": "Second"})
    again = await send(visitor, path, path, {**PROBLEM, **hidden(refused), "title.en": "Second"})
    assert again.status_code == 303
    assert await title(connection) == "Second"


async def test_a_third_change_meanwhile_is_a_conflict_again(
    visitor: AsyncClient, connection: Connection
) -> None:
    path = f"{await begun(visitor, connection)}/problem"
    tab = await opened(visitor, path)
    await send(visitor, path, path, {**PROBLEM, **tab, "title.en": "First"})
    refused = await send(visitor, path, path, {**PROBLEM, **tab, "title.en": "Second"})
    await send(visitor, path, path, {**PROBLEM, **await opened(visitor, path), "title.en": "Third"})
    again = await send(visitor, path, path, {**PROBLEM, **hidden(refused), "title.en": "Second"})
    assert again.status_code == 409
    assert await title(connection) == "Third"


async def test_a_form_that_came_back_for_another_reason_still_notices_a_conflict(
    visitor: AsyncClient, connection: Connection
) -> None:
    path = f"{await begun(visitor, connection)}/time"
    tab = await opened(visitor, path)
    await send(visitor, path, path, {**TIME, **tab, "hoursNeeded": "100"})
    odd = await send(visitor, path, path, {**TIME, **tab, "hoursNeeded": "many"})
    answer = await send(visitor, path, path, {**TIME, **hidden(odd), "hoursNeeded": "200"})
    assert (odd.status_code, answer.status_code) == (422, 409)
    hours = await connection.fetchval("select hours_needed from challenge where slug = 'lost-umbrellas'")
    assert hours == 100


async def test_two_tabs_on_different_steps_do_not_conflict(
    visitor: AsyncClient, connection: Connection
) -> None:
    overview = await begun(visitor, connection)
    steps = {
        "stock": STOCK, "problem": PROBLEM, "pilot": PILOT, "time": TIME, "success": SUCCESS, "terms": TERMS,
        "gate": GATE,
    }  # fmt: skip
    tabs = {step: await opened(visitor, f"{overview}/{step}") for step in steps}
    for step, fields in steps.items():
        answer = await send(visitor, overview, f"{overview}/{step}", {**fields, **tabs[step]})
        assert answer.status_code == 303, step


async def test_every_step_tells_its_differences_in_words(
    visitor: AsyncClient, connection: Connection
) -> None:
    overview = await begun(visitor, connection)
    told = {
        "time": (TIME, "Hours of work", "English, Taiwanese Hokkien"),
        "terms": (TERMS, "Lawful basis", "Personal data"),
        "success": (SUCCESS, "Measures", "11 → 1 calls"),
        "pilot": (PILOT, "Skills needed", "Web application 3 (Essential)"),
        "gate": (GATE, "Readiness", "Is it urgent? Yes"),
    }
    for step, (fields, field, words) in told.items():
        stale = {"version": "0", "seen": ""}
        changed = {**fields, "languages": ["en", "nan"]} if step == "time" else fields
        answer = await send(visitor, overview, f"{overview}/{step}", {**changed, **stale})
        page = Markup(answer.text)
        assert field in [words for level, words in page.headings if level == 3], step
        assert words in page.words, step
