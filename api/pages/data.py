"""For those who write programs: what the API is, a line that asks it something, and how to be let in to write."""

from typing import Any

import orjson
from litestar import Response, get
from litestar.di import NamedDependency

from api.pages.site import Page
from registry.people import service as people

#: Braces stand apart, so that the lines are easy to read and to change.
ASK = "{ catalogue(first: 3) { totalCount nodes { name licence verdict healthBand publisher { name } } } }"
SIGN_IN = "mutation ($email: String!) { signInAsExample(email: $email) { token userErrors { message } } }"
WHO = "{ viewer { name } }"


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
