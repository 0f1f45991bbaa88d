"""The double of GitLab as a web application."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode

from litestar.types import ASGIApp, Receive, Scope, Send

from tests.github_double.answers import encoded, etag_of
from tests.github_double.application import faulty
from tests.github_double.recording import Recording
from tests.github_double.serving import serve_application
from tests.gitlab_double import answers
from tests.gitlab_double.state import GitLabDouble

PREFIX = "/api/v4"
Query = Mapping[str, str]
Answered = tuple[int, Any, dict[str, str]]  # status, body, further headers
NOT_FOUND: Answered = (404, {"message": "404 Project Not Found"}, {})
NOT_SIGNED_IN: Answered = (401, {"message": "401 Unauthorized"}, {})


@contextmanager
def serve(double: GitLabDouble) -> Iterator[str]:
    """Serve until the block ends and give the address of the API."""
    with serve_application(faulty(double.wire, _application(double))) as address:
        yield f"{address}{PREFIX}"


def _application(double: GitLabDouble) -> ASGIApp:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        given = {name.decode(): value.decode() for name, value in scope["headers"]}
        token = given.get("private-token")
        query = dict(parse_qsl(scope["query_string"].decode()))
        path = scope["raw_path"].decode().removeprefix(PREFIX)
        if double.wire.exhausted(token):
            status, body, more = 429, {"message": {"error": "Too many requests"}}, {"Retry-After": "7"}
        elif token is not None and token not in double.tokens:
            status, body, more = NOT_SIGNED_IN
        else:
            status, body, more = _route(double, path, query, is_signed_in=token is not None)
        content = encoded(body)
        if status == 200:
            more = {**more, "ETag": etag_of(content)}
            if given.get("if-none-match") == more["ETag"]:
                status, content = 304, b""
        spent = double.wire.spend(token, free=False)
        limits = {name.removeprefix("X-"): value for name, value in spent.items()}
        headers = {"Content-Type": "application/json", "Content-Length": str(len(content)), **limits, **more}
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        await send({"type": "http.response.body", "body": content, "more_body": False})

    return answer


def _route(double: GitLabDouble, path: str, query: Query, *, is_signed_in: bool) -> Answered:
    if path == "/version":
        return (200, {"version": "18.5.0", "revision": "0"}, {}) if is_signed_in else NOT_SIGNED_IN
    if path == "/projects":
        return 200, _listed(double, query, is_signed_in=is_signed_in), {}
    _, kind, name, *rest = path.split("/")
    if kind == "projects":
        return _project(double, unquote(name), rest, query, is_signed_in=is_signed_in)
    return _owned(double, kind, unquote(name), query, is_signed_in=is_signed_in)


def _project(
    double: GitLabDouble, known_as: str, rest: Sequence[str], query: Query, *, is_signed_in: bool
) -> Answered:
    moved = double.wire.moved.get(known_as.casefold())
    if moved is not None:
        return (
            302,
            {"message": "moved"},
            {"Location": f"http://elsewhere.example.org{PREFIX}/projects/{moved}"},
        )
    recording = double.wire.numbered(int(known_as)) if known_as.isdigit() else _named(double, known_as)
    if recording is None or (recording.repo.get("private") and not is_signed_in):
        return NOT_FOUND
    below = "/".join(map(unquote, rest))
    if below == "":
        with_licence = query.get("license") == "true"
        body = answers.project(recording, is_signed_in=is_signed_in, with_licence=with_licence)
        return 200, _shown(double, recording, body), {}
    return _below(double, recording, below, query, is_signed_in=is_signed_in)


def _shown(double: GitLabDouble, recording: Recording, body: dict[str, Any]) -> dict[str, Any]:
    """Leave out what GitLab tells only those who may read the code."""
    if recording.full_name in double.hidden:
        body.pop("default_branch")
    return body


def _named(double: GitLabDouble, full_name: str) -> Recording | None:
    owner, _, name = full_name.rpartition("/")
    return double.wire.named(owner, name)


def _listed(double: GitLabDouble, query: Query, *, is_signed_in: bool) -> list[dict[str, Any]]:
    """List projects as `id_after`, `id_before` and `archived` ask for."""
    return [
        answers.project(each, is_signed_in=is_signed_in, with_licence=False)
        for number in range(int(query["id_after"]) + 1, int(query["id_before"]))
        if (each := double.wire.numbered(number)) is not None
        and each.repo["archived"] == (query.get("archived") == "true")
    ]


def _owned(double: GitLabDouble, kind: str, owner: str, query: Query, *, is_signed_in: bool) -> Answered:
    """List the projects of a group or a person; a person has no groups, and a group is no person."""
    known = sorted(double.wire.everything(), key=lambda each: int(each.repo["id"]))
    within = [each for each in known if each.full_name.casefold().startswith(f"{owner.casefold()}/")]
    if not within or (owner in double.people) != (kind == "users"):
        return NOT_FOUND
    if query.get("include_subgroups", "false") == "false":
        within = [each for each in within if "/" not in each.full_name[len(owner) + 1 :]]
    return _page(
        double,
        [
            _shown(double, each, answers.project(each, is_signed_in=is_signed_in, with_licence=False))
            for each in within
            if each.repo["archived"] == (query["archived"] == "true")
            and (is_signed_in or not each.repo.get("private"))
        ],
        query,
    )


def _below(
    double: GitLabDouble, recording: Recording, below: str, query: Query, *, is_signed_in: bool
) -> Answered:
    threads = double.threads.get(recording.full_name, ())
    kind, _, rest = below.partition("/")
    if kind in {"issues", "merge_requests"}:
        of_kind = [each for each in threads if each.is_change_request == (kind == "merge_requests")]
        if rest.endswith("/notes"):
            if not is_signed_in:
                return NOT_SIGNED_IN
            thread = next(each for each in of_kind if str(each.iid) == rest.removesuffix("/notes"))
            return 200, [answers.note(each) for each in thread.notes], {}
        after = datetime.fromisoformat(query["created_after"])
        newest_first = sorted(
            (each for each in of_kind if each.opened >= after), key=lambda each: each.opened
        )
        return _page(double, [answers.thread(each) for each in reversed(newest_first)], query)
    if kind == "releases":
        return _page(double, [answers.release(each) for each in recording.releases or ()], query)
    return _repository(double, recording, below.removeprefix("repository/"), query)


def _repository(double: GitLabDouble, recording: Recording, below: str, query: Query) -> Answered:
    is_there = not recording.is_empty and recording.full_name not in double.hidden
    kind, _, rest = below.partition("/") if is_there else ("", "", "")
    if kind == "branches" and rest == recording.repo["default_branch"]:
        return 200, {"name": rest, "commit": answers.commit(recording.commits[0])}, {}
    if kind == "tree":
        return _tree(double, recording, query)
    if kind == "commits":
        found = [answers.commit(each) for each in _within(recording, query)]
        status, page, headers = _page(double, found, query)
        return status, page, headers | ({"X-Total": str(len(found))} if double.tells_totals else {})
    if kind == "tags":
        return _page(double, [answers.tag(each, recording) for each in recording.tags], query)
    if kind == "files" and rest in recording.files:
        return 200, answers.file(recording, rest), {}
    return 404, {"message": "404 File Not Found"}, {}


def _within(recording: Recording, query: Query) -> list[Mapping[str, Any]]:
    since = datetime.fromisoformat(query.get("since", "1970-01-01T00:00:00Z"))
    until = datetime.fromisoformat(query.get("until", "9999-12-31T00:00:00Z"))
    return [each for each in recording.commits if since <= datetime.fromisoformat(each["committed"]) <= until]


def _tree(double: GitLabDouble, recording: Recording, query: Query) -> Answered:
    """List by key, as git orders paths: the link to the next page names the last path of this one."""
    is_recursive = query.get("recursive") == "true"
    paths = sorted(str(each["path"]) for each in recording.tree)
    entries = [{"path": each, "type": "blob"} for each in paths if is_recursive or "/" not in each]
    after = query.get("page_token", "")
    remaining = [each for each in entries if each["path"] > after]
    size = min(double.page_size, int(query["per_page"]))
    page = remaining[:size]
    return 200, page, _link(query, {"page_token": page[-1]["path"]}) if len(remaining) > size else {}


def _page(double: GitLabDouble, everything: Sequence[Any], query: Query) -> Answered:
    size, page = min(double.page_size, int(query["per_page"])), int(query.get("page", "1"))
    goes_on = len(everything) > page * size
    headers = _link(query, {"page": str(page + 1)}) if goes_on else {}
    return 200, list(everything[(page - 1) * size : page * size]), headers


def _link(query: Query, change: Query) -> dict[str, str]:
    address = f"http://elsewhere.example.org{PREFIX}/list?{urlencode({**query, **change})}"
    return {"Link": f'<{address}>; rel="next"'}
