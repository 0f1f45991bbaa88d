"""What is kept about one person, part by part, as `docs/privacy.md` names it.

It stands in matching because that is the highest room whose tables it reads. Hashes of secrets are left out: they let
nobody learn anything, and whoever steals a copy should not have them.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from store.database import Connection

#: A name for each part, and the rows of it; `$1` is the person. A test finds every column that points at a person here.
PARTS: Mapping[str, str] = {
    "person": """
        select person.id, person.email, person.name, person.language, person.created_at, person.last_seen_on
        from person where person.id = $1
    """,
    "roles": """
        select role_grant.role, organisation.slug as organisation, role_grant.granted_at
        from role_grant left join organisation on organisation.id = role_grant.organisation_id
        where role_grant.person_id = $1 order by role_grant.granted_at, role_grant.id
    """,
    "invitations": """
        select invitation.role, organisation.slug as organisation, invitation.created_at, invitation.expires_at,
            invitation.used_at
        from invitation
        join person on person.email = invitation.email
        left join organisation on organisation.id = invitation.organisation_id
        where person.id = $1 order by invitation.created_at
    """,
    "sessions": """
        select session.created_at, session.expires_at
        from session where session.person_id = $1 order by session.created_at
    """,
    "identities": """
        select identity.issuer, identity.subject, identity.linked_at
        from identity where identity.person_id = $1 order by identity.linked_at
    """,
    "tokens": """
        select api_token.name, api_token.scopes, api_token.created_at, api_token.expires_at, api_token.last_used_on,
            api_token.revoked_at
        from api_token where api_token.person_id = $1 order by api_token.created_at
    """,
    "teams": """
        select team.slug as team, team_member.is_lead, team_member.joined_at, team_member.shown_name
        from team_member join team on team.id = team_member.team_id
        where team_member.person_id = $1 order by team_member.joined_at
    """,
    "skills": """
        select team.slug as team, member_skill.concept, member_skill.level, member_skill.evidence,
            member_skill.evidence_url, member_skill.evidenced_on
        from member_skill join team on team.id = member_skill.team_id
        where member_skill.person_id = $1 order by member_skill.team_id, member_skill.position
    """,
    "barriers": """
        select team.slug as team, member_barrier.barrier, member_barrier.said_at
        from member_barrier join team on team.id = member_barrier.team_id
        where member_barrier.person_id = $1 order by member_barrier.said_at, member_barrier.barrier
    """,
    "consents": """
        select consent.purpose, consent.subject_id, consent.text_version, consent.given_at, consent.withdrawn_at
        from consent where consent.person_id = $1 order by consent.given_at, consent.id
    """,
    "profile": """
        select profile.shown_name, profile.about, profile.skills, profile.domains, profile.languages,
            profile.hours_per_week, profile.available_from, profile.available_until, profile.data_clearance,
            profile.place, profile.remote_ok, profile.updated_at,
            array(
                select organisation.slug from profile_conflict
                join organisation on organisation.id = profile_conflict.organisation_id
                where profile_conflict.profile_id = profile.id order by organisation.slug
            ) as conflicts
        from profile where profile.person_id = $1
    """,
    "role_interests": """
        select challenge.slug as challenge, challenge_role.title as role, role_interest.state, role_interest.note,
            role_interest.reason, role_interest.created_at, role_interest.updated_at
        from role_interest
        join profile on profile.id = role_interest.profile_id
        join challenge_role on challenge_role.id = role_interest.role_id
        join challenge on challenge.id = challenge_role.challenge_id
        where profile.person_id = $1 order by role_interest.created_at, role_interest.id
    """,
    "credentials": """
        select credential.id, credential.issued_at, challenge.slug as challenge
        from credential
        join match on match.id = credential.match_id
        join challenge on challenge.id = match.challenge_id
        where credential.person_id = $1 order by credential.issued_at
    """,
    "review_tasks": """
        select review_task.application_id, review_task.assigned_at
        from review_task where review_task.reviewer_id = $1 order by review_task.assigned_at, review_task.id
    """,
    "review_conflicts": """
        select review_conflict.application_id, review_conflict.declared_at
        from review_conflict where review_conflict.reviewer_id = $1 order by review_conflict.declared_at
    """,
    "reviews": """
        select review.application_id, review.scores, review.comment, review.submitted_at
        from review where review.reviewer_id = $1 order by review.submitted_at, review.id
    """,
    "proposals": """
        select proposal.id, proposal.title, proposal.state, proposal.created_at
        from proposal where proposal.author_id = $1 order by proposal.created_at
    """,
    "coachings": """
        select coaching.match_id, coaching.created_at, entry.kind, entry.words, entry.minutes, entry.held_on
        from coaching left join coaching_entry as entry on entry.coaching_id = coaching.id
        where coaching.person_id = $1 order by coaching.created_at, entry.created_at
    """,
    "ballots": """
        select ballot.vote_id, ballot.votes
        from ballot where ballot.person_id = $1 order by ballot.vote_id
    """,
    "questions": """
        select challenge.slug as challenge, question.text, question.asked_at, question.answer, question.hidden_reason
        from question join challenge on challenge.id = question.challenge_id
        where question.asked_by = $1 order by question.asked_at, question.id
    """,
    "messages": """
        select match_message.match_id, match_message.text, match_message.sent_at
        from match_message where match_message.sent_by = $1 order by match_message.sent_at, match_message.id
    """,
    "notes": """
        select shared_note.title, shared_note.held_on, note_part.text, note_part.approved_at
        from note_part join shared_note on shared_note.id = note_part.note_id
        where note_part.speaker_id = $1 order by shared_note.held_on, note_part.id
    """,
    "credits": """
        select credit.kind, credit.hours, credit.worked_on, credit.what, credit.claimed_at, credit.confirmed_at,
            credit.declined_at, coalesce(credit.helper_id = $1, false) as helped
        from credit where credit.helper_id = $1 or credit.helped_id = $1 order by credit.claimed_at, credit.id
    """,
    "reminders": """
        select reminder.kind, reminder.subject_id, reminder.due_on, reminder.sent_at
        from reminder where reminder.person_id = $1 order by reminder.due_on, reminder.id
    """,
    "watches": """
        select software.slug as software, watch.created_at
        from watch join software on software.id = watch.software_id
        where watch.person_id = $1 order by watch.created_at
    """,
    "saved_searches": """
        select saved_search.name, saved_search.query, saved_search.filters, saved_search.created_at
        from saved_search where saved_search.person_id = $1 order by saved_search.created_at
    """,
    "letters": """
        select alert_letter.alert_id, alert_letter.sent_at
        from alert_letter where alert_letter.person_id = $1 order by alert_letter.sent_at
    """,
    "records": """
        select 'challenge' as record, challenge.id, 'created' as part from challenge where challenge.created_by = $1
        union all
        select 'survey_answer', survey_answer.id, 'answered' from survey_answer where survey_answer.answered_by = $1
        union all
        select 'challenge', challenge.id, 'released' from challenge where challenge.released_by = $1
        union all
        select 'team', team.id, 'created' from team where team.created_by = $1
        union all
        select 'application', application.id, 'created' from application where application.created_by = $1
        union all
        select 'review_task', review_task.id, 'assigned' from review_task where review_task.assigned_by = $1
        union all
        select 'cohort_assignment', cohort_assignment.id, 'proposed'
        from cohort_assignment where cohort_assignment.created_by = $1
        union all
        select 'cohort_assignment', cohort_assignment.id, 'adopted'
        from cohort_assignment where cohort_assignment.adopted_by = $1
        union all
        select 'agreement', agreement.id, 'proposed' from agreement where agreement.proposed_by = $1
        union all
        select 'agreement', agreement.id, 'accepted for the owner'
        from agreement where agreement.accepted_by_owner = $1
        union all
        select 'agreement', agreement.id, 'accepted for the team'
        from agreement where agreement.accepted_by_team = $1
        union all
        select 'delivery', delivery.id, 'delivered' from delivery where delivery.delivered_by = $1
        union all
        select 'usage', usage.id, 'attested' from usage where usage.attested_by = $1
        union all
        select 'webhook', webhook.id, 'registered' from webhook where webhook.created_by = $1
        union all
        select 'mutual_grade', mutual_grade.id, 'given' from mutual_grade where mutual_grade.graded_by = $1
        union all
        select 'question', question.id, 'answered' from question where question.answered_by = $1
        union all
        select 'question', question.id, 'hidden' from question where question.hidden_by = $1
        union all
        select 'agreement_version', agreement_version.id, 'written'
        from agreement_version where agreement_version.written_by = $1
        union all
        select 'service_check', service_check.id, 'answered'
        from service_check where service_check.answered_by = $1
        union all
        select 'outcome_figure', outcome_figure.id, 'reported'
        from outcome_figure where outcome_figure.reported_by = $1
        union all
        select 'shared_note', shared_note.id, 'begun' from shared_note where shared_note.created_by = $1
        union all
        select 'credit', credit.id, 'confirmed' from credit where credit.confirmed_by = $1
        order by 1, 3, 2
    """,
    "audit_events": """
        select audit_event.at, audit_event.action, audit_event.subject_type, audit_event.subject_id
        from audit_event where audit_event.person_id = $1 order by audit_event.at, audit_event.id
    """,
}


async def everything_about(
    connection: Connection, person_id: UUID
) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Every part with its rows; a part that holds nothing is an empty list."""
    return {
        part: [dict(row) for row in await connection.fetch(rows, person_id)] for part, rows in PARTS.items()
    }
