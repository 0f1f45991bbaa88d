"""What programs act as: accounts of an organisation or of the officers, and their tokens."""

from collections.abc import Sequence
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from api.pages import account, acting, forms, notices
from api.pages.errors import Forged
from api.pages.site import NOTICE, Page
from registry.tokens import service
from registry.tokens.model import MOST_DAYS, NewToken
from schema.ids import row_id
from store.database import Connection
from store.refusal import Problem

ACCOUNTS = """
query ServiceAccounts($isOfficer: Boolean!) {
  serviceAccounts(first: 50) {
    nodes {
      id name createdAt disabledAt organisation { name }
      tokens(first: 20) { nodes { id name scopes expiresAt lastUsedOn isValid } }
    }
  }
  organisations(first: 100) @include(if: $isOfficer) { nodes { id name } }
  viewer { grants(first: 50) { nodes { role organisation { id name } } } }
}
"""


@get("/service-accounts")
async def service_accounts(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """The accounts that the reader runs."""
    if not page.reader.is_signed_in:
        return page.go("/sign-in")
    return await _shown(page, "", {}, [])


@post("/service-accounts")
async def make_account(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Make an account."""
    form = await forms.received(page)
    name, organisation = forms.text(form, "account"), forms.text(form, "organisation")
    for_whom = acting.row(organisation, "Organisation") if organisation else None
    problems = await acting.refusals(page, lambda tx: service.create_account(tx, page.reader, for_whom, name))
    if problems:
        return await _shown(page, name, {}, problems)
    return page.go("/service-accounts", [(NOTICE, "service-account-made")])


@post("/service-accounts/disable")
async def disable_account(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Switch an account off."""
    form = await forms.received(page)
    account_id = acting.row(forms.text(form, "account"), "ServiceAccount")
    problems = await acting.refusals(page, lambda tx: service.disable_account(tx, page.reader, account_id))
    if problems:
        return await _shown(page, "", {}, problems)
    return page.go("/service-accounts", [(NOTICE, "service-account-disabled")])


@post("/service-accounts/tokens")
async def make_token(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Make a token of an account and show it, once."""
    form = await forms.received(page)
    account_id = acting.row(forms.text(form, "account"), "ServiceAccount")
    values, wanted, found = account.token_form(form)
    if wanted is None:
        return await _shown(page, "", values, found)
    new = NewToken(wanted.name, wanted.scopes, wanted.days, account_id)
    made: list[str] = []

    async def work(tx: Connection) -> None:
        made.append((await service.create(tx, page.reader, new))[1])

    problems = await acting.refusals(page, work)
    if problems:
        return await _shown(page, "", values, problems)
    return account.made_page(page, made[0], "/service-accounts")


@post("/service-accounts/tokens/revoke")
async def revoke_token(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Take a token of an account back."""
    form = await forms.received(page)
    token = acting.row(forms.text(form, "token"), "ApiToken")
    problems = await acting.refusals(page, lambda tx: service.revoke(tx, page.reader, token))
    if problems:
        return await _shown(page, "", {}, problems)
    return page.go("/service-accounts", [(NOTICE, "token-revoked")])


async def _shown(page: Page, name: str, values: dict[str, Any], problems: Sequence[Problem]) -> Response[str]:
    """The page, for those who may run an account; others have no use for it.

    Raises:
        Forged: the reader runs none.
    """
    data: Any = await page.read(ACCOUNTS, isOfficer=page.reader.is_officer)
    if data["viewer"] is None:
        raise Forged
    own = [each["organisation"] for each in data["viewer"]["grants"]["nodes"] if each["role"] == "OWNER"]
    choices = data["organisations"]["nodes"] if page.reader.is_officer else [each for each in own if each]
    if not page.reader.is_officer and not any(
        page.reader.owns(row_id(each["id"], "Organisation")) for each in choices
    ):
        raise Forged
    return page.show(
        "service_accounts/list.html",
        status=acting.status(problems),
        at="/service-accounts",
        accounts=data["serviceAccounts"]["nodes"],
        organisations=choices,
        name=name,
        values=values or account.EMPTY,
        most_days=MOST_DAYS,
        notice=notices.shown(page),
        problems=forms.shown(
            problems, page.language, lambda field: "account" if field == "name" and not values else None
        ),
    )
