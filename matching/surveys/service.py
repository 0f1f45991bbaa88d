"""What officers and local governments may do with a survey: ask, answer, judge topics, make one a draft."""

from datetime import date
from uuid import UUID

from matching.challenges import service as challenges
from matching.challenges.model import Challenge, ChallengeForm
from matching.forms import LONGEST_TEXT, LocalizedText, any_text, check_line, tidied, today
from matching.surveys import repository
from matching.surveys.model import AnswerForm, StoredTopic, judge_answer, judge_survey
from registry.people import repository as people
from registry.people.model import OrganisationKind
from registry.slugs import slug
from store import audit
from store.actor import Actor
from store.database import Connection
from store.refusal import Problem, Problems, Refused, refuse_unless


async def begin(tx: Connection, actor: Actor, title: LocalizedText, closes_on: date) -> UUID:
    """Ask the local governments, up to a last day.

    Raises:
        Refused: OFFICERS_ONLY, or what `model.judge_survey` finds.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    written = tidied(title)
    judge_survey(written, closes_on, today()).refuse()
    made = await repository.insert(tx, slug(any_text(written), "survey"), written, closes_on)
    after = {"title": written, "closes_on": closes_on}
    await audit.record(tx, actor, "survey.begun", "survey", made, after=after)
    return made


async def answer(
    tx: Connection, actor: Actor, survey_id: UUID, organisation_id: UUID, form: AnswerForm
) -> UUID:
    """Answer for one's local government, or answer anew up to the last day; gives the answer.

    Raises:
        Refused: UNKNOWN_SURVEY, NOT_YOUR_ORGANISATION, NOT_ASKED, SURVEY_CLOSED, or what `model.judge_answer` finds.
    """
    survey = await repository.hold(tx, survey_id)
    if survey is None:
        raise Refused(Problem("UNKNOWN_SURVEY", "id"))
    refuse_unless(actor.owns(organisation_id), "NOT_YOUR_ORGANISATION", "organisationId")
    body = await people.find_organisation(tx, organisation_id)
    is_asked = body is not None and body.kind is OrganisationKind.LOCAL_GOVERNMENT
    refuse_unless(is_asked, "NOT_ASKED", "organisationId")
    refuse_unless(today() <= survey.closes_on, "SURVEY_CLOSED", "id", date=survey.closes_on.isoformat())
    written = form.written_well()
    judge_answer(written).refuse()
    stored = await repository.put_answer(tx, survey_id, organisation_id, written, actor.person_id)
    await repository.replace_topics(tx, stored, written.topics)
    after = {"organisation_id": str(organisation_id), "topics": len(written.topics)}
    await audit.record(tx, actor, "survey.answered", "survey", survey_id, after=after)
    return stored


async def judge_topic(tx: Connection, actor: Actor, topic_id: UUID, outside_reason: str) -> StoredTopic:
    """Keep a need that no programme can meet as evidence for policy, with the reason; an empty one takes that back.

    Raises:
        Refused: OFFICERS_ONLY, UNKNOWN_TOPIC, TOPIC_DRAFTED, TEXT_TOO_LONG or TEXT_NOT_PLAIN.
    """
    refuse_unless(actor.is_officer, "OFFICERS_ONLY")
    topic = await _locked(tx, topic_id)
    refuse_unless(topic.challenge_id is None, "TOPIC_DRAFTED", "id")
    problems = Problems()
    check_line(problems, "reason", outside_reason, LONGEST_TEXT)
    problems.refuse()
    reason = outside_reason.strip() or None
    await repository.mark_outside(tx, topic_id, reason)
    before, after = {"outside_reason": topic.outside_reason}, {"outside_reason": reason}
    await audit.record(tx, actor, "survey.topic_judged", "survey_topic", topic_id, before=before, after=after)
    return topic


async def draft(tx: Connection, actor: Actor, topic_id: UUID, programme_id: UUID) -> Challenge:
    """Make a topic of one's own the draft of a challenge in an open round.

    Raises:
        Refused: UNKNOWN_TOPIC, NOT_YOUR_ORGANISATION, TOPIC_DRAFTED, TOPIC_OUTSIDE, or what `challenges.draft` refuses.
    """
    topic = await _locked(tx, topic_id)
    refuse_unless(actor.owns(topic.organisation_id), "NOT_YOUR_ORGANISATION", "id")
    refuse_unless(topic.challenge_id is None, "TOPIC_DRAFTED", "id")
    refuse_unless(topic.outside_reason is None, "TOPIC_OUTSIDE", "id")
    tag = await _language(tx, actor)
    form = ChallengeForm(title={tag: topic.title}, problem={tag: topic.problem} if topic.problem else {})
    drafted = await challenges.draft(tx, actor, programme_id, topic.organisation_id, form)
    await repository.link_challenge(tx, topic_id, drafted.id)
    after = {"challenge_id": str(drafted.id)}
    await audit.record(tx, actor, "survey.topic_drafted", "survey_topic", topic_id, after=after)
    return drafted


async def _locked(tx: Connection, topic_id: UUID) -> StoredTopic:
    found = await repository.lock_topic(tx, topic_id)
    if found is None:
        raise Refused(Problem("UNKNOWN_TOPIC", "id"))
    return found


async def _language(tx: Connection, actor: Actor) -> str:
    """The language in which whoever acts writes; Chinese for programs."""
    person = await people.find_person(tx, actor.person_id) if actor.person_id else None
    return person.language if person else "zh-Hant"
