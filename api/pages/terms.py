"""How the terms of a match came about: every version, and what each changed of the one before."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from api.pages import documents
from api.pages.differences import Part, differences
from api.pages.errors import NotFound
from api.pages.labels import LABELS, N_
from api.pages.site import Page
from schema.ids import to_global_id

Version = Mapping[str, Any]
#: What terms say, in the order of the page.
TEXTS: Mapping[str, str] = {
    "dataTerms": N_("Data"),
    "publicationTerms": N_("Publication"),
    "creditTerms": N_("Credit"),
    "mentoringTerms": N_("Mentoring"),
}


@get("/matches/{match_id:uuid}/terms")
async def versions(page: NamedDependency[Page], match_id: FromPath[UUID]) -> Response[str]:
    """Every version of the terms, newest first, with what changed; for both sides and officers."""
    found: Any = (await page.read(documents.TERMS, id=to_global_id("Match", match_id)))["node"]
    if not found or not found["challenge"] or not found["team"] or not found["agreement"]:
        raise NotFound
    written: Sequence[Version] = found["agreement"]["versions"]["nodes"]
    if not written:
        raise NotFound
    older: Sequence[Version | None] = [before for _, before in pairwise(written)]
    rows = [
        {"version": each, "changes": changes(page, before, each)}
        for each, before in zip(written, [*older, None], strict=True)
    ]
    return page.show("matches/terms.html", match=found, path=f"/matches/{match_id}", rows=rows)


def changes(page: Page, before: Version | None, after: Version) -> Sequence[tuple[str, Sequence[Part]]]:
    """Each thing that the terms say, with what changed of it; all of it is new in the first version."""
    old, new = _said(page, before), _said(page, after)
    return [(name, differences(old.get(name, ""), new.get(name, ""))) for name in {**new, **old}]


def _said(page: Page, version: Version | None) -> Mapping[str, str]:
    """What a version says, by the words for it; of texts, each language by itself."""
    if version is None:
        return {}
    said = {
        page.text(N_("Who owns what is made")): page.text(LABELS["ownership"][version["ownership"]]),
        page.text(N_("Licence of the code")): version["licence"],
        page.text(N_("Licence of texts, pictures and data")): version["contentLicence"] or "",
    }
    for field, words in TEXTS.items():
        said |= {f"{page.text(words)} ({tag})": text for tag, text in sorted(version[field].items())}
    return {name: text for name, text in said.items() if text}
