"""How sources, crawls and findings are read through the API."""

import json
from collections.abc import Mapping

from registry.crawls.model import Reason
from registry.crawls.repository import VISIBLE
from registry.crawls.words import NEXT, WHAT, Words
from store.read import NEWEST, OLDEST, Direction, ReadView, Term


def _in_words(words: Mapping[Reason, Words]) -> str:
    """Write the SQL that gives the words of a row's reason."""
    known = json.dumps({reason.value: each for reason, each in words.items()}, ensure_ascii=False)
    return f"('{known.replace(chr(39), 2 * chr(39))}'::jsonb -> {{t}}.reason)"


SOURCES = ReadView(
    source="crawl_source",
    visible=VISIBLE,
    joins={"organisation": "{o}.id = {t}.organisation_id"},
    orders={
        "NEWEST": NEWEST,
        "OLDEST": OLDEST,
        "NEXT": (Term("{t}.next_at", Direction.ASCENDING, "timestamptz"),),
    },
)

CRAWLS = ReadView(
    source="crawl",
    visible=VISIBLE,
    columns={
        "counts": (
            "(select coalesce(jsonb_agg(jsonb_build_object('reason', c.key, 'count', c.value) order by c.key),"
            " '[]'::jsonb) from jsonb_each({t}.counts) as c)"
        )
    },
    joins={"source": "{o}.id = {t}.source_id"},
    orders={"NEWEST": (Term("{t}.started_at", Direction.DESCENDING, "timestamptz"),)},
)

FINDINGS = ReadView(
    source="crawl_finding",
    visible=VISIBLE,
    columns={
        "explanation": _in_words(WHAT),
        "next_step": _in_words(NEXT),
        "looks_again_at": "(select s.next_at from crawl_source as s where s.id = {t}.source_id)",
    },
    joins={
        "source": "{o}.id = {t}.source_id",
        "software": "{o}.id = {t}.software_id",
        "organisation": (
            "{t}.source_id in (select s.id from crawl_source as s where s.organisation_id = {o}.id)"
        ),
    },
    orders={"URL": (Term("{t}.url", Direction.ASCENDING, "text"),)},
)
