"""Where steps come from: the records themselves, so that none can be forgotten or outlive what it is about.

Each part of STEPS gives person, kind, what it is about, the day, a title and the path of a page.
"""
# ruff: noqa: S608 - composed of our own words

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from matching.followups.model import ANSWER_WITHIN_DAYS
from matching.steps.model import (
    AGREE_WITHIN,
    ANSWER_WITHIN,
    NEWS_FOR,
    RENEW_BEFORE,
    SETTLE_WITHIN,
    Kind,
    Reminder,
)
from registry.usage.model import BELIEVED_FOR
from store.database import Connection

#: What waits for somebody is theirs to know.
VISIBLE = "{t}.id = :person_id"

_OFFICERS = "join role_grant as g on g.role = 'officer'"
_OWNERS = "join role_grant as g on g.role = 'owner' and g.organisation_id = c.owner_id"
_MATCH = "match as w join challenge as c on c.id = w.challenge_id"
_INTEREST = (
    "role_interest as i join challenge_role as o on o.id = i.role_id"
    " join challenge as c on c.id = o.challenge_id"
)
_SEEKER = "join profile as g on g.id = i.profile_id"
#: Everybody of both sides of a match `w`, with whether they are of its team and lead it.
_SIDES = """cross join lateral (
    select g.person_id, 'OWNER' as side, true as may_bind from role_grant as g
    where g.role = 'owner' and g.organisation_id = c.owner_id
    union all
    select n.person_id, 'TEAM', n.is_lead from team_member as n where n.team_id = w.team_id
) as g"""

_PARTS: Final = (
    (
        Kind.OPEN_PROGRAMME,
        "p.id, p.opens_on, p.name, '/programmes/' || p.slug",
        f"programme as p {_OFFICERS} where p.state = 'DRAFT' and p.opens_on is not null and p.source is null",
    ),
    (
        Kind.SUBMIT_CHALLENGE,
        "c.id, p.applications_close_on, c.title, '/challenges/' || c.slug || '/edit'",
        (
            f"challenge as c join programme as p on p.id = c.programme_id {_OWNERS}"
            " where c.state = 'DRAFT' and p.state = 'OPEN'"
        ),
    ),
    (
        Kind.RELEASE_CHALLENGE,
        "c.id, p.applications_close_on, c.title, '/challenges/' || c.slug",
        f"challenge as c join programme as p on p.id = c.programme_id {_OFFICERS} where c.state = 'SUBMITTED'",
    ),
    (
        Kind.START_REVIEW,
        "p.id, p.applications_close_on, p.name, '/programmes/' || p.slug",
        f"programme as p {_OFFICERS} where p.state = 'OPEN' and p.source is null",
    ),
    (
        Kind.SCORE_APPLICATION,
        "a.id, p.decision_on, c.title, '/applications/' || a.id || '/score'",
        (
            "review_task as k join application as a on a.id = k.application_id"
            " join challenge as c on c.id = a.challenge_id join programme as p on p.id = c.programme_id"
            " join lateral (select k.reviewer_id as person_id) as g on true"
            " where a.state = 'SUBMITTED' and p.state in ('OPEN', 'REVIEW') and not exists"
            " (select from review as r where r.application_id = a.id and r.reviewer_id = k.reviewer_id)"
        ),
    ),
    (
        Kind.SHORTLIST,
        "c.id, p.decision_on, c.title, '/challenges/' || c.slug || '/applications'",
        (
            f"challenge as c join programme as p on p.id = c.programme_id {_OWNERS}"
            " where c.state = 'PUBLISHED' and p.state = 'REVIEW'"
            " and exists (select from application as a where a.challenge_id = c.id and a.state = 'SUBMITTED')"
            " and not exists (select from application as a where a.challenge_id = c.id and a.state = 'SUBMITTED'"
            " and a.shortlisted_at is not null)"
        ),
    ),
    (
        Kind.GIVE_GRADE,
        "w.id, p.decision_on, c.title, '/applications/' || w.id",
        (
            "application as w join challenge as c on c.id = w.challenge_id join programme as p on p.id = c.programme_id"
            f" {_SIDES} where w.state = 'SUBMITTED' and w.shortlisted_at is not null and p.state = 'REVIEW'"
            " and not exists (select from mutual_grade as m where m.application_id = w.id and m.side = g.side)"
        ),
    ),
    (
        Kind.DECIDE_PAIRING,
        "p.id, p.decision_on, p.name, '/programmes/' || p.slug || '/report'",
        f"programme as p {_OFFICERS} where p.state = 'REVIEW' and p.source is null",
    ),
    (
        Kind.ANSWER_QUESTION,
        f"q.id, q.asked_at::date + {ANSWER_WITHIN}, c.title, '/challenges/' || c.slug || '/questions'",
        (
            f"question as q join challenge as c on c.id = q.challenge_id {_OWNERS}"
            " where q.answered_at is null and q.hidden_at is null"
        ),
    ),
    (
        Kind.READ_ANSWER,
        f"q.id, q.answered_at::date + {NEWS_FOR}, c.title, '/challenges/' || c.slug || '/questions'",
        (
            "question as q join challenge as c on c.id = q.challenge_id join lateral ("
            "select q.asked_by as person_id where q.asked_by is not null union"
            " select m.person_id from application as a join team_member as m on m.team_id = a.team_id"
            " where a.challenge_id = c.id and a.state = 'SUBMITTED') as g on true"
            f" where q.hidden_at is null and q.answered_at::date + {NEWS_FOR} >= (now() at time zone 'UTC')::date"
        ),
    ),
    (
        Kind.ASSIGN_COACH,
        f"w.id, w.created_at::date + {AGREE_WITHIN}, c.title, '/matches/' || w.id || '/coaching'",
        (
            f"{_MATCH} join programme as p on p.id = c.programme_id {_OFFICERS} where w.state = 'AGREEING'"
            " and p.mode = 'COACHED' and not exists (select from coaching as k where k.match_id = w.id)"
        ),
    ),
    (
        Kind.PROPOSE_TERMS,
        f"w.id, w.created_at::date + {AGREE_WITHIN}, c.title, '/matches/' || w.id",
        (
            f"{_MATCH} {_SIDES} where w.state = 'AGREEING' and not exists"
            " (select from agreement as t where t.match_id = w.id)"
        ),
    ),
    (
        Kind.ACCEPT_TERMS,
        f"w.id, t.updated_at::date + {AGREE_WITHIN}, c.title, '/matches/' || w.id",
        (
            f"{_MATCH} join agreement as t on t.match_id = w.id {_SIDES} where w.state = 'AGREEING' and g.may_bind and"
            " case g.side when 'OWNER' then t.accepted_by_owner_at is null else t.accepted_by_team_at is null end"
        ),
    ),
    (
        Kind.REACH_MILESTONE,
        "o.id, o.due_on, c.title, '/matches/' || w.id",
        (
            f"{_MATCH} join milestone as o on o.match_id = w.id {_SIDES}"
            " where w.state in ('AGREEING', 'AGREED') and o.reached_on is null and o.due_on is not null"
        ),
    ),
    (
        Kind.DELIVER,
        "w.id, c.ends_on, c.title, '/matches/' || w.id",
        f"{_MATCH} {_SIDES} where w.state = 'AGREED' and g.side = 'TEAM' and w.assignment_id is not null",
    ),
    (
        Kind.CLOSE_PROGRAMME,
        "p.id, p.ends_on, p.name, '/programmes/' || p.slug",
        f"programme as p {_OFFICERS} where p.state = 'MATCHED' and p.source is null",
    ),
    (
        Kind.ANSWER_SURVEY,
        "s.id, s.closes_on, s.title, '/surveys/' || s.slug",
        (
            "survey as s join organisation as e on e.kind = 'LOCAL_GOVERNMENT'"
            " join role_grant as g on g.role = 'owner' and g.organisation_id = e.id"
            " where s.closes_on >= (now() at time zone 'UTC')::date and not exists"
            " (select from survey_answer as a where a.survey_id = s.id and a.organisation_id = e.id)"
        ),
    ),
    (
        Kind.TAKE_UP_PROPOSAL,
        "o.id, p.applications_close_on, o.title, '/programmes/' || p.slug || '/proposals'",
        (
            "proposal as o join programme as p on p.id = o.programme_id"
            " join proposal_interest as i on i.proposal_id = o.id"
            " join role_grant as g on g.role = 'owner' and g.organisation_id = i.organisation_id"
            " where o.state = 'OPEN' and p.state = 'OPEN' and not exists"
            " (select from public_vote as v where v.programme_id = p.id and v.closes_at > now())"
            " and (p.mode = 'TEAM_FIRST' or exists (select from public_vote as v where v.programme_id = p.id))"
        ),
    ),
    (
        Kind.ANSWER_CONTINUATION,
        "k.id, k.respond_by, c.title, '/programmes/' || p.slug || '/continuations'",
        (
            "continuation as k join match as w on w.id = k.match_id join challenge as c on c.id = k.challenge_id"
            f" join programme as p on p.id = c.programme_id {_SIDES}"
            " where p.state = 'OPEN' and k.respond_by >= (now() at time zone 'UTC')::date"
            " and case g.side when 'OWNER' then k.owner_answer is null else k.team_answer is null end"
        ),
    ),
    (
        Kind.SAY_IN_SERVICE,
        f"s.id, s.asked_on + {ANSWER_WITHIN_DAYS}, c.title, '/service-checks/' || s.id",
        (
            f"service_check as s join delivery as d on d.id = s.delivery_id join match as w on w.id = d.match_id"
            f" join challenge as c on c.id = w.challenge_id {_OWNERS} where s.answered_at is null"
        ),
    ),
    (
        Kind.APPROVE_PART,
        f"o.id, n.held_on + {SETTLE_WITHIN}, jsonb_build_object('en', n.title), '/matches/' || n.match_id || '/notes'",
        (
            "note_part as o join shared_note as n on n.id = o.note_id"
            " join lateral (select o.speaker_id as person_id) as g on true"
            " where n.published_at is null and o.approved_at is null and o.text <> ''"
        ),
    ),
    (
        Kind.SETTLE_CREDIT,
        f"k.id, k.claimed_at::date + {SETTLE_WITHIN}, jsonb_build_object('en', k.what), '/credits'",
        (
            "credit as k join lateral (select k.helped_id as person_id where k.helped_id is not null union all"
            " select r.person_id from match as w join challenge as c on c.id = w.challenge_id"
            " join role_grant as r on r.role = 'owner' and r.organisation_id = c.owner_id where w.id = k.match_id) as g"
            " on true where k.confirmed_at is null and k.declined_at is null"
        ),
    ),
    (
        Kind.RENEW_USAGE,
        (
            f"u.id, u.attested_at::date + {BELIEVED_FOR.days}, jsonb_build_object('en', e.name),"
            " '/catalogue/' || e.slug || '#usages'"
        ),
        (
            "usage as u join software as e on e.id = u.software_id"
            " join role_grant as g on g.role in ('agency', 'owner') and g.organisation_id = u.agency_id"
            f" where u.attested_at < now() - interval '{BELIEVED_FOR.days - RENEW_BEFORE} days'"
        ),
    ),
    (
        Kind.ANSWER_INTEREST,
        f"i.id, i.updated_at::date + {ANSWER_WITHIN}, o.title, '/roles/' || o.id",
        f"{_INTEREST} {_OWNERS} where i.state = 'INTERESTED' and c.state in ('PUBLISHED', 'MATCHED')",
    ),
    (
        Kind.ANSWER_INVITATION,
        f"i.id, i.updated_at::date + {ANSWER_WITHIN}, o.title, '/roles/' || o.id",
        f"{_INTEREST} {_SEEKER} where i.state = 'INVITED' and c.state in ('PUBLISHED', 'MATCHED')",
    ),
    (
        Kind.FOUND_TEAM,
        "i.id, p.applications_close_on, c.title, '/challenges/' || c.slug || '/roles'",
        (
            f"{_INTEREST} join programme as p on p.id = c.programme_id {_SEEKER}"
            " where i.state = 'ACCEPTED' and i.team_id is null and c.state = 'PUBLISHED' and p.state = 'OPEN'"
        ),
    ),
    (
        Kind.JOIN_TEAM,
        f"i.id, i.updated_at::date + {ANSWER_WITHIN}, o.title, '/roles/' || o.id",
        (
            f"{_INTEREST} {_SEEKER}"
            " where i.state = 'ACCEPTED' and i.team_id is not null and c.state in ('PUBLISHED', 'MATCHED')"
        ),
    ),
)

#: Every step of everybody.
STEPS: Final = (
    "(select person_id, kind, subject_id, due_on, title, path from ("
    + " union all ".join(
        f"select distinct g.person_id, '{kind}' as kind, {columns} from {rows}"
        for kind, columns, rows in _PARTS
    )
    + ") as every (person_id, kind, subject_id, due_on, title, path))"
)


async def insert_reminders(tx: Connection, before: timedelta) -> Sequence[UUID]:
    """Begin a letter for each step whose day is near, one for a step and its day; the demo's people get none."""
    rows = await tx.fetch(
        f"""
        insert into reminder (person_id, kind, subject_id, due_on)
        select step.person_id, step.kind, step.subject_id, step.due_on
        from {STEPS} as step
        join person on person.id = step.person_id
        where step.due_on between (now() at time zone 'UTC')::date - $1::interval
            and (now() at time zone 'UTC')::date + $1::interval and not person.is_example
        on conflict (person_id, kind, subject_id, due_on) do nothing
        returning id
        """,
        before,
    )
    return [row["id"] for row in rows]


async def reminder(tx: Connection, reminder_id: UUID) -> Reminder | None:
    """Find a letter and keep others from sending it; None where its person is gone."""
    row = await tx.fetchrow(
        f"""
        select reminder.id, person.email, person.language, reminder.kind, reminder.due_on, step.title, step.path,
            step.kind is not null as is_due, reminder.sent_at is not null as is_sent
        from reminder
        join person on person.id = reminder.person_id
        left join {STEPS} as step on step.person_id = reminder.person_id and step.kind = reminder.kind
            and step.subject_id = reminder.subject_id and step.due_on = reminder.due_on
        where reminder.id = $1
        for update of reminder
        """,
        reminder_id,
    )
    if row is None:
        return None
    kind = Kind(row["kind"])
    return Reminder(**{**dict(row), "kind": kind, "title": row["title"] or {}, "path": row["path"] or ""})


async def reminder_sent(tx: Connection, reminder_id: UUID) -> None:
    """Note that the mail server has taken a letter."""
    await tx.execute("update reminder set sent_at = now() where id = $1", reminder_id)
