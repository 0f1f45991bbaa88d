"""Officers see jobs and the audit trail, page by page; nobody else sees that there are any."""

from store import jobs
from store.actor import Actor
from tests.schema.conftest import Ask, World

JOBS = """
query ($first: Int, $after: Cursor, $filter: JobFilter) {
  jobs(first: $first, after: $after, filter: $filter) {
    totalCount nodes { id queue state done total message attempts runAfter createdAt finishedAt }
  }
}
"""
EVENTS = """
query ($first: Int, $after: Cursor, $last: Int, $before: Cursor, $order: AuditEventOrder! = OLDEST,
    $filter: AuditEventFilter) {
  auditEvents(first: $first, after: $after, last: $last, before: $before, orderBy: $order, filter: $filter) {
    totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    nodes { at actorName action subjectType subjectId before after requestId }
  }
}
"""


async def test_officers_see_where_jobs_stand(ask: Ask, world: World) -> None:
    async with world.database.transaction() as tx:
        first = await jobs.enqueue(tx, "observe", {"repository_id": "1"})
        await jobs.enqueue(tx, "observe", {"repository_id": "2"})
        await jobs.started(tx, first)
        await jobs.progress(tx, first, 1, 4, "one looked at")
    answer = await ask(JOBS, world.officer, filter={"state": ["RUNNING"]})
    (job,) = answer["data"]["jobs"]["nodes"]
    assert answer["data"]["jobs"]["totalCount"] == 1
    shown = {name: job[name] for name in ("queue", "state", "done", "total", "message", "attempts")}
    assert shown == {
        "queue": "observe", "state": "RUNNING", "done": 1, "total": 4, "message": "one looked at", "attempts": 1,
    }  # fmt: skip
    assert job["finishedAt"] is None
    found = await ask(
        "query($id: ID!) { node(id: $id) { ... on Job { state } } }", world.officer, id=job["id"]
    )
    assert found["data"] == {"node": {"state": "RUNNING"}}


async def test_jobs_and_audit_events_are_for_officers(ask: Ask, world: World) -> None:
    async with world.database.transaction() as tx:
        await jobs.enqueue(tx, "observe", {"repository_id": "1"})
    for actor in (None, world.member, world.owner):
        assert (await ask(JOBS, actor))["data"]["jobs"] == {"totalCount": 0, "nodes": []}
        assert (await ask(EVENTS, actor))["data"]["auditEvents"]["totalCount"] == 0


async def test_events_of_one_moment_are_paged_in_the_order_they_were_written(ask: Ask, world: World) -> None:
    async with world.database.read() as connection:
        rows = await connection.fetch("select action from audit_event order by at, id")
        moments = await connection.fetchval("select count(distinct at) from audit_event")
    written = [row["action"] for row in rows]
    assert moments < len(written)
    read, after = [], None
    while True:
        page = (await ask(EVENTS, world.officer, first=2, after=after))["data"]["auditEvents"]
        assert page["totalCount"] == len(written)
        read += [each["action"] for each in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert read == written
    back = (await ask(EVENTS, world.officer, last=3))["data"]["auditEvents"]
    assert [each["action"] for each in back["nodes"]] == written[-3:]
    newest = (await ask(EVENTS, world.officer, first=3, order="NEWEST"))["data"]["auditEvents"]
    assert [each["action"] for each in newest["nodes"]] == written[:-4:-1]


async def test_an_event_leads_to_the_record_it_is_about(ask: Ask, world: World) -> None:
    page = await ask(EVENTS, world.officer, filter={"action": ["programme.created"]})
    (event,) = page["data"]["auditEvents"]["nodes"]
    assert (event["actorName"], event["subjectType"], event["before"]) == ("officer", "programme", None)
    document = "query($id: ID!) { node(id: $id) { ... on Programme { slug } } }"
    assert (await ask(document, id=event["subjectId"]))["data"] == {"node": {"slug": "round"}}


async def test_everybodys_roles_are_for_officers(ask: Ask, world: World) -> None:
    document = "{ roleGrants { nodes { name role organisation { slug } } } }"
    async with world.database.transaction() as tx:
        await tx.execute("insert into role_grant (person_id, role) select id, 'reviewer' from person")
    granted = [{"name": "Lead", "role": "REVIEWER", "organisation": None}]
    assert (await ask(document, world.officer))["data"]["roleGrants"]["nodes"] == granted
    assert (await ask(document, world.member))["data"]["roleGrants"]["nodes"] == granted
    assert (await ask(document, Actor(name="x")))["data"]["roleGrants"]["nodes"] == []
