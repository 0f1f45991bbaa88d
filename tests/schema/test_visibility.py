"""Who may see what is decided by one predicate a noun, on every edge and by every id."""

from tests.schema.conftest import Ask, World

COUNTS = (
    "{ challenges { totalCount nodes { slug state } } programmes { nodes { challenges { totalCount } } } }"
)


async def test_drafts_are_seen_by_nobody_else_than_owner_and_officers(ask: Ask, world: World) -> None:
    seen = {}
    for name, actor in (
        ("anyone", None),
        ("member", world.member),
        ("owner", world.owner),
        ("officer", world.officer),
    ):
        answer = await ask(COUNTS, actor)
        listed = answer["data"]["challenges"]["totalCount"]
        below = answer["data"]["programmes"]["nodes"][0]["challenges"]["totalCount"]
        seen[name] = (listed, below)
    assert seen == {"anyone": (3, 3), "member": (3, 3), "owner": (5, 5), "officer": (5, 5)}


async def test_the_id_of_a_draft_opens_it_for_its_owner_only(ask: Ask, world: World) -> None:
    document = "query($id: ID!) { node(id: $id) { ... on Challenge { slug } } }"
    drafts = await ask("{ challenges(filter: {state: [DRAFT]}) { nodes { id slug } } }", world.owner)
    (draft,) = drafts["data"]["challenges"]["nodes"]
    assert (await ask(document, id=draft["id"]))["data"] == {"node": None}
    assert (await ask(document, world.member, id=draft["id"]))["data"] == {"node": None}
    assert (await ask(document, world.owner, id=draft["id"]))["data"] == {"node": {"slug": draft["slug"]}}


async def test_oneself_is_seen_by_oneself(ask: Ask, world: World) -> None:
    document = "{ viewer { name roles teams { nodes { isLead team { slug } } } } }"
    assert (await ask(document))["data"] == {"viewer": None}
    assert (await ask(document, world.member))["data"] == {
        "viewer": {
            "name": "Lead",
            "roles": [],
            "teams": {"nodes": [{"isLead": True, "team": {"slug": "team"}}]},
        }
    }
