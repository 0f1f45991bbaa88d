"""Addresses that are told what happens: registering one, testing it, and the log of what it was told."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from api.pages import acting, forms, notices
from api.pages.errors import Forged
from api.pages.labels import N_
from api.pages.site import NOTICE, Page
from registry.webhooks import service
from registry.webhooks.model import CHOICES, Event
from schema.webhooks import refuse_unless_public
from store.refusal import Problem

WEBHOOKS: Final = """
query Webhooks {
  viewer { grants { nodes { role organisation { id name } } } }
  webhooks(first: 50) {
    nodes {
      id address events state failures lastFailure organisation { name }
      deliveries(first: 10) {
        nodes { id event state attempts responseStatus durationMs failure occurredAt attemptedAt nextAttemptAt }
      }
    }
  }
}
"""
EVENTS: Final[Mapping[Event, str]] = {
    Event.SOFTWARE_REGISTERED: N_("Software came into the catalogue"),
    Event.SOFTWARE_CHANGED: N_("Software has changed"),
    Event.SOFTWARE_LICENCE_CHANGED: N_("The licence of a software has changed"),
    Event.SOFTWARE_HEALTH_ALERT: N_("A software has got worse"),
    Event.SOFTWARE_EXPIRING: N_("An entry will leave the lists"),
    Event.SOFTWARE_EXPIRED: N_("An entry has left the lists"),
    Event.USAGE_ATTESTED: N_("An agency says that it uses a software"),
    Event.PROGRAMME_OPENED: N_("A programme has opened"),
    Event.PROGRAMME_MATCHED: N_("A programme is decided"),
    Event.PROGRAMME_CLOSED: N_("A programme has ended"),
    Event.CHALLENGE_PUBLISHED: N_("A challenge was published"),
    Event.MATCH_AGREED: N_("A match was agreed"),
    Event.DELIVERY_MADE: N_("Code was delivered"),
    Event.PING: N_("Test"),
}
STATES: Final[Mapping[str, str]] = {
    "WAITING": N_("to be sent"),
    "DELIVERED": N_("delivered"),
    "FAILED": N_("given up"),
    "DROPPED": N_("nothing to tell any more"),
}
FAILURES: Final[Mapping[str, str]] = {
    "NOT_A_PUBLIC_ADDRESS": N_("The name leads to no public address."),
    "TIMED_OUT": N_("There was no answer within ten seconds."),
    "NOT_REACHED": N_("The receiver could not be reached."),
}
OF_THE_SITE: Final = "site"  # in place of an organisation


@get("/webhooks")
async def webhooks(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Those that the reader keeps, each with what it was told last."""
    if not page.reader.is_signed_in:
        return page.go("/sign-in")
    return await _show(page)


@post("/webhooks")
async def register(page: NamedDependency[Page]) -> Response[str]:
    """Register one; its secret is shown with the answer, and never again."""
    form = await forms.received(page)
    address, keeper = forms.text(form, "address"), forms.text(form, "keeper")
    events = forms.texts(form, "events")
    organisation = None if keeper == OF_THE_SITE else acting.row(keeper, "Organisation")
    secrets: list[str] = []

    async def work(tx: Any) -> None:
        refuse_unless_public(address)
        made = await service.register(tx, page.reader, address, events, organisation)
        secrets.append(made.secret)

    problems = await acting.refusals(page, work)
    return await _show(page, problems, address, events, secrets[0] if secrets else "")


@post("/webhooks/again")
async def send_again(page: NamedDependency[Page]) -> Response[str] | Redirect:
    """Send one message of the log once more."""
    form = await forms.received(page)
    row = acting.row(forms.text(form, "delivery"), "WebhookDelivery")
    problems = await acting.refusals(page, lambda tx: service.send_again(tx, page.reader, row))
    return await _show(page, problems) if problems else page.go("/webhooks", [(NOTICE, "sent-again")])


@post("/webhooks/{step:str}")
async def act(page: NamedDependency[Page], step: FromPath[str]) -> Response[str] | Redirect:
    """Test, resume or remove one."""
    form = await forms.received(page)
    row = acting.row(forms.text(form, "webhook"), "Webhook")
    steps = {"ping": service.ping, "resume": service.resume, "remove": service.remove}
    if step not in steps:
        raise Forged
    problems = await acting.refusals(page, lambda tx: steps[step](tx, page.reader, row))
    return await _show(page, problems) if problems else page.go("/webhooks")


async def _show(
    page: Page,
    problems: Sequence[Problem] = (),
    address: str = "",
    events: Sequence[str] = (),
    secret: str = "",
) -> Response[str]:
    data = await page.read(WEBHOOKS)
    keepers = [(OF_THE_SITE, page.text(N_("This site")))] if page.reader.is_officer else []
    grants = data["viewer"]["grants"]["nodes"] if data["viewer"] else []
    organisations = [
        each["organisation"]
        for each in grants
        if each["role"] in {"OWNER", "AGENCY"} and each["organisation"]
    ]
    return page.show(
        "webhooks.html",
        status=acting.status(problems),
        at="/webhooks",
        hooks=data["webhooks"]["nodes"],
        keepers=keepers,
        organisations=organisations,
        choices=[(str(event), page.text(EVENTS[event])) for event in CHOICES],
        address=address,
        chosen=events if problems else (),
        secret=secret,
        event=lambda code: page.text(EVENTS[Event[code]]),
        state=lambda code: page.text(STATES[code]),
        failure=lambda code: _failure(page, code),
        notice=notices.shown(page),
        problems=forms.shown(problems, page.language),
    )


def _failure(page: Page, code: str) -> str:
    if code in FAILURES:
        return page.text(FAILURES[code])
    return page.text(N_("The receiver answered %(status)s.")) % {"status": code.rpartition("_")[2]}
