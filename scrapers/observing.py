"""An observation put together: what a forge says of the repository itself, and the parts that were read of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from registry.health import AdvisoryFact, EventFact, ReleaseFact, RepositoryObservation, TagFact, ThreadFact
from scrapers.failures import NOT_SENT
from scrapers.github_facts import moment
from scrapers.history import History
from scrapers.look import Look


@dataclass(frozen=True, slots=True)
class Parts:
    """What a look read besides the repository itself; None where it could not be learned."""

    history: History
    files: tuple[str, ...]
    texts: Mapping[str, str]
    tags: tuple[TagFact, ...] = ()
    releases: tuple[ReleaseFact, ...] | None = None
    threads: tuple[ThreadFact, ...] | None = None
    advisories: tuple[AdvisoryFact, ...] | None = None
    commit_count: int | None = None
    organisation_files: tuple[str, ...] | None = None
    events: tuple[EventFact, ...] = ()


def observation(
    look: Look, found: Mapping[str, Any], registered: tuple[str, str], forge: str, at: datetime, parts: Parts
) -> RepositoryObservation:
    """Put an observation together; counts that the forge did not send are missing, never zero.

    Args:
        look: what could not be learned, and why.
        found: the repository as its forge describes it.
        registered: its address, and its name in that.
        forge: how observations call the forge.
        at: the time of the look.
        parts: what was read besides.
    """
    unsent = [name for name in ("stars", "open_issues", "forge_licence") if name not in found]
    look.missing.update(dict.fromkeys(unsent, NOT_SENT))
    url, name = registered
    return RepositoryObservation(
        url=url,
        forge=forge,
        forge_id=found["id"],
        full_name=found["full_name"] or name,
        observed_at=at,
        created_at=moment(found, "created_at"),
        pushed_at=moment(found, "pushed_at"),
        default_branch=found["default_branch"],
        archived=found["archived"],
        fork=found["fork"],
        parent=found["parent"],
        root=found.get("root"),
        description=found["description"],
        topics=tuple(found["topics"]),
        stars=found.get("stars"),
        open_issues=found.get("open_issues"),
        commits=parts.history.commits,
        commits_complete=parts.history.is_complete,
        commit_count=parts.commit_count,
        tags=parts.tags,
        releases=parts.releases,
        files=parts.files,
        texts=parts.texts,
        organisation_files=parts.organisation_files,
        forge_licence=found.get("forge_licence"),
        threads=parts.threads,
        advisories=parts.advisories,
        events=parts.events,
        missing=look.missing,
    )
