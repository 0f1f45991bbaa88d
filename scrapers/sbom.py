"""GitHub's own bill of materials of a repository, made from its dependency graph."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from registry.sbom import Sbom, read
from scrapers.addresses import parse_address
from scrapers.failures import BAD_ANSWER, Unreachable
from scrapers.github_client import Client, GitHubAccess


@dataclass(frozen=True, slots=True)
class SbomObservation:
    """What GitHub said of a repository's parts at one time.

    Attributes:
        url: the repository's address as it is registered.
        observed_at: when it was asked.
        document: the SPDX document word for word, as JSON.
        sbom: what it says, and what is wrong with it.
    """

    url: str
    observed_at: datetime
    document: str
    sbom: Sbom


def observe_sbom(
    url: str, access: GitHubAccess, *, forge_id: int | None = None, now: datetime | None = None
) -> SbomObservation:
    """Ask for a repository's bill of materials (REST API, "Export a software bill of materials"), with one request.

    Synchronous: run it in a bounded thread pool.

    Args:
        url: the repository's address as it is registered.
        access: which API, with which token and budget.
        forge_id: GitHub's number of the repository, where an earlier look stored it.
        now: the time of the look; the present when left out.

    Raises:
        NotSupported: the address is not one of a GitHub repository.
        Gone: there is no such repository, or its dependency graph is switched off.
        Unreachable: GitHub did not answer, or with something else.
    """
    address = parse_address(url, access.api_url)
    path = f"/repos/{address.full_name}" if forge_id is None else f"/repositories/{forge_id}"
    with Client(access) as client:
        answered = client.get(f"{path}/dependency-graph/sbom").data
    document = answered.get("sbom") if isinstance(answered, dict) else None
    if not isinstance(document, dict):
        raise Unreachable(BAD_ANSWER)
    written = json.dumps(document, ensure_ascii=False)
    return SbomObservation(url, now or datetime.now(UTC), written, read(written.encode()))
