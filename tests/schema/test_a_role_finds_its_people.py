"""From a profile to a team that applies, by the API alone: what programs and pages of others can do."""

from typing import Any

from schema.ids import row_id, to_global_id
from store.actor import Actor
from tests.schema.conftest import Ask, World
from tests.schema.test_writes import ERRORS, outcome, person, refusals

ADD = f"""mutation ($challenge: ID!, $input: ChallengeRoleInput!) {{
  addChallengeRole(challengeId: $challenge, input: $input) {{ role {{ id state placesTaken }} {ERRORS} }}
}}"""
SAVE = f"""mutation ($input: ProfileInput!) {{
  saveProfile(input: $input, expectedVersion: 0) {{ profile {{ id isFound version }} {ERRORS} }}
}}"""
SHOW = f"""mutation ($role: ID!) {{
  showRoleInterest(roleId: $role, note: "Gladly") {{ interest {{ id state isMine profile {{ name }} }} {ERRORS} }}
}}"""
ACCEPT = f"mutation ($id: ID!) {{ acceptRoleInterest(id: $id) {{ interest {{ state }} {ERRORS} }} }}"
FORM = f"""mutation ($challenge: ID!) {{
  formRoleTeam(challengeId: $challenge, name: {{en: "Us"}}) {{ team {{ id slug hoursPerWeek }} {ERRORS} }}
}}"""
JOIN = f"""mutation ($id: ID!) {{
  joinRoleTeam(id: $id) {{ team {{ hoursPerWeek skills(first: 9) {{ totalCount }} }} {ERRORS} }}
}}"""
APPLY = f"""mutation ($challenge: ID!, $team: ID!) {{
  apply(challengeId: $challenge, teamId: $team, input: {{proposal: {{en: "Together"}}, preference: 1}}) {{ {ERRORS} }}
}}"""
FITS = """{ rolesForMe(first: 5) { passed score role { id } forRole { criteria { criterion missing { text } } } } }"""


async def seeker(ask: Ask, world: World, name: str, level: int) -> Actor:
    """Somebody with a profile."""
    made = await person(world.database, name)
    written = {"skills": [{"concept": "maps", "level": level}], "languages": ["zh-Hant"], "hoursPerWeek": 10}
    assert outcome(await ask(SAVE, made, input=written))["profile"]["isFound"] is False
    return made


async def test_two_strangers_become_a_team_that_applies(ask: Ask, world: World) -> None:
    challenge = to_global_id("Challenge", world.challenges[0])
    role = {
        "title": {"en": "Map maker"}, "hoursNeeded": 100, "places": 2,
        "needs": [{"concept": "maps", "level": 3, "required": True}],
    }  # fmt: skip
    added = outcome(await ask(ADD, world.owner, challenge=challenge, input=role))["role"]
    assert (added["state"], added["placesTaken"]) == ("OPEN", 0)
    first, second = [await seeker(ask, world, name, level) for name, level in (("mei", 4), ("jun", 2))]
    fits: Any = [(await ask(FITS, each))["data"]["rolesForMe"] for each in (first, second)]
    assert [[each["role"]["id"] for each in told] for told in fits] == [[added["id"]]] * 2
    assert fits[0][0]["score"] > fits[1][0]["score"] > 0
    shown = [outcome(await ask(SHOW, each, role=added["id"]))["interest"] for each in (first, second)]
    assert [(each["state"], each["isMine"], each["profile"]["name"]) for each in shown] == [
        ("INTERESTED", True, "mei"), ("INTERESTED", True, "jun"),
    ]  # fmt: skip
    for each in shown:
        assert refusals(await ask(ACCEPT, first, id=each["id"]))[0][0] in {
            "NOT_YOURS_TO_ANSWER", "UNKNOWN_INTEREST",
        }  # fmt: skip
        assert outcome(await ask(ACCEPT, world.owner, id=each["id"]))["interest"]["state"] == "ACCEPTED"
    team = outcome(await ask(FORM, first, challenge=challenge))["team"]
    assert (team["slug"], team["hoursPerWeek"]) == ("us", 10)
    joined = outcome(await ask(JOIN, second, id=shown[1]["id"]))["team"]
    assert joined == {"hoursPerWeek": 20, "skills": {"totalCount": 2}}
    lead = Actor(person_id=first.person_id, name="mei", team_ids=frozenset({row_id(team["id"], "Team")}))
    assert refusals(await ask(APPLY, lead, challenge=challenge, team=team["id"])) == []
    filled = await ask(
        '{ roles(filter: {skill: ["maps"]}) { nodes { state placesTaken challenge { roleHours } } } }'
    )
    assert filled["data"]["roles"]["nodes"] == [
        {"state": "FILLED", "placesTaken": 2, "challenge": {"roleHours": 200}}
    ]
