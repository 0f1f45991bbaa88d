"""Takes the screenshots of the README anew, from a server of its own over the demo; run by `make screenshots`."""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from playwright.async_api import ViewportSize, async_playwright

from api.tour.server import started
from tests.browser.chromium import ARGUMENTS, chromium

DOCS = Path(__file__).resolve().parents[2] / "docs"
SIZE: ViewportSize = {
    "width": 1200,
    "height": 860,
}  # what a README shows without shrinking words beyond reading
SETTINGS = {"demo": "always", "github_api": "http://127.0.0.1:9"}
SHOWN = {
    "screenshot-home.png": "/en",
    "screenshot.png": "/en/catalogue/civic-tech-experimental-field-find-babycare-backend",
}


async def take(site: str, browser_path: str) -> None:
    """Write each picture, in English and as large as a laptop shows it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path, args=[*ARGUMENTS])
        page = await browser.new_page(viewport=SIZE, reduced_motion="reduce")
        for name, path in SHOWN.items():
            await page.goto(f"{site}{path}")
            await page.screenshot(path=DOCS / name)
            click.echo(DOCS / name)
        await browser.close()


def main() -> int:
    """Start, take and stop; 1 where there is no browser."""
    found = chromium()
    if found is None:
        click.echo("no Chromium was found on this machine", err=True)
        return 1
    with (
        TemporaryDirectory(prefix="commonfield-screenshots-") as folder,
        started(Path(folder), SETTINGS) as site,
    ):
        asyncio.run(take(site, found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
