"""A publiccode.yml is pasted or named, and the page says what is wrong, where, and offers the corrected copy."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY

from api.pages import documents, forms
from api.pages.site import SECURITY_HEADERS, Page

FILE = "publiccode.yml"
YAML = "application/yaml; charset=utf-8"  # RFC 9512
TEMPLATE = "metadata/validate.html"


@get("/validate", sync_to_thread=False)
def validate(page: NamedDependency[Page]) -> Response[str]:
    """The form."""
    return page.show(TEMPLATE, text="", url="", report=None, problems=[])


@post("/validate", status_code=HTTP_200_OK)
async def validated(page: NamedDependency[Page]) -> Response[str]:
    """What is wrong with the text, or with the file at the address if no text was sent."""
    form = await forms.received(page)
    text, url = written(form.get("text")), forms.text(form, "url")
    asked = {"text": text} if text.strip() else {"url": url} if url else {}
    report: Any = (await page.read(documents.VALIDATE, **asked))["validatePubliccode"]
    problems = [
        forms.Shown(each["message"], each["field"][-1] if each["field"] else None)
        for each in report["userErrors"]
    ]
    return page.show(
        TEMPLATE,
        HTTP_422_UNPROCESSABLE_ENTITY if problems else HTTP_200_OK,
        text=report["text"] or text,
        url=url,
        report=None if problems else report,
        problems=problems,
    )


@post("/validate/file", status_code=HTTP_200_OK)
async def download(page: NamedDependency[Page]) -> Response[str]:
    """The file that a page showed, to be kept: nothing of it is stored here."""
    form = await forms.received(page)
    return Response(
        written(form.get("file")),
        media_type=YAML,
        headers={**SECURITY_HEADERS, "Content-Disposition": f'attachment; filename="{FILE}"'},
    )


def written(value: object) -> str:
    """A text as it was typed, blanks included, with the line ends that files have."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""
