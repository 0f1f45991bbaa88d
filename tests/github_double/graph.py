"""The double's GraphQL API: what we ask for of GitHub's own schema; `make test-contract` holds us to all of it."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from graphql import DocumentNode, build_schema, execute_sync, parse, validate

from tests.github_double.answers import utc
from tests.github_double.recording import Recording, blob_sha
from tests.github_double.state import Double
from tests.github_double.threads import Thread

SCHEMA = build_schema(
    """
    scalar DateTime
    scalar GitObjectID
    enum IssueOrderField { CREATED_AT }
    enum OrderDirection { DESC }
    input IssueOrder { field: IssueOrderField!, direction: OrderDirection! }
    enum IssueTimelineItemsItemType { CLOSED_EVENT }
    enum PullRequestTimelineItemsItemType { CLOSED_EVENT }
    interface Actor { login: String! }
    type User implements Actor { login: String! }
    type Bot implements Actor { login: String! }
    type IssueComment { createdAt: DateTime!, author: Actor }
    type IssueCommentConnection { nodes: [IssueComment] }
    type PullRequestReview { createdAt: DateTime!, author: Actor }
    type PullRequestReviewConnection { nodes: [PullRequestReview] }
    type ClosedEvent { createdAt: DateTime!, actor: Actor }
    type LockedEvent { createdAt: DateTime! }
    union IssueTimelineItems = ClosedEvent | LockedEvent
    union PullRequestTimelineItems = ClosedEvent | LockedEvent
    type IssueTimelineItemsConnection { nodes: [IssueTimelineItems] }
    type PullRequestTimelineItemsConnection { nodes: [PullRequestTimelineItems] }
    type Issue {
      createdAt: DateTime!
      closedAt: DateTime
      author: Actor
      comments(first: Int): IssueCommentConnection!
      timelineItems(first: Int, itemTypes: [IssueTimelineItemsItemType!]): IssueTimelineItemsConnection!
    }
    type PullRequest {
      createdAt: DateTime!
      closedAt: DateTime
      mergedAt: DateTime
      mergedBy: Actor
      author: Actor
      comments(first: Int): IssueCommentConnection!
      reviews(first: Int): PullRequestReviewConnection
      timelineItems(first: Int, itemTypes: [PullRequestTimelineItemsItemType!]): PullRequestTimelineItemsConnection!
    }
    type IssueConnection { totalCount: Int!, nodes: [Issue] }
    type PullRequestConnection { totalCount: Int!, nodes: [PullRequest] }
    interface GitObject { oid: GitObjectID! }
    type Blob implements GitObject { oid: GitObjectID!, text: String, isTruncated: Boolean! }
    type Tree implements GitObject { oid: GitObjectID! }
    type Repository {
      issues(first: Int, orderBy: IssueOrder): IssueConnection!
      pullRequests(first: Int, orderBy: IssueOrder): PullRequestConnection!
      object(expression: String): GitObject
    }
    type Query { repository(owner: String!, name: String!): Repository }
    """
)
MOST_TEXT = 512_000  # bytes of a blob that GitHub gives in one answer


def answer(double: Double, document: str, variables: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a query as GitHub does: data, and errors with their type where there are any."""
    named = double.named(str(variables.get("owner")), str(variables.get("name")))
    root = {"repository": (lambda _info, **_asked: None if named is None else _repository(double, named))}
    done = execute_sync(SCHEMA, _understood(document), root, variable_values=dict(variables))
    if named is None:
        return {
            "data": {"repository": None},
            "errors": [{"type": "NOT_FOUND", "message": "Could not resolve"}],
        }
    errors = {"errors": [each.formatted for each in done.errors]} if done.errors else {}
    return {"data": done.data, **errors}


@lru_cache
def _understood(document: str) -> DocumentNode:
    """Read a query and hold it to the schema, once: a night asks the same few thousands of times."""
    read = parse(document)
    wrong = validate(SCHEMA, read)
    if wrong:
        raise ValueError(f"not a query of this schema: {wrong}")
    return read


def _repository(double: Double, recording: Recording) -> dict[str, Any]:
    threads = sorted(double.threads.get(recording.full_name, ()), key=lambda each: each.opened, reverse=True)
    issues = [each for each in threads if not each.is_change_request]
    requests = [each for each in threads if each.is_change_request]
    return {
        "issues": lambda _info, first, **_order: _page(issues, first),
        "pullRequests": lambda _info, first, **_order: _page(requests, first),
        "object": lambda _info, expression: _object(recording, expression),
    }


def _page(threads: Sequence[Thread], first: int) -> dict[str, Any]:
    return {"totalCount": len(threads), "nodes": [_thread(each) for each in threads[:first]]}


def _thread(thread: Thread) -> dict[str, Any]:
    comments = [{"createdAt": utc(each.at.isoformat()), "author": _actor(each.by)} for each in thread.notes]
    closed = None if thread.closed is None else utc(thread.closed.isoformat())
    event = {"__typename": "ClosedEvent", "createdAt": closed, "actor": _actor(thread.closed_by)}
    return {
        "createdAt": utc(thread.opened.isoformat()),
        "closedAt": closed,
        "mergedAt": closed if thread.is_change_request else None,
        "mergedBy": _actor(thread.closed_by),
        "author": _actor(thread.by),
        "comments": lambda _info, first: {"nodes": comments[:first]},
        "reviews": lambda _info, **_first: {"nodes": []},
        "timelineItems": lambda _info, **_asked: {"nodes": [] if closed is None else [event]},
    }


def _actor(login: str | None) -> dict[str, str] | None:
    if login is None:
        return None
    is_machine = login.endswith("[bot]")
    return {"__typename": "Bot" if is_machine else "User", "login": login.removesuffix("[bot]")}


def _object(recording: Recording, expression: str) -> dict[str, Any] | None:
    branch, _, path = expression.partition(":")
    content = recording.files.get(path) if branch == recording.repo["default_branch"] else None
    if content is None:
        return None
    try:
        text = content[:MOST_TEXT].decode()
    except UnicodeDecodeError:
        text = None  # GitHub calls it binary
    is_truncated = len(content) > MOST_TEXT
    return {"__typename": "Blob", "oid": blob_sha(content), "text": text, "isTruncated": is_truncated}
