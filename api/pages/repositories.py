"""Adding a repository to a software, and taking one out of it again."""

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, catalogue, documents, forms
from api.pages.errors import NotFound
from api.pages.site import NOTICE, Page
from registry.repositories import service
from schema.ids import row_id


@post("/catalogue/{slug:str}/repositories")
async def add(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Say that another repository belongs to it."""
    form = await forms.received(page)
    found = (await page.read(documents.SOFTWARE_ID, slug=slug))["software"]
    if found is None:
        raise NotFound
    software_id, url = row_id(found["id"], "Software"), forms.text(form, "url")
    problems = await acting.refusals(
        page, lambda tx: service.add_repository(tx, page.reader, software_id, url)
    )
    if problems:
        return await catalogue.show(page, slug, problems, {"url": url})
    return page.go(f"/catalogue/{slug}", [(NOTICE, "repository-added")])


@post("/catalogue/{slug:str}/repositories/remove")
async def remove(page: NamedDependency[Page], slug: FromPath[str]) -> Response[str] | Redirect:
    """Say that a repository does not belong to it."""
    form = await forms.received(page)
    row = acting.row(forms.text(form, "repository"), "Repository")
    problems = await acting.refusals(page, lambda tx: service.remove_repository(tx, page.reader, row))
    if problems:
        return await catalogue.show(page, slug, problems)
    return page.go(f"/catalogue/{slug}", [(NOTICE, "repository-removed")])
