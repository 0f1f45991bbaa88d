"""What is stored of a repository that the catalogue knows, as far as a draft needs it."""

from urllib.parse import unquote

from registry.drafts.model import Shown, newest_release
from registry.forges import repository as forges
from registry.publiccode import read
from registry.software import addresses
from registry.software import repository as software
from registry.syndication.publiccode import publiccode_yml
from registry.syndication.repository import find_software
from store.database import Connection

_CONTENTS = "contents/"  # endpoint of a file, `contents/README.md?ref=main`


async def shown(connection: Connection, url: str) -> Shown | None:
    """Find what the last look at a repository saw, with its entry; None when the catalogue does not know it."""
    address = addresses.repository_address(url)
    found = None if address is None else await software.find_by_address(connection, address)
    if address is None or found is None:
        return None
    repositories = await software.repositories_of(connection, found.id)
    held = next((each for each in repositories if addresses.same(each.url, address)), None)
    if held is None:  # the entry goes by this address, and its code lies elsewhere
        return None
    row = await connection.fetchrow(
        """
        select facts ->> 'description' as description, facts -> 'files' as files,
            facts -> 'releases' as releases, facts -> 'tags' as tags
        from observation
        where repository_id = $1
        order by observed_at desc
        limit 1
        """,
        held.id,
    )
    answers = await forges.answers_of(connection, held.id)
    entry = await find_software(connection, found.id)
    document = read(publiccode_yml(entry.row).encode()).document if entry else {}
    return Shown(
        url=held.url,
        description=row["description"] if row else None,
        paths=row["files"] if row else (),
        texts={
            unquote(endpoint.removeprefix(_CONTENTS).partition("?")[0]): answer.facts["text"]
            for endpoint, answer in answers.items()
            if endpoint.startswith(_CONTENTS) and isinstance(answer.facts.get("text"), str)
        },
        release=newest_release(row["releases"] or (), row["tags"] or ()) if row else None,
        entry={key: value for key, value in document.items() if key != "publiccodeYmlVersion"},
    )
