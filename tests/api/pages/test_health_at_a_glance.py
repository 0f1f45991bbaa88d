"""What a reader of an entry is told of its health before anything else."""

import pytest
from httpx import AsyncClient

from api.pages.explained import at_a_glance, deciding_caps
from store.database import Connection

NO_LICENCE = {"code": "CAP_NO_LICENCE", "limit": 54}
ARCHIVED = {"code": "CAP_ARCHIVED", "limit": 10}


@pytest.mark.parametrize(
    ("score", "caps", "told"),
    [
        (54, [NO_LICENCE], ["CAP_NO_LICENCE"]),
        (10, [ARCHIVED, NO_LICENCE], ["CAP_ARCHIVED", "CAP_NO_LICENCE"]),
        (40, [NO_LICENCE], []),
        (80, [], []),
        (None, [ARCHIVED], []),
    ],
)
def test_a_cap_is_the_reason_where_it_decides_the_score(
    score: int | None, caps: list[dict[str, object]], told: list[str]
) -> None:
    assert list(deciding_caps({"score": score, "caps": caps})) == told


@pytest.mark.parametrize(("people", "shown"), [(1, ["authors", "absence_factor"]), (2, ["authors"])])
def test_that_one_person_does_half_of_the_work_is_told_at_once(people: int, shown: list[str]) -> None:
    signals: list[dict[str, object]] = [
        {"id": "absence_factor", "value": people},
        {"id": "authors", "value": 4},
        {"id": "active_months", "value": None},
    ]
    assert [each["id"] for each in at_a_glance(signals)] == shown


async def test_a_thriving_entry_tells_when_who_worked_and_who_would_be_missed(reader: AsyncClient) -> None:
    page = (await reader.get("/en/catalogue/publiccode-yml-crawler")).text
    panel = page[page.index('id="maintained"') : page.index("Whom to ask")]
    assert "Days since a person last changed the code: 94" in panel
    assert "Months with a change by a person, of the last 12: 6." in panel
    assert "Ask who would take over from that person." in panel


async def test_a_repository_that_was_never_there_is_not_said_to_wait_for_its_first_look(
    visitor: AsyncClient, connection: Connection
) -> None:
    slug = await connection.fetchval(
        """
        update repository set state = 'GONE', state_reason = 'NOT_FOUND'
        where software_id = (select id from software where observed_at is null order by slug limit 1)
        returning (select slug from software where id = software_id)
        """
    )
    page = (await visitor.get(f"/en/catalogue/{slug}")).text
    assert "Its repository is no longer there." in page
    assert "Nobody has looked at its repository yet." not in page
