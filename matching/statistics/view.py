"""How the figures of challenges and matches are read through the API: over what is public, in one row."""

from matching.members.model import Barrier
from store.read import ReadView
from store.statistics import counted, counted_by_month, people, people_by, spread, spread_by

#: Once published, a challenge stays public, whatever its officers and owners see besides.
_PUBLIC = "c.state in ('PUBLISHED', 'MATCHED', 'DELIVERED')"

#: Public challenges with their programme `p` and owner `o`; `and` may follow.
_CHALLENGES = (
    "challenge as c join programme as p on p.id = c.programme_id join organisation as o on o.id = c.owner_id"
    f" where {_PUBLIC}"
)

#: A challenge is matched when the later of both sides accepted the agreement.
_MATCHED = (
    "challenge as c join programme as p on p.id = c.programme_id join match as m on m.challenge_id = c.id"
    " join agreement as a on a.match_id = m.id"
    f" where {_PUBLIC} and a.accepted_by_owner_at is not null and a.accepted_by_team_at is not null"
)
_DAYS_TO_MATCH = (
    "extract(epoch from greatest(a.accepted_by_owner_at, a.accepted_by_team_at) - c.published_at) / 86400"
)

#: Applications of a challenge that were not withdrawn; none are known of rounds that were only reported.
_APPLICATIONS = (
    "(select count(*) from application as made where made.challenge_id = c.id and made.state <> 'WITHDRAWN')"
)

STATISTICS = ReadView(
    source="(select '00000000-0000-0000-0000-000000000000'::uuid as id)",
    columns={
        "challenges_by_state": counted("state", "c.state", _CHALLENGES),
        "challenges_by_mode": counted("mode", "p.mode", _CHALLENGES),
        "challenges_by_county": counted("county", "o.place", _CHALLENGES),
        "challenges_by_month": counted_by_month(
            "c.published_at", f"{_CHALLENGES} and c.published_at is not null"
        ),
        "applications_per_challenge": spread(_APPLICATIONS, f"{_CHALLENGES} and p.source is null"),
        "days_to_match": spread(_DAYS_TO_MATCH, _MATCHED),
        "days_to_match_by_mode": spread_by("mode", "p.mode", _DAYS_TO_MATCH, _MATCHED),
    },
)

#: The same figures of one programme, as columns of its row `{t}`.
OF_PROGRAMME = {
    "challenges_by_state": counted("state", "c.state", f"{_CHALLENGES} and c.programme_id = {{t}}.id"),
    "challenges_by_county": counted("county", "o.place", f"{_CHALLENGES} and c.programme_id = {{t}}.id"),
    "applications_per_challenge": spread(
        _APPLICATIONS, f"{_CHALLENGES} and p.source is null and c.programme_id = {{t}}.id"
    ),
    "days_to_match": spread(_DAYS_TO_MATCH, f"{_MATCHED} and c.programme_id = {{t}}.id"),
}

#: Whoever is in a team `e` whose application for a challenge of the round `{t}` stands.
_TAKING_PART = (
    "team as e join team_member as n on n.team_id = e.id where exists (select from application as bid"
    " join challenge as c on c.id = bid.challenge_id where bid.team_id = e.id and bid.state <> 'WITHDRAWN'"
    " and c.programme_id = {t}.id)"
)
_WITH_BARRIER = _TAKING_PART.replace("team_member", "member_barrier") + " and n.barrier = '{barrier}'"
_BARRIERS = ", ".join(
    f"jsonb_build_object('barrier', '{each}', 'people',"
    f" {people('n.person_id', _WITH_BARRIER.replace('{barrier}', each))})"
    for each in Barrier
)

#: Figures about people of one programme: no small one leaves the database.
PEOPLE_OF_PROGRAMME = {
    "participants": people("n.person_id", _TAKING_PART),
    "participants_by_county": people_by("county", "e.place", "n.person_id", _TAKING_PART),
    "barriers": f"case when :is_officer then jsonb_build_array({_BARRIERS}) end",
}
