"""For those who write programs: what the API is, a line that asks it something, and how to be let in to write."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.response import Redirect
from litestar.status_codes import HTTP_302_FOUND

from api.pages.labels import N_
from api.pages.languages import preferred
from api.pages.site import SECURITY_HEADERS, Page, PageRequest
from registry.people import service as people

#: Braces stand apart, so that the lines are easy to read and to change.
ASK = "{ catalogue(first: 3) { totalCount nodes { name licence verdict healthBand publisher { name } } } }"
SIGN_IN = "mutation ($email: String!) { signInAsExample(email: $email) { token userErrors { message } } }"
WHO = "{ viewer { name } }"

#: GraphiQL brings its letters within its style sheet, and styles what it measures.
WORKBENCH_POLICY = SECURITY_HEADERS["Content-Security-Policy"].replace(
    "img-src 'self'", "img-src 'self' data:"
) + ("; font-src data:")
EXAMPLES = Path(__file__).resolve().parent / "examples"
AUDIENCES: Mapping[str, str] = {
    "dashboard": N_("For dashboards: figures in one request"),
    "officer": N_("For officers: the rounds, their challenges, and the work of the machine"),
    "owner": N_("For owners: which challenges are open, and what they need"),
    "team": N_("For teams: oneself, and what could be applied for"),
    "agency": N_("For agencies: code with a clear licence, the healthiest first"),
}
VARIABLES: Mapping[str, Mapping[str, str]] = {"team": {"team": "riverbank-mappers"}}


@dataclass(frozen=True, slots=True)
class Example:
    """A query that the workbench opens with.

    Attributes:
        title: whom it is for, and what it asks, in the reader's language.
        document: the query.
        variables: as JSON.
    """

    title: str
    document: str
    variables: str


@get("/graphiql")
async def workbench(page: NamedDependency[Page]) -> Response[str]:
    """A place to write queries, run them and read what can be asked; plain examples where it was not made."""
    shown = page.show(
        "workbench.html",
        has_workbench="graphiql.js" in page.site.assets.names,
        examples=[
            Example(
                page.text(title),
                (EXAMPLES / f"{name}.graphql").read_text(encoding="utf-8"),
                orjson.dumps(VARIABLES.get(name, {}), option=orjson.OPT_INDENT_2).decode(),
            )
            for name, title in AUDIENCES.items()
        ],
    )
    shown.headers["Content-Security-Policy"] = WORKBENCH_POLICY
    return shown


@get("/graphiql", sync_to_thread=False)
def typed_workbench(request: PageRequest) -> Redirect:
    """On to the workbench in the language that the browser asks for."""
    language = preferred(request.headers.get("accept-language", ""))
    headers = {"Vary": "Accept-Language"}
    return Redirect(f"/{language.tag}/graphiql", status_code=HTTP_302_FOUND, headers=headers)


@get("/data")
async def data(page: NamedDependency[Page]) -> Response[str]:
    """What a program can do here, with lines that work as they are printed."""
    address = page.site.public_url
    found: list[Any] = []
    if await page.site.demo_open():
        async with page.site.database.read() as connection:
            found = list(await people.example_people(connection))
    return page.show(
        "data.html",
        endpoint=f"{address}/graphql",
        contract=f"{address}/schema.graphql",
        ask=curl(address, {"query": ASK}),
        people=found,
        sign_in=curl(address, {"query": SIGN_IN, "variables": {"email": found[0].email}}) if found else "",
        who=curl(address, {"query": WHO}, "Authorization: Bearer TOKEN"),
    )


def curl(address: str, body: dict[str, Any], header: str = "") -> str:
    """A command line that sends an operation; the texts above hold no single quote, which would end its own."""
    more = f" -H '{header}'" if header else ""
    sent = orjson.dumps(body).decode().replace("}}", "} }")  # means the same, and is easier to count
    return f"curl -s {address}/graphql -H 'Content-Type: application/json'{more} -d '{sent}'"
