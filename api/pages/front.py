"""Addresses without a language: what browsers, crawlers and people who type ask for first."""

from collections.abc import Sequence

from litestar import Response, get
from litestar.response import Redirect
from litestar.status_codes import HTTP_301_MOVED_PERMANENTLY
from litestar.types import ControllerRouterHandler

from api.assets import Assets
from api.pages.languages import CHINESE

ROBOTS = "User-agent: *\nAllow: /\n"
TYPED = ("/zh", "/zh-TW", "/zh-tw", "/zh-hant", "/zh-Hant-TW")  # what people write for Traditional Chinese
A_DAY = "public, max-age=86400"


def handlers(assets: Assets) -> Sequence[ControllerRouterHandler]:
    """The handlers of these addresses."""

    @get("/robots.txt", sync_to_thread=False)
    def robots() -> Response[str]:
        """Everything public may be read and found."""
        return Response(ROBOTS, media_type="text/plain", headers={"Cache-Control": A_DAY})

    @get("/favicon.ico", sync_to_thread=False)
    def favicon() -> Redirect:
        """The mark, for browsers that look for it here."""
        return Redirect(assets.url("mark.svg"), status_code=HTTP_301_MOVED_PERMANENTLY)

    @get(list(TYPED), sync_to_thread=False)
    def typed() -> Redirect:
        """On to the pages in Traditional Chinese, whose address writes it `zh-Hant`."""
        return Redirect(f"/{CHINESE.tag}", status_code=HTTP_301_MOVED_PERMANENTLY)

    return [robots, favicon, typed]
