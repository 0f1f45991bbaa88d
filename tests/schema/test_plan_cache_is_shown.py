"""Officers see how well compiled statements are used again."""

import pytest

from schema import operations, plan
from schema.plan import PlanCache
from tests.schema.conftest import Ask, World

USE = "{ planCache { hits misses plans hitRate } }"


async def test_officers_see_the_share_of_hits(
    ask: Ask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = PlanCache()
    monkeypatch.setattr(plan, "PLANS", empty)
    monkeypatch.setattr(operations, "PLANS", empty)
    assert (await ask(USE, actor=world.officer))["data"]["planCache"]["hitRate"] is None
    for first in (1, 2, 3, 4):
        await ask("query counted($n: Int) { teams(first: $n) { totalCount } }", n=first)
    found = await ask(USE, actor=world.officer)
    assert found["data"]["planCache"] == {"hits": 3, "misses": 1, "plans": 1, "hitRate": 0.75}


async def test_others_do_not(ask: Ask, world: World) -> None:
    for actor in (None, world.owner, world.member):
        assert (await ask(USE, actor=actor))["data"] == {"planCache": None}
