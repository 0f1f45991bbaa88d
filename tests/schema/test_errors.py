"""What callers did wrong is told in words; what we did wrong is an id that the log has."""

import ast
import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest
import structlog

from matching.programmes.model import State as ProgrammeState
from schema import errors, wording
from schema.errors import LANGUAGES, messages, text_of
from store.database import Unavailable
from store.refusal import Problem, Value
from tests.schema.conftest import Ask, World

ROOMS = ("store", "registry", "matching", "schema")
CODE = re.compile(r"[A-Z]+(_[A-Z]+)+|CONFLICT")


async def test_a_fault_of_ours_shows_an_id_and_not_its_insides(ask: Ask, world: World) -> None:
    async with world.database.transaction() as tx:
        await tx.execute("alter table challenge rename column title to titel")
    with structlog.testing.capture_logs() as logs:
        answer = await ask("{ challenges { nodes { title } } }")
    (error,) = answer["errors"]
    assert error["extensions"] == {"code": "INTERNAL"}
    assert "titel" not in error["message"]
    assert "column" not in error["message"]
    assert error["message"].endswith(logs[0]["fault"])


async def test_a_database_that_is_away_is_said_so(
    ask: Ask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise Unavailable("connection refused at 10.0.0.1")

    monkeypatch.setattr(world.database, "read", away)
    answer = await ask("{ challenges { nodes { title } } }")
    assert answer["errors"][0]["extensions"] == {"code": "UNAVAILABLE"}
    assert "10.0.0.1" not in answer["errors"][0]["message"]


def test_a_refusal_is_told_in_the_language_of_the_reader() -> None:
    problem = Problem("PUBLICCODE_UNREADABLE", "publiccode", {"line": 3, "column": 7, "reason": "a tab"})
    assert text_of(problem, "en") == "This is no publiccode.yml: line 3, column 7: a tab"
    assert text_of(problem, "zh-Hant") == "這不是 publiccode.yml：第 3 行第 7 欄：a tab"


def test_a_gate_that_is_not_passed_says_why_and_what_would_change_it() -> None:
    values: dict[str, Value] = {
        "data_class": "SENSITIVE",
        "data_clearance": "NONE",
        "reason": "NOT_CLEARED",
        "changes": ("CHANGE_CLEARANCE", "CHANGE_DATA"),
    }
    problem = Problem("GATE_DATA_CLEARANCE", "challengeId", values)
    assert text_of(problem, "en") == (
        "The challenge involves sensitive personal data; the team is cleared only for no personal data."
        " The team could obtain clearance for sensitive personal data."
        " The owner could prepare the data so that clearance for no personal data is enough."
    )
    assert text_of(problem, "zh-Hant") == (
        "課題的資料類別：敏感個人資料；團隊僅獲准處理：無個人資料。團隊可以取得處理敏感個人資料的許可。"
        "機關可以將資料處理至「無個人資料」的程度再提供。"
    )


@pytest.mark.parametrize("state", [each.value for each in ProgrammeState])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_programme_that_is_not_open_is_said_to_be_what_it_is(state: str, language: str) -> None:
    said = text_of(Problem("PROGRAMME_NOT_OPEN", "id", {"state": state, "closed_on": ""}), language)
    assert wording.STATES[state][language] in said
    assert "20" not in said


def test_the_last_day_for_applications_is_told_when_it_has_passed() -> None:
    problem = Problem("PROGRAMME_NOT_OPEN", "id", {"state": "REVIEW", "closed_on": "2026-11-01"})
    assert text_of(problem, "en") == (
        "This is possible only while the programme is open; it is under review now."
        " The last day for applications was 2026-11-01."
    )
    assert text_of(problem, "zh-Hant") == (
        "這項操作只能在計畫開放期間進行，計畫目前審查中。申請已於 2026-11-01 截止。"
    )


def test_every_message_stands_in_every_language_with_the_same_values() -> None:
    for code, texts in messages().items():
        assert set(texts) == set(LANGUAGES), code
        values = {
            language: {name for _, name, _, _ in Formatter().parse(text) if name}
            for language, text in texts.items()
        }
        assert values["en"] == values["zh-Hant"], code


def codes_in(path: Path) -> set[str]:
    """The codes that a module refuses with, where they stand as texts in the call."""
    found: set[str] = set()
    text = path.read_text(encoding="utf-8")
    if "store.refusal" not in text:
        return found
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in {"Problem", "unless", "refuse_unless"}:
                texts = [each.value for each in node.args[:3] if isinstance(each, ast.Constant)]
                found |= {text for text in texts if isinstance(text, str) and CODE.fullmatch(text)}
    return found


def test_every_code_that_is_refused_with_has_a_message() -> None:
    root = Path(errors.__file__).parents[1]
    used = {code for room in ROOMS for path in (root / room).rglob("*.py") for code in codes_in(path)}
    assert "CONFLICT" in used
    assert used - set(messages()) == set()


def test_the_catalogue_of_messages_reads_as_toml() -> None:
    path = Path(errors.__file__).with_name("messages.toml")
    assert tomllib.loads(path.read_text(encoding="utf-8")) == messages()
