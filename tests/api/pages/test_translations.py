import re

import pytest
from babel.messages.catalog import Message

from api.pages.labels import LABELS, stage
from api.pages.languages import CHINESE, read_catalogue
from api.pages.messages import PAGES, extracted, untranslated
from matching.agreements.model import Ownership
from matching.applications.model import State as ApplicationState
from matching.assignments.model import AssignmentState, MatchState
from matching.challenges.model import State as ChallengeState
from matching.cohort import Objective
from matching.fit import CriterionId, DataClass, GateCode
from matching.programmes.model import Mode
from matching.programmes.model import State as ProgrammeState
from registry.health import HealthBand
from registry.licences import EvidenceKind, VerdictKind
from registry.people.model import OrganisationKind
from registry.publiccode import standard
from schema.errors import messages
from store.actor import Role

PLACES = re.compile(r"%\(\w+\)s|%%\{\w+\}")


def texts(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translated(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def test_every_text_of_the_pages_is_translated() -> None:
    assert untranslated(read_catalogue(CHINESE)) == []


def test_the_catalogue_has_every_text_of_the_pages() -> None:
    known = {texts(message) for message in read_catalogue(CHINESE) if message.id}
    assert {texts(message) for message in extracted() if message.id} - known == set()


def test_the_catalogue_has_nothing_that_no_page_says() -> None:
    said = {texts(message) for message in extracted() if message.id}
    assert {texts(message) for message in read_catalogue(CHINESE) if message.id} - said == set()


def test_translations_fill_in_the_same_values() -> None:
    for message in read_catalogue(CHINESE):
        if message.id:
            wanted = set(PLACES.findall(texts(message)[-1]))
            assert [set(PLACES.findall(each)) for each in translated(message)] == [wanted] * len(
                translated(message)
            )


def test_translations_are_in_chinese() -> None:
    foreign = {"README", "publiccode.yml"}
    for message in read_catalogue(CHINESE):
        if message.id and texts(message)[0] not in foreign:
            assert all(re.search(r"[\u4e00-\u9fff]", each) for each in translated(message)), message.id


def test_no_word_of_the_mainland_slips_in() -> None:
    elsewhere = re.compile("软|软件|軟件|程序員|信息|數據|默認|用戶|網絡|服務器|視頻|文件夾|登錄|搜索|質量")
    found = [
        each
        for message in read_catalogue(CHINESE)
        if message.id
        for each in translated(message)
        if elsewhere.search(each)
    ]
    assert found == []


def test_every_refusal_of_a_form_has_its_words() -> None:
    written = "".join(path.read_text() for path in PAGES.glob("*.py"))
    codes = set(re.findall(r'(?:Problem\(|unless\([^"]*)"([A-Z_]+)"', written))
    assert codes >= {"NOT_A_DATE", "AGENCY_NOT_CHOSEN"}
    assert codes <= set(messages())


def spelled(values: tuple[str, ...]) -> set[str]:
    return {value.replace("/", "_").upper() for value in values}


def stages() -> set[str]:
    """Every stage that a challenge can be at, whatever its round does."""
    rounds = [None, *({"state": each.value} for each in ProgrammeState)]
    return {
        stage({"state": state.value, "programme": programme})
        for state in ChallengeState
        for programme in rounds
    }


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("mode", {each.value for each in Mode}),
        ("mode-explained", {each.value for each in Mode}),
        ("programme-state", {each.value for each in ProgrammeState}),
        ("programme-next", {each.value for each in ProgrammeState}),
        ("challenge-state", {each.value for each in ChallengeState}),
        ("challenge-stage", stages()),
        ("challenge-stage-colour", stages()),
        ("challenge-stage-next", stages()),
        ("organisation-kind", {each.value for each in OrganisationKind}),
        ("data-class", {each.value for each in DataClass}),
        ("role", {each.name for each in Role} | {"TEAM"}),
        ("band-colour", {each.value for each in HealthBand}),
        ("verdict", {each.value for each in VerdictKind}),
        ("verdict-explained", {each.value for each in VerdictKind}),
        ("verdict-tone", {each.value for each in VerdictKind}),
        ("verdict-colour", {each.value for each in VerdictKind}),
        ("licence-evidence", {each.value for each in EvidenceKind}),
        ("development-status", spelled(standard.DEVELOPMENT_STATUSES)),
        ("maintenance", spelled(standard.MAINTENANCE_TYPES)),
        ("software-type", spelled(standard.SOFTWARE_TYPES)),
        ("criterion", {each.name for each in CriterionId}),
        ("gate", {each.value for each in GateCode}),
        ("application-state", {each.value for each in ApplicationState}),
        ("application-next", {each.value for each in ApplicationState}),
        ("objective", {each.name for each in Objective}),
        ("match-state", {each.value for each in MatchState}),
        ("match-next", {each.value for each in MatchState}),
        ("ownership", {each.value for each in Ownership}),
        ("assignment-state", {each.value for each in AssignmentState}),
    ],
)
def test_every_code_has_a_label_and_no_label_is_left_over(kind: str, codes: set[str]) -> None:
    assert set(LABELS[kind]) == codes


def test_no_space_follows_the_colon_of_a_language_that_has_a_wide_one() -> None:
    spaced = [
        path.name for path in PAGES.rglob("*.html") if "{{ colon }} " in path.read_text(encoding="utf-8")
    ]
    assert spaced == []


def test_no_space_follows_a_day_in_chinese() -> None:
    spaced = [
        words
        for message in read_catalogue(CHINESE)
        for words in translated(message)
        if re.search(r"%\((day|date|until)\)s [\u4e00-\u9fff]", words)
    ]
    assert spaced == []
