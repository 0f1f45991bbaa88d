"""The benchmark's catalogue: a hundred thousand entries whose words are as unequal as words are, the same everywhere.

Words follow Zipf's law (the n-th commonest occurs 1/n as often as the first), so that a query can match ten entries or
ninety thousand. Ids count upwards, as time-ordered ids do.
"""

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from registry.concepts import CONCEPTS, ConceptKind
from registry.search.document import Document, vector
from store.database import Connection

SOFTWARE = 100_000
PUBLISHERS = 500
WORDS = 30_000
NAME, SUMMARY, REST = 2, 14, 60  # words; what the real entries have, about
BATCH = 5_000
SEED = 20261121
COUNTIES = tuple(
    f"TW-{code}" for code in ("TPE", "TNN", "TXG", "TAO", "KHH", "HUA", "TTT", "ILA", "PEN", "KIN")
)
LICENCES = ("MIT", "AGPL-3.0-only", "EUPL-1.2", "Apache-2.0", "GPL-3.0-or-later", None)
VERDICTS = ("AGREE", "DECLARED_ONLY", "SHIPPED_ONLY", "CONFLICT", "UNKNOWN")
BANDS = ("THRIVING", "STEADY", "QUIET", "DORMANT", "NOT_OBSERVED")
TYPES = (
    "standalone/web",
    "library",
    "standalone/backend",
    "standalone/mobile",
    "addon",
    "configurationFiles",
)
STATUSES = ("stable", "beta", "development", "concept", "obsolete")
LANGUAGES = ("en", "zh-Hant", "it", "nl", "de", "fr", "sv")

_INSERT = """
insert into software (id, slug, name, url, publisher_id, short_description, categories, scopes, technologies, languages,
    software_type, development_status, licence, verdict, health_score, health_band, accessibility)
select lpad(to_hex(n), 32, '0')::uuid, 'software-' || n, name, 'https://github.com/example/software-' || n,
    lpad(to_hex(n % $10::int), 32, '0')::uuid, jsonb_build_object('en', summary), string_to_array(categories, ' '),
    string_to_array(scope, ' '), string_to_array(technologies, ' '), string_to_array(languages, ' '), software_type,
    status, licence, verdict, (n::bigint * 7919 % 101)::int, band, (array['A', 'AA', 'AAA', null])[1 + n % 4]
from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
    $11::text[], $12::text[], $13::text[])
    as row (n, name, summary, categories, scope, technologies, languages, software_type, status, licence,
    verdict, band)
"""
_SEARCH = "select narrow_software(array(select lpad(to_hex(n), 32, '0')::uuid from unnest($1::int[]) as n))"
_WORDS = """
update software_search set words = said.words::tsvector
from unnest($1::int[], $2::text[]) as said (n, words)
where id = lpad(to_hex(n), 32, '0')::uuid
"""
_LEARNED = "insert into search_word (subject, word, occurrences) select 'software', unnest($1::text[]), 1"
_PUBLISHERS = """
insert into organisation (id, slug, name, kind, country, place)
select lpad(to_hex(n), 32, '0')::uuid, 'publisher-' || n, jsonb_build_object('en', 'Publisher ' || n),
    'LOCAL_GOVERNMENT', 'TW', ($2::text[])[1 + n % cardinality($2::text[])]
from generate_series(0, $1::int - 1) as n
"""
_INDEXES = """
select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
from pg_index
where indrelid in ('software'::regclass, 'software_search'::regclass)
    and not exists (select from pg_constraint where conindid = indexrelid)
"""


@dataclass(frozen=True, slots=True)
class Words:
    """The vocabulary, commonest first, and how often each is drawn, summed up."""

    words: Sequence[str]
    cumulated: Sequence[float]

    def drawn(self, chance: random.Random, many: int) -> list[str]:
        """Draw some, the common ones more often."""
        return chance.choices(self.words, cum_weights=self.cumulated, k=many)


def vocabulary() -> Words:
    """Make words of syllables, none of which the tokeniser changes."""
    syllables = [consonant + vowel for consonant in "bdfgklmnprtvz" for vowel in "aou"]
    words = ["".join(each) for each in itertools.product(syllables, repeat=3)]
    random.Random(SEED).shuffle(words)  # noqa: S311 - the same everywhere is what is wanted
    words = words[:WORDS]
    return Words(words, list(itertools.accumulate(1 / (place + 1) for place in range(len(words)))))


async def fill(connection: Connection, software: int = SOFTWARE) -> None:
    """Write so many entries into a migrated, empty database."""
    indexes = await connection.fetch(_INDEXES)
    async with connection.transaction():
        # What is generated refers to what is there; to check that row by row takes most of the time.
        await connection.execute("set local session_replication_role = replica")
        for index in indexes:
            await connection.execute(f"drop index {index['name']}")
        await connection.execute(_PUBLISHERS, PUBLISHERS, list(COUNTIES))
        for rows in _batches(software):
            numbers, name, summary, words, *facts = (list(column) for column in zip(*rows, strict=True))
            await connection.execute(_INSERT, numbers, name, summary, *facts[:6], PUBLISHERS, *facts[6:])
            await connection.execute(_SEARCH, numbers)
            await connection.execute(_WORDS, numbers, words)
        # Typos are looked for among all words, which services would have learned from each entry.
        await connection.execute(_LEARNED, list(vocabulary().words))
        for index in indexes:
            await connection.execute(index["definition"])
    await connection.execute("vacuum analyze")
    await connection.execute("checkpoint")


def _batches(software: int) -> Iterator[list[tuple[object, ...]]]:
    chance = random.Random(SEED)  # noqa: S311 - the same everywhere is what is wanted
    words = vocabulary()
    categories = _ids(ConceptKind.CATEGORY)
    scopes = _ids(ConceptKind.SCOPE)
    technologies = _ids(ConceptKind.TECHNOLOGY)
    for start in range(0, software, BATCH):
        rows: list[tuple[object, ...]] = []
        for number in range(start, min(start + BATCH, software)):
            name, summary, rest = (" ".join(words.drawn(chance, many)) for many in (NAME, SUMMARY, REST))
            written = vector(Document((name,), (summary,), (rest,)))
            row = (number, name, summary, written, _some(chance, categories, 2), _some(chance, scopes, 1))
            row += (_some(chance, technologies, 3), _some(chance, LANGUAGES, 2))
            row += tuple(_skewed(chance, each) for each in (TYPES, STATUSES, LICENCES, VERDICTS, BANDS))
            rows.append(row)
        yield rows


def _ids(kind: ConceptKind) -> Sequence[str]:
    return [concept.id for concept in CONCEPTS.values() if concept.kind is kind]


def _some(chance: random.Random, values: Sequence[str], many: int) -> str:
    return " ".join(dict.fromkeys(str(_skewed(chance, values)) for _ in range(many)))


def _skewed(chance: random.Random, values: Sequence[str | None]) -> str | None:
    """Choose one, the first ones more often."""
    return values[int(len(values) * chance.random() ** 2)]
