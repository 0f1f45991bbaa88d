"""An agency signs that it uses a software, and takes that back."""

from datetime import date
from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, catalogue, documents, forms
from api.pages.errors import NotFound
from api.pages.site import NOTICE, Page
from registry.usage import service
from registry.usage.model import NewUsage
from schema.ids import row_id
from store.refusal import Problem


@post("/catalogue/{slug:str}/use")
async def attest(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Sign for an agency that the reader speaks for; signing again renews it."""
    form = await forms.received(page)
    software: Any = (await page.read(documents.SOFTWARE, slug=slug))["software"]
    if software is None:
        raise NotFound
    problems: list[Problem] = []
    values = {name: forms.text(form, name) for name in ("agency", "since", "purpose")}
    agency = acting.row(values["agency"], "Organisation")
    since = forms.day(form, "since", problems)
    if since is None:
        return await catalogue.show(page, slug, problems or [Problem("NOT_A_DATE", "since")], values)
    purpose = {page.language.tag: values["purpose"]} if values["purpose"] else {}
    statement = NewUsage(row_id(software["id"], "Software"), agency, since, purpose)
    found = await acting.refusals(page, lambda tx: service.attest(tx, page.reader, statement))
    if found:
        return await catalogue.show(page, slug, found, values)
    return page.go(f"/catalogue/{slug}", [(NOTICE, "attested")])


@post("/catalogue/{slug:str}/use/renew")
async def renew(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Sign once more what was signed before, in its own words."""
    form = await forms.received(page)
    software: Any = (await page.read(documents.SOFTWARE, slug=slug))["software"]
    usages = software["usages"]["nodes"] if software else []
    found = next((each for each in usages if each["id"] == forms.text(form, "usage")), None)
    if found is None or found["agency"] is None:
        raise NotFound
    statement = NewUsage(
        row_id(software["id"], "Software"),
        row_id(found["agency"]["id"], "Organisation"),
        date.fromisoformat(found["since"]),
        found["purpose"],
    )
    refused = await acting.refusals(page, lambda tx: service.attest(tx, page.reader, statement))
    if refused:
        return await catalogue.show(page, slug, refused)
    return page.go(f"/catalogue/{slug}", [(NOTICE, "usage-renewed")])


@post("/catalogue/{slug:str}/use/withdraw")
async def withdraw(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Take a statement back."""
    form = await forms.received(page)
    usage = acting.row(forms.text(form, "usage"), "Usage")
    found = await acting.refusals(page, lambda tx: service.withdraw(tx, page.reader, usage))
    if found:
        return await catalogue.show(page, slug, found)
    return page.go(f"/catalogue/{slug}", [(NOTICE, "usage-withdrawn")])
