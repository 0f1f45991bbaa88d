"""The double as a web application: GitHub's addresses, and `/_double/` to steer it from another process."""

import asyncio
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import jwt
from litestar import Litestar, Request, Response, delete, get, post
from litestar.enums import ScopeType
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, Receive, Scope, Send

from tests.github_double import answers, graph
from tests.github_double.recording import Recording
from tests.github_double.routes import NOT_FOUND, Routed, page_of, route
from tests.github_double.state import MESSAGES, SLOW_SECONDS, Double, Fault

Answer = Response[bytes]


def application(double: Double) -> Litestar:
    """Make the web application that serves one double."""

    @get(["/repos/{owner:str}/{name:str}", "/repos/{owner:str}/{name:str}/{rest:path}"], sync_to_thread=False)
    def by_name(request: Request[Any, Any, Any]) -> Answer:
        asked = request.path_params
        return _by_name(double, request, asked["owner"], asked["name"], asked.get("rest", "").strip("/"))

    @get(["/repositories/{number:int}", "/repositories/{number:int}/{rest:path}"], sync_to_thread=False)
    def by_number(request: Request[Any, Any, Any]) -> Answer:
        asked = request.path_params
        return _answer(double, request, double.numbered(asked["number"]), asked.get("rest", "").strip("/"))

    @get("/users/{login:str}/repos", sync_to_thread=False)
    def of_account(request: Request[Any, Any, Any]) -> Answer:
        return _of_account(double, request, request.path_params["login"])

    @post("/app/installations/{number:int}/access_tokens", sync_to_thread=False)
    def access_token(request: Request[Any, Any, Any]) -> Answer:
        return _access_token(double, request, request.path_params["number"])

    @post("/graphql")
    async def graphql(request: Request[Any, Any, Any]) -> Answer:
        asked = await request.json()
        about = double.named(asked["variables"].get("owner", ""), asked["variables"].get("name", ""))
        if about is not None:  # so that a test can tell what each request was about
            request.scope["path_noted"] = f"/repositories/{about.repo['id']}{request.url.path}"  # type: ignore[typeddict-unknown-key]
        return _graphql(double, request.headers.get("authorization"), asked)

    @get("/rate_limit", sync_to_thread=False)
    def rate_limit(request: Request[Any, Any, Any]) -> Answer:
        headers = double.spend(request.headers.get("authorization"), free=True)
        core = {
            "limit": int(headers["X-RateLimit-Limit"]),
            "remaining": int(headers["X-RateLimit-Remaining"]),
            "reset": double.reset_at,
            "used": int(headers["X-RateLimit-Used"]),
        }
        return _send({"resources": {"core": core}, "rate": core}, headers=headers)

    def with_faults(app: ASGIApp) -> ASGIApp:
        return faulty(double, app)

    return Litestar(
        route_handlers=[
            by_name,
            by_number,
            access_token,
            graphql,
            of_account,
            rate_limit,
            *_steering(double),
        ],
        middleware=[with_faults],
        openapi_config=None,
        logging_config=None,
    )


def _steering(double: Double) -> list[HTTPRouteHandler]:
    @post("/_double/faults")
    async def add_fault(request: Request[Any, Any, Any]) -> Answer:
        double.fail(Fault(**await request.json()))
        return _send({}, status=201)

    @delete("/_double/faults", sync_to_thread=False, status_code=204)
    def remove_faults() -> None:
        double.heal()

    @post("/_double/renames")
    async def add_rename(request: Request[Any, Any, Any]) -> Answer:
        names = await request.json()
        double.rename(names["old"], names["new"])
        return _send({}, status=201)

    @get("/_double/asked", sync_to_thread=False)
    def asked() -> Answer:
        return _send([asdict(each) for each in double.asked])

    return [add_fault, remove_faults, add_rename, asked]


def _by_name(double: Double, request: Request[Any, Any, Any], owner: str, name: str, rest: str) -> Answer:
    number = double.moved.get(f"{owner}/{name}".casefold())
    if number is None:
        return _answer(double, request, double.named(owner, name), rest)
    location = f"{_base(request)}/repositories/{number}" + (f"/{rest}" if rest else "")
    body = {"message": "Moved Permanently", "url": location}
    headers = double.spend(request.headers.get("authorization"), free=False)
    return _send(body, status=301, headers={**headers, "Location": location})


def _of_account(double: Double, request: Request[Any, Any, Any], login: str) -> Answer:
    owned = double.of(login)
    routed = NOT_FOUND
    if owned:
        base, query = _base(request), dict(request.query_params)
        bodies = [answers.repository(each, base) for each in owned]
        routed = page_of(bodies, f"{base}/user/{answers.account_number(login)}/repos", query)
    return _conditional(double, request, routed)


def _access_token(double: Double, request: Request[Any, Any, Any], number: int) -> Answer:
    """Answer an App that proves who it is as GitHub asks: RS256, its own id, ten minutes at most."""
    app, signed = double.app, request.headers.get("authorization", "").removeprefix("Bearer ")
    if app is None:
        return _send({"message": "Not Found"}, status=404)
    try:
        said = jwt.decode(
            signed, app.public_key, ["RS256"], {"require": ["iat", "exp", "iss"]}, issuer=app.id
        )
    except jwt.InvalidTokenError:
        return _send({"message": "A JSON web token could not be decoded"}, status=401)
    if said["exp"] - said["iat"] > 660 or number != app.installation_id:  # GitHub allows a minute for clocks
        return _send({"message": "Not Found"}, status=404)
    token, ends = double.issue()
    written = datetime.fromtimestamp(ends, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _send({"token": token, "expires_at": written, "repository_selection": "all"}, status=201)


def _graphql(double: Double, authorization: str | None, asked: dict[str, Any]) -> Answer:
    """Answer as GitHub's GraphQL API: only to those it knows, and a spent hour of its own inside an answer of 200."""
    if authorization is None or double.has_ended(authorization):
        return _send({"message": "This endpoint requires you to be authenticated."}, status=401)
    caller = f"graphql {authorization}"
    used = double.used.get(caller, 0)
    headers = {
        "X-RateLimit-Limit": str(double.graph_limit),
        "X-RateLimit-Remaining": str(max(0, double.graph_limit - used - 2)),
        "X-RateLimit-Reset": str(double.reset_at),
        "X-RateLimit-Resource": "graphql",
    }
    if used + 2 > double.graph_limit:
        refusal = {"type": "RATE_LIMITED", "message": "API rate limit exceeded for user ID 1."}
        return _send({"errors": [refusal]}, status=200, headers={**headers, "X-RateLimit-Remaining": "0"})
    double.used[caller] = used + 2  # points, as GitHub reckons our query
    return _send(
        graph.answer(double, asked["query"], asked.get("variables", {})), status=200, headers=headers
    )


def _answer(
    double: Double, request: Request[Any, Any, Any], recording: Recording | None, rest: str
) -> Answer:
    query, base = dict(request.query_params), _base(request)
    if recording is None:
        return _conditional(double, request, NOT_FOUND)
    if rest == "issues":
        said = answers.issues(double.threads.get(recording.full_name, ()))
        return _conditional(
            double, request, page_of(said, f"{base}/repositories/{recording.repo['id']}/issues", query)
        )
    return _conditional(double, request, route(recording, rest, query, base))


def _conditional(double: Double, request: Request[Any, Any, Any], routed: Routed) -> Answer:
    authorization = request.headers.get("authorization")
    if double.has_ended(authorization):
        return _send({"message": "Bad credentials"}, status=401)
    if double.exhausted(authorization):
        return _send(
            {"message": "API rate limit exceeded for this address."},
            status=403,
            headers=double.spend(authorization, free=True),
        )
    status, body, headers = routed
    content = answers.encoded(body)
    if status != 200:
        return _send(body, status=status, headers={**double.spend(authorization, free=False), **headers})
    etag = answers.etag_of(content)
    if request.headers.get("if-none-match") == etag:
        spent = double.spend(authorization, free=authorization is not None)  # free only when authorised
        return Response(b"", status_code=304, headers={**spent, "ETag": etag})
    return _send(body, headers={**double.spend(authorization, free=False), **headers, "ETag": etag})


def _send(body: answers.Body, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    return Response(
        answers.encoded(body),
        status_code=status,
        media_type="application/json; charset=utf-8",
        headers=headers or {},
    )


def _base(request: Request[Any, Any, Any]) -> str:
    return str(request.base_url).rstrip("/")


def faulty(double: Double, app: ASGIApp) -> ASGIApp:
    """Wrap the application so that every request is noted and may meet a fault first."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["path"].startswith("/_double"):
            await app(scope, receive, send)
            return
        path, query = scope["path"], scope["query_string"].decode()
        conditional = any(name == b"if-none-match" for name, _ in scope["headers"])

        async def noting(message: Any) -> None:
            if message["type"] == "http.response.start":
                noted = str(scope.get("path_noted", path))
                double.note(noted, query, message["status"], conditional=conditional)
            else:
                double.count(len(message.get("body", b"")))
            await send(message)

        hurried = Fault(status=403, retry_after=1) if double.is_hurried() else None
        fault = hurried or double.due(path)
        if fault is None:
            await app(scope, receive, noting)
        else:
            await _fail(fault, noting)

    return wrapped


async def _fail(fault: Fault, send: Any) -> None:
    if fault.kind == "cut":
        headers = [(b"content-type", b"application/json"), (b"content-length", b"1000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"id": 1, "name": "ha', "more_body": True})
        return  # the server hangs up on an answer that ends before the length it promised
    if fault.kind == "slow":
        await asyncio.sleep(SLOW_SECONDS)
    if fault.kind == "garbage":
        body, status = b'{"id": 1, "name": ', 200
    else:
        status = fault.status
        message = fault.message or MESSAGES.get(status, "Something went wrong")
        body = answers.encoded({"message": message, "status": str(status)})
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if fault.retry_after is not None:
        headers.append((b"retry-after", str(fault.retry_after).encode()))
    if fault.location is not None:
        headers.append((b"location", fault.location.encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
