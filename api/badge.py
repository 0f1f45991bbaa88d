"""A badge of a software's health, to be shown in a README: our own drawing, in both languages, cached for an hour."""

from typing import Final
from xml.sax.saxutils import escape, quoteattr

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.types import ControllerRouterHandler

from registry.health import BAND_LABELS, HealthBand
from registry.software import repository
from store.database import Database

AN_HOUR: Final = "public, max-age=3600, stale-while-revalidate=86400"
HEIGHT: Final = 24
SIDE: Final = 9  # pixels left and right of the words
NARROW, WIDE = 7.2, 13.0  # pixels of a Latin letter, and of a Chinese one, at 12 pixels
WIDE_FROM: Final = "\u2e80"  # where the scripts of East Asia begin

#: Dark enough for white letters: at least 4.5 to 1, WCAG 2.2 criterion 1.4.3.
COLOURS: Final = {
    HealthBand.THRIVING: "#00703c",
    HealthBand.STEADY: "#1d5c87",
    HealthBand.SLOWING: "#8a4b08",
    HealthBand.DORMANT: "#a3271c",
}
UNKNOWN: Final = "#505a5f"
WORDS: Final = {"en": "health", "zh-Hant": "健康狀況"}


def handlers(database: Database) -> list[ControllerRouterHandler]:
    """The address of badges."""

    @get("/badge/{name:str}")
    async def badge(name: FromPath[str], lang: FromQuery[str] = "en") -> Response[str]:
        """Draw the badge `SLUG.svg`, in the language asked for (`?lang=zh-Hant`)."""
        slug, dot, ending = name.rpartition(".")
        async with database.read() as connection:
            found = await repository.health_of(connection, slug) if dot and ending == "svg" else None
        if found is None:
            raise NotFoundException
        spoken = lang if lang in WORDS else "en"
        band, score = found
        headers = {
            "Cache-Control": AN_HOUR,
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
        }
        return Response(drawn(band, score, spoken), media_type="image/svg+xml", headers=headers)

    return [badge]


def drawn(band: HealthBand, score: int | None, language: str) -> str:
    """Draw a badge: what it is about on the left, band and score on the right, the whole as its title."""
    left = WORDS[language]
    right = BAND_LABELS[band][language] + ("" if score is None else f" {score}")
    first, second = _width(left), _width(right)
    whole = first + second
    title = f"{left}: {right}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{HEIGHT}" role="img" '
        f"aria-label={quoteattr(title)} lang={quoteattr(language)}><title>{escape(title)}</title>"
        f'<rect width="{first}" height="{HEIGHT}" fill="#33393c"/>'
        f'<rect x="{first}" width="{second}" height="{HEIGHT}" fill="{COLOURS.get(band, UNKNOWN)}"/>'
        '<g fill="#fff" font-family="Verdana,Noto Sans TC,PingFang TC,sans-serif" font-size="12" '
        'text-anchor="middle" aria-hidden="true">'
        f'<text x="{first / 2:g}" y="16">{escape(left)}</text>'
        f'<text x="{first + second / 2:g}" y="16">{escape(right)}</text></g></svg>'
    )


def _width(words: str) -> int:
    return round(2 * SIDE + sum(WIDE if letter >= WIDE_FROM else NARROW for letter in words))
