"""A software's page shows what its forges released last."""

import asyncpg
from httpx import AsyncClient

ADDED = """
    insert into software_release (software_id, repository_id, tag, published_at, is_prerelease, url, first_seen_at)
    select software.id, repository.id, tag, day::timestamptz, tag like '%rc%',
        'https://github.com/example/code/releases/tag/' || tag, now()
    from software join repository on repository.software_id = software.id,
        (values ('v9.1', '2026-11-02'), ('v9.2-rc1', '2026-11-09')) as told (tag, day)
    where software.slug = 'publiccodenet-standard'
"""


async def test_the_newest_releases_are_shown_with_their_pages(visitor: AsyncClient, own_demo: str) -> None:
    connection = await asyncpg.connect(own_demo)
    await connection.execute(ADDED)
    await connection.close()
    for language, heading, early in (
        ("en", "Releases", "to be tried out"),
        ("zh-Hant", "發行版本", "試用版"),
    ):
        page = (await visitor.get(f"/{language}/catalogue/publiccodenet-standard")).text
        releases = page.partition(f'id="releases">{heading}</h3>')[2].partition("</ul>")[0]
        assert releases.index("v9.2-rc1") < releases.index("v9.1")
        assert 'href="https://github.com/example/code/releases/tag/v9.1"' in releases
        assert releases.count(early) == 1


async def test_where_none_is_known_nothing_is_said(reader: AsyncClient) -> None:
    page = (await reader.get("/en/catalogue/civic-tech-experimental-field-find-babycare-backend")).text
    assert 'id="releases"' not in page
