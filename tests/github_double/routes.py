"""Which answer belongs to which address below one repository."""

from collections.abc import Callable, Mapping
from datetime import datetime
from math import ceil
from typing import Any

from tests.github_double import answers
from tests.github_double.recording import Recording

PER_PAGE, PER_PAGE_MOST = 30, 100  # GitHub's page sizes: without asking, and at most

Routed = tuple[int, answers.Body, dict[str, str]]  # status, body, further headers
Query = Mapping[str, str]
NOT_FOUND: Routed = (404, {"message": "Not Found"}, {})


def route(recording: Recording, rest: str, query: Query, base: str) -> Routed:
    """Answer what was asked below a repository's address (`rest` is empty for the repository itself)."""
    if rest == "":
        return 200, answers.repository(recording, base), {}
    if recording.is_empty and rest.startswith(("commits", "git/trees")):
        return 409, {"message": "Git Repository is empty."}, {}
    for prefix, answer in _ROUTES.items():
        if rest == prefix or rest.startswith(f"{prefix}/"):
            return answer(recording, rest.removeprefix(prefix).strip("/"), query, base)
    return NOT_FOUND


def _contents(recording: Recording, path: str, _query: Query, base: str) -> Routed:
    if recording.is_empty:
        return 404, {"message": "This repository is empty."}, {}
    if path in recording.files:
        return 200, answers.file_contents(recording, path, base), {}
    folder = answers.folder_contents(recording, path)
    if folder is not None and not any(blob["path"] == path for blob in recording.tree):
        return 200, folder, {}
    return NOT_FOUND  # also for a blob of the tree whose content was not recorded


def _tree(recording: Recording, _sha: str, query: Query, base: str) -> Routed:
    return 200, answers.tree(recording, base, recursive=bool(query.get("recursive"))), {}


def _commits(recording: Recording, sha: str, query: Query, base: str) -> Routed:
    if sha == "":
        chosen = [answers.commit(each, recording, base) for each in _within(query, recording)]
        return _page(recording, "commits", query, base, chosen)
    for each in recording.commits:
        if each["sha"] == sha:
            return 200, answers.commit(each, recording, base), {}
    return 422, {"message": f"No commit found for SHA: {sha}"}, {}


def _tags(recording: Recording, _below: str, query: Query, base: str) -> Routed:
    last_name_first = sorted(recording.tags, key=lambda each: str(each["name"]), reverse=True)
    return _page(
        recording, "tags", query, base, [answers.tag(each, recording, base) for each in last_name_first]
    )


def _releases(recording: Recording, _below: str, query: Query, base: str) -> Routed:
    if recording.releases is None:
        return NOT_FOUND
    return _page(recording, "releases", query, base, list(recording.releases))


def _advisories(recording: Recording, _below: str, query: Query, base: str) -> Routed:
    if recording.advisories is None:
        return NOT_FOUND
    return _page(recording, "security-advisories", query, base, list(recording.advisories))


def _community(recording: Recording, _below: str, _query: Query, _base: str) -> Routed:
    return 200, answers.community_profile(recording), {}


def _licence(recording: Recording, _below: str, _query: Query, base: str) -> Routed:
    body = answers.licence(recording, base)
    return NOT_FOUND if body is None else (200, body, {})


def _sbom(recording: Recording, below: str, _query: Query, _base: str) -> Routed:
    return NOT_FOUND if recording.sbom is None or below != "sbom" else (200, {"sbom": recording.sbom}, {})


_ROUTES: Mapping[str, Callable[[Recording, str, Query, str], Routed]] = {
    "contents": _contents,
    "dependency-graph": _sbom,
    "git/trees": _tree,
    "commits": _commits,
    "tags": _tags,
    "releases": _releases,
    "security-advisories": _advisories,
    "community/profile": _community,
    "license": _licence,
}


def _within(query: Query, recording: Recording) -> list[Mapping[str, Any]]:
    since = datetime.fromisoformat(query.get("since", "1970-01-01T00:00:00Z"))
    until = datetime.fromisoformat(query.get("until", "9999-12-31T00:00:00Z"))
    return [each for each in recording.commits if since <= datetime.fromisoformat(each["committed"]) <= until]


def _page(recording: Recording, rest: str, query: Query, base: str, everything: list[Any]) -> Routed:
    return page_of(everything, f"{base}/repositories/{recording.repo['id']}/{rest}", query)


def page_of(everything: list[Any], path: str, query: Query) -> Routed:
    """Cut one page of a list, with the addresses of the others in the Link header."""
    size = min(PER_PAGE_MOST, int(query.get("per_page", PER_PAGE)))
    page = int(query.get("page", 1))
    last = max(1, ceil(len(everything) / size))
    kept = "&".join(f"{key}={value}" for key, value in query.items() if key != "page")
    address = f"{path}?{kept}&page="
    pages = {} if page <= 1 else {"prev": page - 1, "first": 1}
    if page < last:
        pages |= {"next": page + 1, "last": last}
    link = ", ".join(f'<{address}{number}>; rel="{name}"' for name, number in pages.items())
    return 200, everything[(page - 1) * size : page * size], {"Link": link} if link else {}
