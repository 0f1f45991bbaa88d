"""Loads what other modes look like: a round by theme, open proposals with their vote, a survey, a coached pair."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from demo import repository
from demo.records import LEAD, Known, read
from demo.rounds import OFFICER, days
from matching.challenges.model import Answer, Readiness
from matching.coaching import service as coaching
from matching.coaching.model import Entry, Kind
from matching.programmes import service as programmes
from matching.programmes.model import Mode, ProgrammeForm
from matching.proposals import service as proposals
from matching.surveys import service as surveys
from matching.surveys.model import AnswerForm, Topic
from matching.themes import service as themes
from matching.votes import service as votes
from registry.people import repository as people
from store.database import Connection

MODES = "example/modes"
OPEN_FOR = timedelta(days=1)  # the vote, while the demo's people cast their ballots; then it is put back


async def round_by_theme(tx: Connection, known: Known) -> Mapping[str, UUID]:
    """A round by theme that is open, with who has committed to what."""
    officer, facts = known.person(OFFICER), read(MODES)["theme"]
    programme_id = await _prepared(tx, known, facts, "example-theme")
    await themes.set_themes(tx, officer, programme_id, [each["name"] for each in facts["themes"]], 1)
    await programmes.open_applications(tx, officer, programme_id)
    found = await repository.themes_of(tx, programme_id)
    for theme_id, theme in zip(found, facts["themes"], strict=True):
        for name in theme["committed"]:
            if f"team:{name}" in known.ids:
                team = known.id("team", name)
                await themes.commit(tx, known.person(f"{LEAD}{name}"), theme_id, None, team)
            else:
                owner = known.id("organisation", f"example-{name}")
                await themes.commit(tx, known.person(_owner(name)), theme_id, owner, None)
    return {"programme:theme": programme_id}


async def round_of_proposals(tx: Connection, known: Known) -> Mapping[str, UUID]:
    """A round of open proposals in which the public has voted."""
    officer, facts = known.person(OFFICER), read(MODES)["proposals"]
    programme_id = await _prepared(tx, known, facts, "example-proposals")
    await programmes.open_applications(tx, officer, programme_id)
    ids: dict[str, UUID] = {}
    for each in facts["proposed"]:
        team = known.id("team", each["team"]) if "team" in each else None
        made = await proposals.propose(
            tx, known.person(each["by"]), programme_id, team, each["title"], each["idea"], each["domains"]
        )
        ids[each["id"]] = made.id
        for shown in each["interested"]:
            owner = known.id("organisation", shown["organisation"])
            await proposals.show_interest(tx, known.person(shown["by"]), made.id, owner, shown["note"])
    vote = await votes.open_vote(tx, officer, programme_id, datetime.now(UTC) + OPEN_FOR)
    for ballot in facts["ballots"]:
        given = {ids[name]: number for name, number in ballot["votes"].items()}
        await votes.cast(tx, known.person(ballot["by"]), vote.id, given)
    opened, closed = (known.now + timedelta(days=facts[name]) for name in ("vote_opened", "vote_closed"))
    await repository.put_vote_back(tx, vote.id, opened, closed)
    return {"programme:proposals": programme_id, **{f"proposal:{name}": each for name, each in ids.items()}}


async def survey(tx: Connection, known: Known) -> Mapping[str, UUID]:
    """A survey that two local governments have answered, with one need that no programme can meet."""
    officer, facts = known.person(OFFICER), read(MODES)["survey"]
    closes = known.now.date() + timedelta(days=facts["closes"])
    survey_id = await surveys.begin(tx, officer, facts["title"], closes)
    for each in facts["answers"]:
        form = AnswerForm(
            each["needs"],
            {Readiness(name): Answer(said) for name, said in each["readiness"].items()},
            tuple(Topic(topic["title"], topic["problem"]) for topic in each["topics"]),
        )
        owner, by = known.id("organisation", each["organisation"]), known.person(each["by"])
        answer_id = await surveys.answer(tx, by, survey_id, owner, form)
        stored = await repository.topics_of(tx, answer_id)
        for topic_id, topic in zip(stored, each["topics"], strict=True):
            if "outside_reason" in topic:
                await surveys.judge_topic(tx, officer, topic_id, topic["outside_reason"])
    return {"survey:example": survey_id}


async def coached_pair(tx: Connection, known: Known) -> Mapping[str, UUID]:
    """A coach for a pair of the round that is over, with notes, advice and the time they took."""
    facts = read(MODES)["coaching"]
    (match,) = (key for key in known.ids if key.startswith(f"match:{facts['challenge']}/"))
    coach = known.person(facts["coach"])
    person = await people.find_person(tx, known.id("person", facts["coach"]))
    coaching_id = await coaching.assign(
        tx, known.person(OFFICER), known.ids[match], person.email if person else ""
    )
    for each in facts["entries"]:
        held = known.now.date() + timedelta(days=each["held"])
        await coaching.write(
            tx, coach, coaching_id, Entry(Kind(each["kind"]), each["words"], each["minutes"], held)
        )
    return {f"coaching:{facts['challenge']}": coaching_id}


async def _prepared(tx: Connection, known: Known, facts: Mapping[str, Any], slug: str) -> UUID:
    dated = days(facts, known)
    form = ProgrammeForm(
        name=facts["name"],
        description=facts["description"],
        mode=Mode(facts["mode"]),
        opens_on=dated.opens_on,
        applications_close_on=dated.applications_close_on,
        decision_on=dated.decision_on,
        ends_on=dated.ends_on,
        is_example=True,
    )
    run_by = known.id("organisation", facts["organisation"])
    return (await programmes.create(tx, known.person(OFFICER), run_by, form, wanted_slug=slug)).id


def _owner(name: str) -> str:
    """Whoever of the demo speaks for an example organisation: `owner-city` for `city-library`."""
    return f"owner-{name.partition('-')[0]}"
