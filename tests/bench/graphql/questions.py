"""The five questions: asked of this API, of PostGraphile in its own words, and as plain SQL.

The other documents use aliases, so that all answers have one shape; what remains different is evened out in `answers`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

LISTED = """slug name licence verdict healthScore healthBand shortDescription categories technologies"""
IN_FULL = """slug name url landingUrl localisedName shortDescription longDescription categories scopes platforms
 technologies languages localisationReady softwareVersion releaseDate basedOn usedBy accessibility contractUntil
 mainCopyrightOwner repositoryOwner declaredLicence licence licenceSuggestion verdict publiccodeVersion publiccodeValid
 healthScore healthBand healthCoverage observedAt source isExample createdAt updatedAt version"""
EXPORTED = """slug name url licence verdict healthScore healthBand categories technologies languages releaseDate
 createdAt"""
SNAPSHOT = "takenAt score band coverage"
DEEP_ROW = 9_000


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask.

    Attributes:
        name: as the report calls it.
        ours: the document for this API, and for plain resolvers.
        peers: the document for PostGraphile, 4 and 5 alike.
        sql: the statement that answers it as JSON text, by hand.
        variables: the same for all that take a document.
        after_row: the page begins after this row; its cursor is `$after`, in each one's own form.
    """

    name: str
    ours: str
    peers: str
    sql: str
    variables: Mapping[str, object] = field(default_factory=dict)
    after_row: int = 0


def _page_of_ours(selection: str) -> str:
    return (
        "query Page($first: Int, $after: Cursor) { catalogue(first: $first, after: $after, orderBy: HEALTH) {"
        f" nodes {{ {selection} }} pageInfo {{ hasNextPage endCursor }} }} }}"
    )


def _page_of_peers(selection: str) -> str:
    return (
        "query Page($first: Int, $after: Cursor) { catalogue: allSoftwares(first: $first, after: $after,"
        f" orderBy: [HEALTH_SCORE_DESC, PRIMARY_KEY_DESC]) {{ nodes {{ {selection} }}"
        " pageInfo { hasNextPage endCursor } } }"
    )


_OUR_PAGE = _page_of_ours(
    f"{LISTED} publisher {{ slug name }} snapshots(first: 10) {{ nodes {{ {SNAPSHOT} }} }}"
)
_PEER_PAGE = _page_of_peers(
    f"{LISTED} publisher: organisationByPublisherId {{ slug name }}"
    f" snapshots: healthSnapshotsBySoftwareId(first: 10, orderBy: TAKEN_AT_DESC) {{ nodes {{ {SNAPSHOT} }} }}"
)

#: A page by hand: the rows first, in their order, then the JSON of those only.
_PAGE_SQL = """
select json_build_object('catalogue', json_build_object(
    'nodes', coalesce(json_agg(json_build_object({columns})) filter (where s.n <= $1), '[]'::json),
    'pageInfo', json_build_object('hasNextPage', count(*) > $1)))::text
from (
    select page.*, row_number() over () as n from (
        select * from software {where} order by coalesce(health_score, -1) desc, id desc limit $1 + 1
    ) as page
) as s
"""
_PUBLISHER_SQL = """'publisher', (select json_build_object('slug', o.slug, 'name', o.name)
    from organisation as o where o.id = s.publisher_id)"""
_SNAPSHOTS_SQL = """'snapshots', (select json_build_object('nodes', coalesce(json_agg(json_build_object(
    'takenAt', h.taken_at, 'score', h.score, 'band', h.band, 'coverage', h.coverage)), '[]'))
    from (select taken_at, score, band, coverage from health_snapshot where software_id = s.id
        order by taken_at desc limit 10) as h)"""


def _columns(selection: str) -> str:
    return ", ".join(f"'{name}', s.{_snake(name)}" for name in selection.split())


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


_PAGE_COLUMNS = f"{_columns(LISTED)}, {_PUBLISHER_SQL}, {_SNAPSHOTS_SQL}"

PAGE = Question(
    "page",
    _OUR_PAGE,
    _PEER_PAGE,
    _PAGE_SQL.format(columns=_PAGE_COLUMNS, where=""),
    {"first": 20},
)

DEEP = Question(
    "deep",
    _OUR_PAGE,
    _PEER_PAGE,
    _PAGE_SQL.format(
        columns=_PAGE_COLUMNS, where="where (coalesce(health_score, -1), id) < ($2::int, $3::uuid)"
    ),
    {"first": 20},
    after_row=DEEP_ROW,
)

EXPORT = Question(
    "export",
    _page_of_ours(f"{EXPORTED} publisher {{ slug name }}"),
    _page_of_peers(f"{EXPORTED} publisher: organisationByPublisherId {{ slug name }}"),
    _PAGE_SQL.format(columns=f"{_columns(EXPORTED)}, {_PUBLISHER_SQL}", where=""),
    {"first": 100},
)

ONE = Question(
    "one",
    f"""query One($slug: String!) {{ software(slug: $slug) {{ {IN_FULL}
        softwareType developmentStatus maintenanceType features {{ language features }}
        publisher {{ slug name kind homepage }} repositories(first: 10) {{ nodes {{ url fullName state checkedAt }} }}
        snapshots(first: 10) {{ nodes {{ {SNAPSHOT} modelVersion
            signals {{ id value unit points weight applies source explanations }} }} }}
        usages(first: 10) {{ totalCount }} }} }}""",
    f"""query One($slug: String!) {{ software: softwareBySlug(slug: $slug) {{ {IN_FULL}
        softwareType developmentStatus maintenanceType features
        publisher: organisationByPublisherId {{ slug name kind homepage }}
        repositories: repositoriesBySoftwareId(first: 10, orderBy: URL_ASC) {{
            nodes {{ url fullName state checkedAt }} }}
        snapshots: healthSnapshotsBySoftwareId(first: 10, orderBy: TAKEN_AT_DESC) {{
            nodes {{ {SNAPSHOT} modelVersion signals }} }}
        usages: usagesBySoftwareId(first: 10) {{ totalCount }} }} }}""",
    f"""
select json_build_object('software', (select row_to_json(found) from (select
    {", ".join(f's.{_snake(name)} as "{name}"' for name in IN_FULL.split())},
    s.software_type as "softwareType", s.development_status as "developmentStatus",
    s.maintenance_type as "maintenanceType", s.features,
    (select json_build_object('slug', o.slug, 'name', o.name, 'kind', o.kind, 'homepage', o.homepage)
        from organisation as o where o.id = s.publisher_id) as publisher,
    (select json_build_object('nodes', coalesce(json_agg(json_build_object('url', r.url, 'fullName', r.full_name,
        'state', r.state, 'checkedAt', r.checked_at) order by r.url), '[]')) from repository as r
        where r.software_id = s.id) as repositories,
    (select json_build_object('nodes', coalesce(json_agg(json_build_object('takenAt', h.taken_at, 'score', h.score,
        'band', h.band, 'coverage', h.coverage, 'modelVersion', h.model_version, 'signals', h.signals)
        order by h.taken_at desc), '[]')) from (select * from health_snapshot where software_id = s.id
        order by taken_at desc limit 10) as h) as snapshots,
    (select json_build_object('totalCount', count(*)) from usage as u where u.software_id = s.id) as usages
    from software as s where s.slug = $1) as found))::text
""",  # noqa: S608 - composed of names that stand above
    {"slug": "software-4711"},
)

DASHBOARD = Question(
    "dashboard",
    """query Dashboard($slug: String!) { programme(slug: $slug) { slug name mode state challengeCount applicationCount
        challenges(first: 20) { totalCount nodes { slug title state owner { slug name }
            applications(first: 1) { totalCount } } } } }""",
    """query Dashboard($slug: String!) { programme: programmeBySlug(slug: $slug) { slug name mode state
        published: challengesByProgrammeId(condition: {state: "PUBLISHED"}) { totalCount } applicationCount
        challenges: challengesByProgrammeId(first: 20, orderBy: [CREATED_AT_ASC, PRIMARY_KEY_ASC]) { totalCount
            nodes { slug title state owner: organisationByOwnerId { slug name }
                applications: applicationsByChallengeId(first: 1) { totalCount } } } } }""",
    """
select json_build_object('programme', (select json_build_object('slug', p.slug, 'name', p.name, 'mode', p.mode,
    'state', p.state, 'challengeCount', (select count(*) from challenge as c
        where c.programme_id = p.id and c.published_at is not null),
    'applicationCount', programme_application_count(p),
    'challenges', (select json_build_object(
        'totalCount', (select count(*) from challenge as c where c.programme_id = p.id),
        'nodes', coalesce(json_agg(json_build_object('slug', c.slug, 'title', c.title, 'state', c.state,
            'owner', (select json_build_object('slug', o.slug, 'name', o.name) from organisation as o
                where o.id = c.owner_id),
            'applications', (select json_build_object('totalCount', count(*)) from application as a
                where a.challenge_id = c.id)) order by c.created_at, c.id), '[]'))
        from (select id, slug, title, state, owner_id, created_at from challenge where programme_id = p.id
            order by created_at, id limit 20) as c))
    from programme as p where p.slug = $1))::text
""",
    {"slug": "round"},
)

QUESTIONS = (PAGE, ONE, DASHBOARD, DEEP, EXPORT)
