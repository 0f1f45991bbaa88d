"""Every page under both languages, and the front door that chooses one."""

from collections.abc import Sequence

from litestar import Router, get
from litestar.di import Provide
from litestar.response import Redirect
from litestar.status_codes import HTTP_302_FOUND
from litestar.types import ControllerRouterHandler

from api.pages import (
    account,
    bids,
    bills,
    catalogue,
    challenge,
    crawls,
    data,
    editing,
    figures,
    front,
    made_of,
    matches,
    members,
    methods,
    operations,
    personal,
    posting,
    programme,
    provider,
    publishing,
    reading,
    reports,
    reusing,
    reviewing,
    reviews,
    service_accounts,
    session,
    signing_out,
    teams,
    usages,
    validating,
    waiting,
    watches,
    webhooks,
    what_if,
)
from api.pages.languages import LANGUAGES, Language, preferred
from api.pages.site import Page, PageRequest, Site

PAGES: Sequence[ControllerRouterHandler] = (
    reading.home,
    reading.accessibility,
    methods.methods,
    figures.figures,
    data.data,
    data.workbench,
    reading.challenges,
    challenge.challenge,
    challenge.publish,
    challenge.send_back,
    challenge.withdraw,
    reading.challenge_fit,
    reading.teams,
    teams.team,
    teams.challenges_for_team,
    teams.register,
    teams.registered,
    teams.edit_team,
    teams.save_team,
    members.own_part,
    members.show_name,
    members.set_skills,
    members.say_barriers,
    members.leave,
    bids.bid,
    bids.send_bid,
    bids.withdraw_bid,
    reading.programmes,
    programme.programme,
    programme.move,
    reading.publishers,
    publishing.publisher,
    publishing.why_missing,
    reports.programme_report,
    reports.propose,
    reports.adopt,
    what_if.what_if,
    catalogue.catalogue,
    catalogue.software,
    bills.sbom,
    bills.checked,
    bills.of_software,
    made_of.made_of,
    made_of.hand_in,
    made_of.withdraw,
    made_of.document,
    reusing.manifest,
    reusing.compare,
    usages.attest,
    usages.withdraw,
    watches.watching,
    watches.watch,
    watches.unwatch,
    validating.validate,
    validating.validated,
    validating.download,
    editing.edit,
    editing.begin,
    editing.edited,
    reviews.to_score,
    reviews.score,
    reviews.scored,
    reviews.declare_partial,
    reviewing.reviewers,
    reviewing.assign,
    posting.begin,
    posting.begun,
    posting.edit,
    posting.edit_step,
    posting.save_step,
    posting.submit,
    matches.match,
    matches.write_terms,
    matches.accept_terms,
    matches.add_milestone,
    matches.reach_milestone,
    matches.deliver,
    waiting.waiting,
    operations.board,
    operations.operations,
    operations.audit,
    crawls.crawls,
    crawls.add,
    crawls.act,
    crawls.release,
    account.account,
    account.make_token,
    account.revoke_token,
    account.end_session,
    account.withdraw_consent,
    account.sign_out_everywhere,
    personal.own_data,
    personal.correct,
    personal.delete,
    service_accounts.service_accounts,
    service_accounts.make_account,
    service_accounts.disable_account,
    service_accounts.make_token,
    service_accounts.revoke_token,
    webhooks.webhooks,
    webhooks.register,
    webhooks.send_again,
    webhooks.act,
    session.sign_in,
    provider.begun,
    session.signed_in,
    session.signed_out,
    signing_out.signed_out,
    signing_out.out_there,
    session.invitation,
    session.accepted,
)


def router(site: Site) -> Router:
    """What the application serves to people: `/`, then each page once for each language."""
    return Router(
        "/",
        route_handlers=[
            front_door,
            data.typed_workbench,
            *front.handlers(site.assets),
            provider.returned(site),
            signing_out.returned(site),
            *(_pages(site, each) for each in LANGUAGES.values()),
        ],
    )


@get("/", sync_to_thread=False)
def front_door(request: PageRequest) -> Redirect:
    """On to the front page in the language that the browser asks for."""
    language = preferred(request.headers.get("accept-language", ""))
    return Redirect(f"/{language.tag}", status_code=HTTP_302_FOUND, headers={"Vary": "Accept-Language"})


def _pages(site: Site, language: Language) -> Router:
    async def provide_page(request: PageRequest) -> Page:
        return Page(site, request, language, await site.reader(request), await site.demo_loaded())

    return Router(
        path=f"/{language.tag}", route_handlers=list(PAGES), dependencies={"page": Provide(provide_page)}
    )
