"""Which addresses the browser visits, and as whom; `test_every_page_is_visited.py` holds them to the routes."""

from collections.abc import Mapping, Sequence

SLUG = "civic-tech-experimental-field-find-babycare-backend"
DAY_CARE = f"/catalogue/{SLUG}"
COMPARED = f"/compare?slug={SLUG}&slug=publiccodenet-standard"
REPOSITORY = f"https://github.com/moda-gov-tw/{SLUG}"
DENGUE = "/challenges/field-tool-for-dengue-household-visits"
PAGES = [
    "", "/accessibility", "/catalogue", "/catalogue?query=dengue&verdict=AGREE", "/catalogue?query=qqqq", DAY_CARE,
    "/catalogue/publiccodenet-standard", "/challenges", "/challenges?open=yes&query=dengue", DENGUE,
    "/challenges/which-streets-are-under-water-right-now/fit", "/programmes", "/programmes/example-open",
    "/programmes/example-past", "/programmes/example-past/report", "/teams", "/teams?query=python&language=en",
    "/teams/riverbank-mappers",
    "/challenges/which-streets-are-under-water-right-now/questions", "/publishers", "/publishers/pdis",
    "/sign-in", "/invitation/token", "/post-a-challenge", "/validate", "/editor", "/surveys",
    "/register-a-team", "/roles", "/roles?skill=maps", "/profile",
    "/challenges/which-streets-are-under-water-right-now/roles",
    "/sbom", f"/catalogue/{SLUG}/made-of", "/figures", "/methods", "/data", COMPARED, "/why-missing",
    f"/why-missing?url={REPOSITORY}",
]  # fmt: skip
STREETS = "/challenges/which-streets-are-under-water-right-now"

#: Pages of people who work, by who sees them; what stands in braces is filled in from the demo.
WORK: Sequence[tuple[str, Sequence[str]]] = [
    (
        "Demo officer",
        [
            "/waiting", "/board", "/operations", "/crawls", "/audit", "/account", "/service-accounts", "/webhooks",
            "/people", "/watching", "/programmes/example-open", "/programmes/example-open/reviewers",
            "/programmes/example-open/edit", "/prepare-a-programme", "/surveys", f"{STREETS}/applications",
            "/programmes/example-past/report", "/matches/{match}/end", "/matches/{match}/milestones/{milestone}",
        ],
    ),
    ("Demo reviewer 1", ["/waiting", "/applications-to-score", "/applications/{application}/score"]),
    (
        "Demo owner, Example City",
        [
            "/waiting", f"{STREETS}/applications", "/applications/{application}", f"{STREETS}/roles", "/roles/{role}",
            "/roles/{role}/edit",
        ],
    ),
    ("Demo person without a team, maps", ["/profile", "/profile/roles", "/roles/{role}"]),
    ("Demo owner, Tainan", ["/waiting", "/service-checks/{check}"]),
    (
        "Demo lead, Riverbank",
        [
            "/waiting", "/register-a-team", "/teams/riverbank-mappers/edit", "/teams/riverbank-mappers/people",
            "/teams/riverbank-mappers/me", "/credits", "/teams/riverbank-mappers/challenges",
            f"{STREETS}/apply/riverbank-mappers", "/applications/{application}",
        ],
    ),
    ("Demo agency, Example Neighbour City", ["/waiting", DAY_CARE]),
]  # fmt: skip
#: Pages of a pair, visited by its team's lead.
PAIR = ("", "/terms", "/outcomes", "/notes")

#: Addresses in no list: where axe sees them instead, or why it need not.
ELSEWHERE: Mapping[str, str] = {
    "/challenges/{slug:str}/edit": "test_access: the forms of an owner",
    "/challenges/{slug:str}/edit/{step:str}": "test_access: the forms of an owner",
    "/graphiql": "test_workbench",
    "/matches/{match_id:uuid}/coaching": "test_modes",
    "/programmes/{slug:str}/continuations": "test_modes",
    "/programmes/{slug:str}/proposals": "test_modes",
    "/programmes/{slug:str}/themes": "test_modes",
    "/programmes/{slug:str}/vote": "test_modes",
    "/signed-out": "only with an identity provider; a heading and sentences, as on the page to sign in",
    "/surveys/{slug:str}": "test_modes",
    "/programmes/{slug:str}/report/what-if": "test_access: where an officer asks what if",
    "/surveys/{slug:str}/evidence": "a file",
    "/catalogue/{slug:str}/sbom.spdx.json": "a file",
    "/catalogue/{slug:str}/made-of/document": "a file",
    "/catalogue/{slug:str}/publiccode.yml": "a file",
    "/credits.csv": "a file",
    "/account/data": "a file",
    "/sign-in/provider": "leads on to the provider",
    "/sign-out/provider": "leads on to the provider",
}
