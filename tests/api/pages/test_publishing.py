"""A publisher who looks for an entry learns where it stands and what mends it."""

from collections.abc import Mapping
from typing import Any

import pytest
from httpx import AsyncClient

from api.pages.languages import ENGLISH
from api.pages.publishing import obstacles
from tests.api.pages.markup import Markup

DAY_CARE = "https://github.com/moda-gov-tw/civic-tech-experimental-field-find-babycare-backend"
WELL: Mapping[str, Any] = {
    "expiredAt": None,
    "expiresAt": None,
    "repositories": {"nodes": [{"state": "OBSERVED"}]},
    "observedAt": "2100-01-01T00:00:00Z",
    "publiccodeValid": True,
    "verdict": "AGREE",
    "healthBand": "STEADY",
}


async def words(client: AsyncClient, path: str) -> str:
    answer = await client.get(path)
    assert answer.status_code == 200
    return " ".join(Markup(answer.text).words.split())


def test_nothing_holds_up_an_entry_that_is_well() -> None:
    assert obstacles(WELL, ENGLISH) == []


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"expiredAt": "2026-01-01T00:00:00Z"}, "It left the lists"),
        ({"expiresAt": "2026-12-24T00:00:00Z"}, "will leave the lists"),
        ({"repositories": {"nodes": [{"state": "GONE"}]}}, "no longer there"),
        ({"repositories": {"nodes": [{"state": "UNREACHABLE"}]}}, "could not be reached"),
        ({"repositories": {"nodes": [{"state": "WAITING"}]}}, "not been looked at yet"),
        ({"observedAt": "2020-01-01T00:00:00Z"}, "more than a quarter ago"),
        ({"publiccodeValid": None}, "No publiccode.yml"),
        ({"verdict": "UNKNOWN", "nextStep": None}, "licence is not confirmed"),
        ({"healthBand": "DORMANT"}, "dormant"),
    ],
)
def test_each_obstacle_is_said_with_what_mends_it(changed: Mapping[str, Any], what: str) -> None:
    (found,) = obstacles({**WELL, **changed}, ENGLISH)
    assert what in found.what
    assert found.fix


async def test_an_entry_is_found_by_the_address_of_its_repository(reader: AsyncClient) -> None:
    said = await words(reader, f"/en/why-missing?url={DAY_CARE}.git")
    assert "It is in the catalogue" in said
    assert "Its licence is not confirmed." in said


async def test_what_is_missing_is_told_how_to_come_in(reader: AsyncClient) -> None:
    said = await words(reader, "/zh-Hant/why-missing?url=https://github.com/nobody/nothing")
    assert "不在目錄中" in said


async def test_what_is_no_address_is_said_so(reader: AsyncClient) -> None:
    assert "not the address of a repository" in await words(reader, "/en/why-missing?url=nothing")


async def test_a_publisher_sees_what_holds_each_entry_up(reader: AsyncClient) -> None:
    assert "For its publisher: what holds it up" in await words(reader, "/en/publishers/pdis")
