from typing import Any
from uuid import UUID

from registry.search import postgres
from registry.search.similar import similar
from store.database import Connection


async def stored(tx: Connection, name: str, said: dict[str, str], **facts: Any) -> UUID:
    software_id: UUID = await tx.fetchval(
        """
        insert into software (slug, name, url, short_description, categories)
        values ($1, $2, 'https://github.com/example/' || $1, $3, $4)
        returning id
        """,
        name.lower().replace(" ", "-"),
        name,
        said,
        facts.get("categories", []),
    )
    await postgres.index_software(tx, software_id)
    return software_id


async def catalogue(tx: Connection) -> dict[str, UUID]:
    entries = {
        "dengue": {"zh-Hant": "登革熱防疫現場的家戶訪視工具"},
        "forms": {"en": "Makes online forms that anybody can fill in"},
        "meet": {"en": "Video conferences for ministries"},
        "noise": {"en": "Computes noise levels of streets"},
    }
    return {name: await stored(tx, name, said) for name, said in entries.items()}


async def test_a_problem_finds_what_the_catalogue_already_has(tx: Connection) -> None:
    entries = await catalogue(tx)
    [found] = await similar(tx, "Spraying against dengue begins with visits to households, on paper.")
    assert found.software_id == entries["dengue"]
    assert found.words == ("dengue",)


async def test_a_problem_in_chinese_finds_what_is_described_in_english(tx: Connection) -> None:
    entries = await catalogue(tx)
    assert [each.software_id for each in await similar(tx, "我們需要視訊會議的服務")] == [entries["meet"]]


async def test_one_common_word_is_no_likeness(tx: Connection) -> None:
    await catalogue(tx)
    assert await similar(tx, "Nobody computes how many benches a park needs.") == ()


async def test_one_everyday_word_is_no_likeness_though_it_has_other_names(tx: Connection) -> None:
    await stored(tx, "figures", {"en": "Statistics of a town"})
    await catalogue(tx)
    assert await similar(tx, "Somebody reports benches.") == ()


async def test_a_text_without_words_is_like_nothing(tx: Connection) -> None:
    await catalogue(tx)
    assert await similar(tx, ", the of 。") == ()


async def test_a_software_is_not_like_itself(tx: Connection) -> None:
    entries = await catalogue(tx)
    other = await stored(tx, "calls", {"en": "Video calls in the browser"})
    found = await similar(tx, entries["meet"])
    assert [each.software_id for each in found] == [other]
