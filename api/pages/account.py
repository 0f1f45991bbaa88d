"""One's own account: where one is signed in, and the tokens of one's programs."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.response import Redirect

from api.auth.sessions import session_id
from api.pages import acting, forms, notices, signing_out
from api.pages.errors import Forged
from api.pages.site import NOTICE, Page
from matching.consents import service as consents
from matching.consents.model import Purpose, text
from registry.sessions import service as sessions
from registry.tokens import service as tokens
from registry.tokens.model import MOST_DAYS, NewToken, Scope
from schema.ids import to_global_id
from store.database import Connection
from store.refusal import Problem

ACCOUNT = """
query Account {
  viewer {
    name language isExample
    sessions(first: 50) { nodes { id createdAt expiresAt } }
    consents(first: 50) { nodes { id purpose textVersion givenAt withdrawnAt about } }
    credentials(first: 50) { nodes { id issuedAt match { challenge { slug title } team { name } } } }
    tokens(first: 50) { nodes { id name scopes createdAt expiresAt lastUsedOn isValid } }
  }
}
"""
USUAL_DAYS = 90  # what the form offers: long enough for a season, short enough to be looked after
#: Where the page has the fields that a refusal names: of the form for tokens, or of the one about oneself.
TOKEN = {"name": "name", "days": "days", "scopes": "scopes"}
SELF = {"name": "ownName", "language": "ownLanguage", "sure": "sure"}
EMPTY: dict[str, Any] = {"name": "", "days": str(USUAL_DAYS), "scopes": ()}


@get("/account")
async def account(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Sessions and tokens of whoever is signed in."""
    if not page.reader.is_signed_in:
        return page.go("/sign-in")
    return await shown(page, EMPTY, [])


@post("/account/tokens")
async def make_token(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Make a token and show it, once."""
    form = await forms.received(page)
    values, wanted, found = token_form(form)
    if wanted is None:
        return await shown(page, values, found)
    made: list[str] = []

    async def work(tx: Connection) -> None:
        made.append((await tokens.create(tx, page.reader, wanted))[1])

    problems = await acting.refusals(page, work)
    return await shown(page, values, problems) if problems else made_page(page, made[0], "/account")


@post("/account/tokens/revoke")
async def revoke_token(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Take a token back."""
    form = await forms.received(page)
    token = acting.row(forms.text(form, "token"), "ApiToken")
    problems = await acting.refusals(page, lambda tx: tokens.revoke(tx, page.reader, token))
    if problems:
        return await shown(page, EMPTY, problems)
    return page.go("/account", [(NOTICE, "token-revoked")])


@post("/account/sessions/end")
async def end_session(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """End one of one's sessions."""
    form = await forms.received(page)
    session = acting.row(forms.text(form, "session"), "Session")
    problems = await acting.refusals(page, lambda tx: sessions.end(tx, page.reader, session))
    if problems:
        return await shown(page, EMPTY, problems)
    return page.go("/account", [(NOTICE, "session-ended")])


@post("/account/consents/withdraw")
async def withdraw_consent(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Take back what one agreed to."""
    form = await forms.received(page)
    consent = acting.row(forms.text(form, "consent"), "Consent")
    problems = await acting.refusals(page, lambda tx: consents.withdraw(tx, page.reader, consent))
    if problems:
        return await shown(page, EMPTY, problems)
    return page.go("/account", [(NOTICE, "consent-withdrawn")])


@post("/account/sign-out-everywhere")
async def sign_out_everywhere(page: NamedDependency[Page]) -> Redirect:
    """End every session, this one too."""
    await forms.received(page)
    issuers: set[str] = set()

    async def work(tx: Connection) -> None:
        issuers.update(await sessions.sign_out_everywhere(tx, page.reader))

    if await acting.refusals(page, work):
        raise Forged
    return signing_out.onward(page, issuers)


def token_form(form: FormMultiDict) -> tuple[dict[str, Any], NewToken | None, Sequence[Problem]]:
    """What a form for a token says: as it was sent, as the service takes it, and what cannot be read."""
    problems: list[Problem] = []
    days = forms.whole(form, "days", problems)
    name, chosen = forms.text(form, "name"), forms.texts(form, "scopes")
    values = {"name": name, "days": forms.text(form, "days"), "scopes": chosen}
    if problems:
        return values, None, problems
    scopes = frozenset(Scope(each) for each in chosen if each in set(Scope))
    return values, NewToken(name, scopes, days or 0), []


def made_page(page: Page, secret: str, back: str) -> Response[str]:
    """The page that shows a token, once; nothing keeps it."""
    shown = page.show("account/token_made.html", secret=secret, back=back, address=page.site.public_url)
    shown.headers["Cache-Control"] = "no-store"
    return shown


async def shown(
    page: Page,
    values: dict[str, Any],
    problems: Sequence[Problem],
    about_oneself: Mapping[str, str] | None = None,
) -> Response[str]:
    """The page, with why nothing was done; `about_oneself` is what was sent to correct one's name and language."""
    viewer: Any = (await page.read(ACCOUNT))["viewer"]
    fields = SELF if about_oneself is not None else TOKEN
    if viewer is None:
        raise Forged
    here = session_id(page.request)
    return page.show(
        "account/one.html",
        status=acting.status(problems),
        at="/account",
        viewer=viewer,
        consents=[
            {**each, "text": text(Purpose(each["purpose"]), each["textVersion"])}
            for each in viewer["consents"]["nodes"]
        ],
        this_session=to_global_id("Session", here) if here else "",
        values=values,
        most_days=MOST_DAYS,
        notice=notices.shown(page),
        about_oneself=about_oneself or {"ownName": viewer["name"], "ownLanguage": viewer["language"]},
        problems=forms.shown(problems, page.language, fields.get),
    )
