"""One of everything that not everybody sees, and everybody who might look at it.

Each row has a name, `Type name`, and the id that PostgreSQL makes of it: `md5('Type name')::uuid`. Texts of what not
everybody sees hold HIDDEN, so that it is found wherever it should not be.
"""

import hashlib
from collections.abc import Mapping
from uuid import UUID

from matching.fit import DEFAULT_WEIGHTS
from matching.programmes.model import weights_as_json
from registry.licences import reconcile, verdict_as_json
from registry.people.model import token_hash
from registry.sessions import repository as sessions
from registry.tokens import repository as tokens
from schema.ids import to_global_id
from store.actor import Actor
from store.database import Connection

HIDDEN = "hidden-from-most"
SHOWN = "shown-to-all"

#: Whoever signs in, by role.
PEOPLE = (
    "other agency", "other owner", "other team", "team", "rival team", "reviewer", "rival reviewer",
    "owner's agency", "owner", "officer",
)  # fmt: skip
GRANTED = ("other agency", "other owner", "reviewer", "rival reviewer", "owner's agency", "owner", "officer")
#: API tokens: a person's that only reads, and those of service accounts.
READERS = ("team's reader", "officer's reader")
PROGRAMS = ("owner's program", "officers' program")
ROLES = ("anonymous", *PEOPLE, *READERS, *PROGRAMS)

#: Rows that everybody sees.
PUBLIC = (
    "Organisation owner", "Organisation other", "Team team", "Team rival", "Team elsewhere", "TeamSkill team",
    "TeamSkill brought",
    "Software code", "Repository code", "Repository more", "HealthSnapshot code", "Usage code", "Alert code",
    "SoftwareRelease code",
    "Software fork", "SoftwareVariant code", "CrawlSource owner", "Crawl owner", "CrawlFinding owner",
    "SoftwareSbom code",
)  # fmt: skip
#: What stands in the addresses of pages, by type.
SLUGS = {
    "Programme": ("draft", "open", "review", "matched"),
    "Challenge": ("open", "draft", "submitted", "withdrawn", "judged", "matched"),
    "Team": ("team", "rival", "elsewhere"),
    "Software": ("code",),
    "Survey": ("asked",),
    "Organisation": ("owner", "other"),
}

SUMMARY = {
    "teams": 2, "challenges": 1, "pairs": 1, "blocking_pairs": 0, "profile": [1], "mean_fit": 0.5, "mean_review": 3,
    "unmatched_teams": 1, "empty_challenges": 0,
}  # fmt: skip

_IDS = """
    create function pg_temp.of(name text) returns uuid language sql immutable return md5(name)::uuid;
    create function pg_temp.hidden() returns jsonb language sql immutable return '{"en": "hidden-from-most"}'::jsonb;
    create function pg_temp.shown() returns jsonb language sql immutable return '{"en": "shown-to-all"}'::jsonb;
"""

_PEOPLE = """
    insert into organisation (id, slug, name, kind)
        select pg_temp.of('Organisation ' || each), each, pg_temp.shown(), 'AGENCY'
        from unnest(array['owner', 'other']) as each;
    insert into person (id, email, name)
        select pg_temp.of('Viewer ' || each), replace(replace(each, ' ', '-'), '''', '') || '@example.org', each
        from unnest($1::text[]) as each;
    insert into role_grant (id, person_id, role, organisation_id)
        select pg_temp.of('RoleGrant ' || who), pg_temp.of('Viewer ' || who), role,
            case when of_whom is not null then pg_temp.of('Organisation ' || of_whom) end
        from (values
            ('officer', 'officer', null), ('reviewer', 'reviewer', null), ('rival reviewer', 'reviewer', null),
            ('owner', 'owner', 'owner'), ('owner''s agency', 'agency', 'owner'),
            ('other owner', 'owner', 'other'), ('other agency', 'agency', 'other')
        ) as each (who, role, of_whom);
    insert into team (id, slug, name)
        select pg_temp.of('Team ' || each), each, pg_temp.shown()
        from unnest(array['team', 'rival', 'elsewhere']) as each;
    insert into profile (id, person_id, about)
        select pg_temp.of('Profile ' || each), pg_temp.of('Viewer ' || each), pg_temp.hidden()
        from unnest(array['other team', 'rival team', 'reviewer']) as each;
    insert into consent (id, person_id, purpose, subject_id, text_version)
        values (pg_temp.of('Consent to be found'), pg_temp.of('Viewer other team'), 'FOUND_BY_OWNERS',
            pg_temp.of('Profile other team'), 1);
    insert into team_skill (id, team_id, position, concept, level)
        select pg_temp.of('TeamSkill team'), pg_temp.of('Team team'), 1, 'maps', 3;
    insert into team_member (team_id, person_id, is_lead)
        select pg_temp.of('Team ' || team), pg_temp.of('Viewer ' || who), who <> 'rival reviewer'
        from (values
            ('team', 'team'), ('rival', 'rival team'), ('rival', 'rival reviewer'), ('elsewhere', 'other team')
        ) as each (team, who);
    insert into member_skill (id, team_id, person_id, position, concept, level)
        values (pg_temp.of('TeamSkill brought'), pg_temp.of('Team team'), pg_temp.of('Viewer team'), 1, 'maps', 2);
    insert into consent (id, person_id, purpose, subject_id, text_version)
        select pg_temp.of('Consent ' || who), pg_temp.of('Viewer ' || who), purpose, pg_temp.of('Team ' || team), 1
        from (values
            ('team', 'BARRIERS', 'team'), ('other team', 'PUBLIC_NAME', 'elsewhere')
        ) as each (who, purpose, team);
    insert into member_barrier (team_id, person_id, barrier)
        values (pg_temp.of('Team team'), pg_temp.of('Viewer team'), 'LANGUAGE');
    insert into retention_count (id, rule, rows) values (pg_temp.of('RetentionCount sessions'), 'sessions', 3);
    insert into service_account (id, organisation_id, name) values
        (pg_temp.of('ServiceAccount owner'), pg_temp.of('Organisation owner'), 'owner''s program'),
        (pg_temp.of('ServiceAccount officers'), null, 'officers'' program'),
        (pg_temp.of('ServiceAccount disabled'), pg_temp.of('Organisation owner'), 'disabled program');
    update service_account set disabled_at = now() where name = 'disabled program';
    insert into invitation (token_hash, email, expires_at)
        values (sha256('invited'), 'invited@example.org', now() + interval '1 day');
    insert into session (id, token_hash, person_id, expires_at)
        select pg_temp.of('Session ' || each), sha256(convert_to(each, 'UTF8')), pg_temp.of('Viewer ' || each),
            now() + interval '1 day'
        from unnest($1::text[]) as each;
    insert into api_token (id, token_hash, person_id, service_account_id, name, scopes, expires_at)
        select pg_temp.of('ApiToken ' || name), sha256(convert_to('cft_' || name, 'UTF8')),
            case when person is not null then pg_temp.of('Viewer ' || person) end,
            case when account is not null then pg_temp.of('ServiceAccount ' || account) end,
            name, scopes, now() + interval '1 day'
        from (values
            ('team''s reader', 'team', null, array['read']),
            ('officer''s reader', 'officer', null, array['read']),
            ('owner''s program', null, 'owner', array['read', 'write']),
            ('officers'' program', null, 'officers', array['read', 'write', 'officer']),
            ('disabled program', null, 'disabled', array['read', 'write'])
        ) as each (name, person, account, scopes);
"""

_ROUNDS = """
    insert into programme (id, slug, organisation_id, name, mode, state, weights, rubric)
        select pg_temp.of('Programme ' || lower(state)), lower(state), pg_temp.of('Organisation other'),
            case state when 'DRAFT' then pg_temp.hidden() else pg_temp.shown() end, 'THEME', state,
            $3::jsonb, '[{"id": "impact", "name": {"en": "Impact"}, "weight": 1}]'
        from unnest(array['DRAFT', 'OPEN', 'REVIEW', 'MATCHED']) as state;
    insert into challenge (id, slug, programme_id, owner_id, state, title, readiness, published_at)
        select pg_temp.of('Challenge ' || name), name, pg_temp.of('Programme ' || round),
            pg_temp.of('Organisation owner'), state,
            case when state in ('PUBLISHED', 'MATCHED') then pg_temp.shown() else pg_temp.hidden() end,
            case name when 'open' then '{"URGENT_NEED": "NO"}' else '{}' end::jsonb,
            case when state not in ('DRAFT', 'SUBMITTED') then now() end
        from (values
            ('open', 'open', 'PUBLISHED'), ('draft', 'open', 'DRAFT'), ('submitted', 'open', 'SUBMITTED'),
            ('withdrawn', 'open', 'WITHDRAWN'), ('judged', 'review', 'PUBLISHED'), ('matched', 'matched', 'MATCHED')
        ) as each (name, round, state);
    insert into challenge_need (id, challenge_id, position, concept, level)
        select pg_temp.of('Need ' || each), pg_temp.of('Challenge ' || each), 1, 'maps', 2
        from unnest(array['open', 'draft', 'submitted', 'withdrawn']) as each;
    insert into challenge_role (id, challenge_id, title, hours_needed, places)
        select pg_temp.of('ChallengeRole ' || each), pg_temp.of('Challenge ' || each),
            case each when 'open' then pg_temp.shown() else pg_temp.hidden() end, 9, 2
        from unnest(array['open', 'draft']) as each;
    insert into role_interest (id, role_id, profile_id, state, note)
        select pg_temp.of('RoleInterest ' || name), pg_temp.of('ChallengeRole open'), pg_temp.of('Profile ' || who),
            state, 'hidden-from-most'
        from (values
            ('accepted', 'rival team', 'ACCEPTED'), ('shown', 'reviewer', 'INTERESTED')
        ) as each (name, who, state);
    insert into application (id, challenge_id, team_id, proposal, preference)
        select pg_temp.of('Application ' || name), pg_temp.of('Challenge ' || challenge),
            pg_temp.of('Team ' || team), pg_temp.hidden(), 1
        from (values
            ('team', 'open', 'team'), ('rival', 'open', 'rival'), ('judged', 'judged', 'team')
        ) as each (name, challenge, team);
    insert into review (id, application_id, reviewer_id, scores, comment)
        select pg_temp.of('Review ' || name), pg_temp.of('Application ' || bid), pg_temp.of('Viewer ' || who),
            '{"impact": 3}', 'hidden-from-most'
        from (values
            ('team', 'team', 'reviewer'), ('judged', 'judged', 'rival reviewer')
        ) as each (name, bid, who);
    insert into review_task (id, application_id, reviewer_id)
        select pg_temp.of('ReviewTask ' || name), pg_temp.of('Application ' || name), pg_temp.of('Viewer ' || who)
        from (values ('rival', 'reviewer'), ('judged', 'rival reviewer')) as each (name, who);
    update application set shortlisted_at = now() where id = pg_temp.of('Application judged');
    insert into mutual_grade (id, application_id, side, grade)
        select pg_temp.of('MutualGrade ' || name), pg_temp.of('Application ' || bid), side, 4
        from (values
            ('by owner', 'judged', 'OWNER'), ('given by owner', 'rival', 'OWNER'), ('given by team', 'rival', 'TEAM')
        ) as each (name, bid, side);
    insert into question (id, challenge_id, asked_by, text, hidden_at, hidden_reason)
        select pg_temp.of('Question ' || name), pg_temp.of('Challenge open'), pg_temp.of('Viewer ' || who),
            case name when 'shown' then pg_temp.shown() else pg_temp.hidden() end,
            case name when 'shown' then null else now() end,
            case name when 'shown' then null else 'hidden-from-most' end
        from (values ('shown', 'rival team'), ('hidden', 'rival team')) as each (name, who);
    insert into cohort_assignment (id, programme_id, objective, state, input, solution, report, solver_version)
        select pg_temp.of('Assignment ' || lower(state)), pg_temp.of('Programme ' || round), 'stable', state,
            pg_temp.hidden(), pg_temp.hidden(), jsonb_build_object('summary', $2::jsonb, 'why', pg_temp.hidden()),
            '1'
        from (values
            ('PROPOSED', 'review'), ('ADOPTED', 'matched'), ('DISCARDED', 'matched')
        ) as each (state, round);
    insert into proposal (id, programme_id, team_id, author_id, title, idea, state)
        select pg_temp.of('Proposal ' || name), pg_temp.of('Programme ' || round),
            case when name <> 'open' then pg_temp.of('Team team') end,
            case when name = 'open' then pg_temp.of('Viewer other team') end,
            case when state = 'OPEN' then pg_temp.shown() else pg_temp.hidden() end, pg_temp.shown(), state
        from (values
            ('open', 'open', 'OPEN'), ('team', 'open', 'OPEN'), ('withdrawn', 'open', 'WITHDRAWN'),
            ('counted', 'review', 'OPEN')
        ) as each (name, round, state);
    insert into proposal_interest (id, proposal_id, organisation_id, note)
        select pg_temp.of('ProposalInterest ' || each), pg_temp.of('Proposal ' || each),
            pg_temp.of('Organisation owner'), case each when 'open' then 'shown-to-all' else 'hidden-from-most' end
        from unnest(array['open', 'withdrawn']) as each;
    insert into public_vote (id, programme_id, opened_at, closes_at)
        select pg_temp.of('PublicVote ' || each), pg_temp.of('Programme ' || each), now() - interval '2 days',
            now() + case each when 'open' then interval '1 day' else interval '-1 day' end
        from unnest(array['open', 'review']) as each;
    insert into ballot (vote_id, person_id, votes)
        select pg_temp.of('PublicVote ' || vote), pg_temp.of('Viewer ' || who),
            jsonb_build_object(pg_temp.of('Proposal ' || proposal), votes)
        from (values
            ('open', 'team', 'open', 7), ('open', 'owner', 'team', 5), ('review', 'rival team', 'counted', 9)
        ) as each (vote, who, proposal, votes);
    insert into match (id, programme_id, challenge_id, team_id, state, fit)
        select pg_temp.of('Match ' || lower(state)), pg_temp.of('Programme matched'), pg_temp.of('Challenge matched'),
            pg_temp.of('Team ' || team), state, pg_temp.hidden()
        from (values ('AGREEING', 'team'), ('AGREED', 'rival'), ('ENDED', 'elsewhere')) as each (state, team);
    insert into survey (id, slug, title, closes_on)
        values (pg_temp.of('Survey asked'), 'asked', pg_temp.shown(), current_date + 9);
    insert into survey_answer (id, survey_id, organisation_id, needs)
        values (pg_temp.of('SurveyAnswer owner'), pg_temp.of('Survey asked'), pg_temp.of('Organisation owner'),
            'hidden-from-most');
    insert into survey_topic (id, answer_id, position, title)
        values (pg_temp.of('SurveyTopic owner'), pg_temp.of('SurveyAnswer owner'), 1, 'hidden-from-most');
    insert into theme (id, programme_id, position, name)
        select pg_temp.of('Theme ' || each), pg_temp.of('Programme ' || each), 1,
            case each when 'draft' then pg_temp.hidden() else pg_temp.shown() end
        from unnest(array['draft', 'matched']) as each;
    insert into theme_commitment (id, theme_id, organisation_id)
        values (pg_temp.of('ThemeCommitment matched'), pg_temp.of('Theme matched'), pg_temp.of('Organisation owner'));
    insert into continuation (id, match_id, challenge_id, respond_by, team_answer, team_reason)
        values (pg_temp.of('Continuation asked'), pg_temp.of('Match agreeing'), pg_temp.of('Challenge judged'),
            current_date + 9, true, 'hidden-from-most');
    insert into coaching (id, match_id, person_id)
        values (pg_temp.of('Coaching agreeing'), pg_temp.of('Match agreeing'), pg_temp.of('Viewer other agency'));
    insert into coaching_entry (id, coaching_id, kind, words, held_on)
        select pg_temp.of('CoachingEntry ' || lower(kind)), pg_temp.of('Coaching agreeing'), kind, 'hidden-from-most',
            '2026-01-05'
        from unnest(array['NOTE', 'ADVICE']) as kind;
    insert into agreement (id, match_id, ownership, licence, data_terms, publication_terms, accepted_by_owner_at,
            accepted_by_team_at)
        select pg_temp.of('Agreement ' || each), pg_temp.of('Match ' || each), 'JOINT', 'MIT',
            case each when 'agreed' then pg_temp.shown() else pg_temp.hidden() end, pg_temp.shown(), settled, settled
        from (
            select each, case each when 'agreeing' then null else now() end as settled
            from unnest(array['agreeing', 'agreed', 'ended']) as each
        ) as each;
    update agreement_version set id = pg_temp.of(name)
        from (
            select v.id as was, 'AgreementVersion ' || each as name
            from unnest(array['agreeing', 'agreed', 'ended']) as each
            join agreement_version as v on v.agreement_id = pg_temp.of('Agreement ' || each)
        ) as named where named.was = agreement_version.id;
    insert into match_message (id, match_id, side, text)
        select pg_temp.of('Message ' || each), pg_temp.of('Match ' || each), 'TEAM', 'hidden-from-most'
        from unnest(array['agreeing', 'agreed', 'ended']) as each;
    insert into outcome_figure (id, match_id, measure, value, measured_on)
        select pg_temp.of('OutcomeFigure ' || each), pg_temp.of('Match ' || each), 0, 1, '2026-01-05'
        from unnest(array['agreed', 'ended']) as each;
    insert into shared_note (id, match_id, title, held_on, published_at)
        select pg_temp.of('SharedNote ' || name), pg_temp.of('Match ' || match),
            case name when 'published' then 'shown-to-all' else 'hidden-from-most' end, '2026-01-05',
            case name when 'published' then now() end
        from (values ('published', 'agreed'), ('begun', 'agreed'), ('agreeing', 'agreeing')) as each (name, match);
    insert into note_part (id, note_id, speaker_id, text)
        select pg_temp.of('NotePart ' || name), pg_temp.of('SharedNote ' || name), pg_temp.of('Viewer ' || who),
            case name when 'published' then 'shown-to-all' else 'hidden-from-most' end
        from (values ('published', 'rival team'), ('begun', 'rival team'), ('agreeing', 'team')) as each (name, who);
    insert into credit (id, kind, match_id, helper_id, helped_id, hours, worked_on, what)
        values (pg_temp.of('Credit match'), 'EARNED', pg_temp.of('Match agreed'), pg_temp.of('Viewer rival team'), null,
                3, '2026-01-05', 'hidden-from-most'),
            (pg_temp.of('Credit help'), 'GIVEN', null, pg_temp.of('Viewer reviewer'), pg_temp.of('Viewer team'),
                2, '2026-01-05', 'hidden-from-most');
    insert into milestone (id, match_id, position, title)
        select pg_temp.of('Milestone ' || each), pg_temp.of('Match ' || each), 1,
            case each when 'agreed' then pg_temp.shown() else pg_temp.hidden() end
        from unnest(array['agreeing', 'agreed', 'ended']) as each;
"""

_CODE = """
    insert into software (id, slug, name, url, publisher_id, verdict_detail)
        values (pg_temp.of('Software code'), 'code', 'shown-to-all', 'https://example.org/owner/code',
            pg_temp.of('Organisation owner'), $4::jsonb);
    insert into repository (id, software_id, url)
        values (pg_temp.of('Repository code'), pg_temp.of('Software code'), 'https://example.org/owner/code');
    insert into health_snapshot (id, software_id, taken_at, model_version, coverage, band, signals)
        values (pg_temp.of('HealthSnapshot code'), pg_temp.of('Software code'), now(), '1', 1, 'THRIVING', '[]');
    insert into sbom (id, software_id, source, format, sha256, document, seen_at, component_count, finding_count)
        values (pg_temp.of('SoftwareSbom code'), pg_temp.of('Software code'), 'UPLOADED', 'SPDX-2.3', 'shown-to-all',
            'shown-to-all', now(), 1, 0);
    insert into sbom_licence (sbom_id, licence, components, rank, compatibility)
        select id, 'MIT', 1, 2, '{"inbound": "MIT", "outbound": "", "answer": "UNKNOWN", "reason": "NO_OUTBOUND"}'
        from sbom;
    insert into sbom_component (sbom_id, position, reference, name, licence)
        select id, 1, 'shown-to-all', 'shown-to-all', 'MIT' from sbom;
    insert into software_release (id, software_id, repository_id, tag, published_at, is_prerelease, url, first_seen_at)
        values (pg_temp.of('SoftwareRelease code'), pg_temp.of('Software code'), pg_temp.of('Repository code'), 'v1',
            now(), false, 'https://example.org/owner/code/-/releases/v1', now());
    insert into usage (id, software_id, agency_id, since)
        values (pg_temp.of('Usage code'), pg_temp.of('Software code'), pg_temp.of('Organisation owner'), '2026-01-05');
    insert into delivery (id, match_id, repository_url, software_id, note)
        select pg_temp.of('Delivery ' || each), pg_temp.of('Match ' || each), 'https://example.org/owner/code',
            pg_temp.of('Software code'), case each when 'agreed' then pg_temp.shown() else pg_temp.hidden() end
        from unnest(array['agreed', 'ended']) as each;
    insert into service_check (id, delivery_id, months, asked_on, is_in_service, since, note, answered_at)
        select pg_temp.of('ServiceCheck ' || name), pg_temp.of('Delivery ' || match), months, '2026-01-05',
            answered, case when answered then date '2026-01-01' end,
            case when answered then pg_temp.shown() end, case when answered then now() end
        from (values
            ('answered', 'agreed', 3, true), ('open', 'agreed', 6, null), ('ended', 'ended', 3, null)
        ) as each (name, match, months, answered);
    insert into credential (id, match_id, person_id)
        values (pg_temp.of('Credential rival team'), pg_temp.of('Match agreed'), pg_temp.of('Viewer rival team'));
    insert into watch (id, person_id, software_id)
        select pg_temp.of('Watch ' || each), pg_temp.of('Viewer ' || each), pg_temp.of('Software code')
        from unnest(array['team', 'owner']) as each;
    insert into saved_search (id, person_id, name, query)
        values (pg_temp.of('SavedSearch team'), pg_temp.of('Viewer team'), 'hidden-from-most', 'hidden-from-most');
    insert into saved_search_find (id, saved_search_id, software_id)
        values (pg_temp.of('SavedSearchFind team'), pg_temp.of('SavedSearch team'), pg_temp.of('Software code'));
    insert into alert (id, software_id, kind, observed_at)
        values (pg_temp.of('Alert code'), pg_temp.of('Software code'), 'BAND_LOST', now());
    insert into webhook (id, address, events, organisation_id, secret)
        select pg_temp.of('Webhook ' || each), 'https://hidden-from-most.example.org/', array['ping'],
            case each when 'owner' then pg_temp.of('Organisation owner') end, 'hidden-from-most'
        from unnest(array['owner', 'officers']) as each;
    insert into webhook_delivery (id, webhook_id, event, subject_type, occurred_at, failure)
        select pg_temp.of('WebhookDelivery ' || each), pg_temp.of('Webhook ' || each), 'ping', 'webhook', now(),
            'hidden-from-most'
        from unnest(array['owner', 'officers']) as each;
    insert into software (id, slug, name, url, verdict_detail)
        values (pg_temp.of('Software fork'), 'fork', 'another', 'https://example.org/fork/code', $4::jsonb);
    insert into software_variant (id, software_id, other_id, relation)
        values (pg_temp.of('SoftwareVariant code'), pg_temp.of('Software code'), pg_temp.of('Software fork'), 'FORK');
    insert into crawl_source (id, kind, url, organisation_id)
        values (pg_temp.of('CrawlSource owner'), 'ACCOUNT', 'https://example.org/owner',
            pg_temp.of('Organisation owner'));
    insert into crawl (id, source_id) values (pg_temp.of('Crawl owner'), pg_temp.of('CrawlSource owner'));
    insert into crawl_finding (id, source_id, url, reason, software_id, looked_at)
        values (pg_temp.of('CrawlFinding owner'), pg_temp.of('CrawlSource owner'), 'https://example.org/owner/code',
            'LISTED', pg_temp.of('Software code'), now());
    insert into repository (id, software_id, url)
        values (pg_temp.of('Repository more'), pg_temp.of('Software code'), 'https://example.org/owner/more-code');
    insert into job (id, queue, state, message)
        values (pg_temp.of('Job held'), 'observe', 'held', 'hidden-from-most');
    insert into audit_event (actor_name, action, subject_type, after)
        values ('system', 'noted', 'programme', pg_temp.hidden());
"""


async def make(tx: Connection) -> None:
    """Write it all down; the connection must be one's own, for it keeps functions for itself."""
    await tx.execute(_IDS)
    given = {
        "$1": list(PEOPLE),
        "$2": SUMMARY,
        "$3": weights_as_json(DEFAULT_WEIGHTS),
        "$4": verdict_as_json(reconcile([])),
    }
    for rows in (_PEOPLE, _ROUNDS, _CODE):
        for statement in filter(str.strip, rows.split(";\n")):
            name = next((each for each in given if each in statement), None)
            if name is None:
                await tx.execute(statement)
            else:
                await tx.execute(statement.replace(name, "$1"), given[name])


async def actors(connection: Connection) -> Mapping[str, Actor]:
    """Everybody, as their session or their token makes them."""
    found = {"anonymous": Actor.anonymous()}
    for role in PEOPLE:
        held = await sessions.holder(connection, token_hash(role))
        assert held is not None
        found[role] = held[1]
    for role in (*READERS, *PROGRAMS):
        actor = await tokens.holder(connection, token_hash(f"cft_{role}"))
        assert actor is not None
        found[role] = actor
    return found


def row_of(thing: str) -> UUID:
    """The id of a row's, by its name; a membership has none of its own."""
    if thing.startswith("Membership "):
        team, person = MEMBERS[thing]
        return _md5(f"{row_of(team)}{row_of(person)}")
    return _md5(thing)


def id_of(thing: str) -> str:
    """The global id of a thing, by its name."""
    return to_global_id(thing.split(maxsplit=1)[0], row_of(thing))


def _md5(text: str) -> UUID:
    return UUID(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest())


MEMBERS = {
    "Membership team": ("Team team", "Viewer team"),
    "Membership rival team": ("Team rival", "Viewer rival team"),
    "Membership rival reviewer": ("Team rival", "Viewer rival reviewer"),
    "Membership other team": ("Team elsewhere", "Viewer other team"),
}
