"""The running product in a real browser: one server over the demo, one Chromium, a fresh profile for each test."""

import asyncio
import re
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
import uvicorn
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    async_playwright,
)

from api.app import create_app
from api.settings import Settings
from demo.load import load
from store.database import Database
from tests.browser.chromium import ARGUMENTS, chromium
from tests.conftest import copied, named

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "test-results"
START_SECONDS = 20
REFUSED_FORM = (
    "status of 422"  # what a browser says of a form that came back with problems, as some tests want
)
LONGEST_WAIT_MS = 10_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests in the browser skip, saying so, where there is none."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if chromium() is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium was found on this machine"))


@pytest_asyncio.fixture(scope="session")
async def shown_demo(server: str, template: str) -> AsyncIterator[str]:
    """Address of a database with the demo that the whole run may write to."""
    async with copied(server, template) as name:
        database = Database(named(server, name))
        await load(database, datetime.now(UTC))
        await database.close()
        yield named(server, name)


@pytest_asyncio.fixture(scope="session")
async def filled_in(shown_demo: str) -> Mapping[str, str]:
    """What addresses name that the demo numbers anew each time: a match with a milestone, a bid, a check, a role."""
    connection = await asyncpg.connect(shown_demo)
    try:
        pair = await connection.fetchrow(
            """
            select match.id::text as match, milestone.id::text as milestone, person.name as lead from match
            join milestone on milestone.match_id = match.id
            join team_member on team_member.team_id = match.team_id and team_member.is_lead
            join person on person.id = team_member.person_id
            where match.assignment_id is not null and match.state = 'AGREED' and milestone.reached_on is null limit 1
            """
        )
        application = await connection.fetchval(
            """
            select application.id::text from application join challenge on challenge.id = challenge_id
            where challenge.slug = 'which-streets-are-under-water-right-now'
            """
        )
        check = await connection.fetchval(
            """
            insert into service_check (delivery_id, months, asked_on)
            select delivery.id, 3, current_date from delivery join match on match.id = match_id
            join challenge on challenge.id = challenge_id
            join role_grant on role_grant.organisation_id = owner_id and role = 'owner'
            join person on person.id = person_id and person.email = 'owner.tainan@example.org'
            where software_id is not null limit 1
            returning id::text
            """
        )
        role = await connection.fetchval(
            "select id::text from challenge_role where title ->> 'en' = 'Street observer'"
        )
    finally:
        await connection.close()
    assert pair is not None
    return {**pair, "application": application, "check": check, "role": role}


@pytest.fixture(scope="session")
def address(shown_demo: str) -> Iterator[str]:
    """Where the product answers."""
    bound = socket.create_server(("127.0.0.1", 0))
    base = f"http://127.0.0.1:{bound.getsockname()[1]}"

    running: list[uvicorn.Server] = []

    async def serve() -> None:
        database = Database(shown_demo)  # here, in the loop of its own thread
        app = create_app(Settings(base_url=base), database)
        running.append(uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off")))
        await running[0].serve(sockets=[bound])
        await database.close()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="product", daemon=True)
    thread.start()
    give_up = time.monotonic() + START_SECONDS
    while not (running and running[0].started):
        assert thread.is_alive(), "the product did not start"
        assert time.monotonic() < give_up, "the product took too long to start"
        time.sleep(0.02)
    yield base
    running[0].should_exit = True
    thread.join()
    bound.close()


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for the whole run."""
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium(), args=[*ARGUMENTS])
        yield started
        await started.close()


@pytest_asyncio.fixture
async def context(browser: Browser, address: str) -> AsyncIterator[BrowserContext]:
    """A fresh profile at a desk."""
    async with profile(browser, address) as made:
        yield made


@pytest_asyncio.fixture
async def page(context: BrowserContext) -> AsyncIterator[Page]:
    """A window; whatever a page complains about fails the test."""
    opened = await context.new_page()
    with heard(opened):
        yield opened


@pytest_asyncio.fixture(scope="session")
async def public_window(browser: Browser, address: str) -> AsyncIterator[Page]:
    """The window that all tests use in turn which only read what anybody may: nothing they do in it stays."""
    async with profile(browser, address) as made:
        yield await made.new_page()


@pytest_asyncio.fixture
async def public_page(public_window: Page) -> AsyncIterator[Page]:
    """The same; whatever a page complains about fails the test that sees it."""
    with heard(public_window):
        yield public_window


@asynccontextmanager
async def profile(browser: Browser, address: str) -> AsyncIterator[BrowserContext]:
    """A new profile at a desk, for as long as the block runs."""
    made = await browser.new_context(
        base_url=address, viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    made.set_default_timeout(LONGEST_WAIT_MS)
    yield made
    await made.close()


@contextmanager
def heard(page: Page) -> Iterator[None]:
    """A block that fails when a page complains meanwhile."""
    complaints: list[str] = []

    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and REFUSED_FORM not in message.text:
            complaints.append(message.text)

    def failed(error: Error) -> None:
        complaints.append(str(error))

    page.on("console", said)
    page.on("pageerror", failed)
    yield
    page.remove_listener("console", said)
    page.remove_listener("pageerror", failed)
    assert complaints == []


@pytest.fixture
def keep(request: pytest.FixtureRequest) -> Callable[[str], Path]:
    """Where a screenshot is kept: `test-results/`, which CI shows."""

    def path(name: str) -> Path:
        RESULTS.mkdir(exist_ok=True)
        return RESULTS / f"{re.sub(r'[^A-Za-z0-9-]+', '-', name).strip('-')}.png"

    return path


async def sign_in(page: Page, name: str, language: str = "en") -> None:
    """Sign in as one of the demo's people by what they are called."""
    await page.goto(f"/{language}/sign-in")
    entry = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=name))
    await entry.get_by_role("button").click()
    await page.get_by_role("button", name="Sign out" if language == "en" else "登出").wait_for()


async def follow(link: Locator) -> None:
    """Press what leads to another page, a link or a form's button, and stand there.

    A click alone returns before the browser has left: the next one may hit the page before it, or undo the sending.
    """
    async with link.page.expect_navigation():
        await link.click()
