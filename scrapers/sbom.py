"""GitHub's own bill of materials of a repository, made from its dependency graph."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from registry.sbom import Sbom, read
from scrapers.addresses import parse_address
from scrapers.conversation import NOT_MODIFIED
from scrapers.failures import BAD_ANSWER, Unreachable
from scrapers.github_client import Client, GitHubAccess


@dataclass(frozen=True, slots=True)
class SbomObservation:
    """What GitHub said of a repository's parts at one time.

    Attributes:
        url: the repository's address as it is registered.
        observed_at: when it was asked.
        etag: the validator to send next time; None where GitHub gave none.
        document: the SPDX document, as JSON; empty when it is as it was.
        sbom: what it says, and what is wrong with it; None when it is as it was.
    """

    url: str
    observed_at: datetime
    etag: str | None
    document: bytes
    sbom: Sbom | None


def observe_sbom(
    url: str,
    access: GitHubAccess,
    *,
    forge_id: int | None = None,
    etag: str | None = None,
    now: datetime | None = None,
) -> SbomObservation:
    """Ask for a repository's bill of materials (REST API, "Export a software bill of materials"), with one request.

    Synchronous: run it in a bounded thread pool.

    Args:
        url: the repository's address as it is registered.
        access: which API, with which token and budget.
        forge_id: GitHub's number of the repository, where an earlier look stored it.
        etag: the validator of an earlier answer; then GitHub may say that nothing has changed.
        now: the time of the look; the present when left out.

    Raises:
        NotSupported: the address is not one of a GitHub repository.
        Gone: there is no such repository, or its dependency graph is switched off.
        Unreachable: GitHub did not answer, or with something else.
    """
    address = parse_address(url, access.api_url)
    path = f"/repos/{address.full_name}" if forge_id is None else f"/repositories/{forge_id}"
    observed_at = now or datetime.now(UTC)
    with Client(access) as client:
        answer = client.get(f"{path}/dependency-graph/sbom", etag=etag)
    if answer.status == NOT_MODIFIED and etag is not None:
        return SbomObservation(url, observed_at, etag, b"", None)
    document = answer.data.get("sbom") if isinstance(answer.data, dict) else None
    if not isinstance(document, dict):
        raise Unreachable(BAD_ANSWER)
    written = json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
    return SbomObservation(url, observed_at, answer.etag, written, read(written))
