import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.health import HealthBand
from registry.licences import EvidenceKind, VerdictKind
from registry.publiccode import PublicCode
from registry.software.assessment import assess, own_file, past_health, redeclared, shipped_licences
from registry.software.manifests import stated_licences
from registry.software.model import NO_EVIDENCE, merged, reliable_licence, technologies
from tests.registry.software.looks import FILE, MIT_TEXT, NOW, URL, seen


def test_a_declaration_that_the_files_confirm_can_be_relied_on() -> None:
    found = assess(seen({"publiccode.yml": FILE, "LICENSE": MIT_TEXT}), PublicCode(), None, NOW)
    assert found.verdict.kind is VerdictKind.AGREE
    assert reliable_licence(found.verdict) == "MIT"
    assert found.metadata.name == "River Watch"
    assert found.health.score is not None


def test_a_declaration_without_a_licence_file_cannot_be_relied_on() -> None:
    known = PublicCode(licence="MIT License")
    found = assess(seen({}), known, "a catalogue", NOW)
    assert found.verdict.kind is VerdictKind.DECLARED_ONLY
    assert (found.verdict.declared, found.verdict.suggestion) == ("MIT License", "MIT")
    assert reliable_licence(found.verdict) is None
    assert [(each.kind, each.source) for each in found.verdict.evidence] == [
        (EvidenceKind.PUBLICCODE, "a catalogue"),
        (EvidenceKind.NO_FILE, URL),
    ]


@pytest.mark.parametrize(
    ("statement", "expression"),
    [("MIT", "MIT"), ("apache-2.0 or mit", "Apache-2.0 OR MIT"), ("MIT License", None)],
)
def test_a_statement_is_evidence_of_the_expression_that_it_is(statement: str, expression: str | None) -> None:
    manifest = f'{{"name": "river-watch", "license": "{statement}"}}'
    found = assess(seen({"package.json": manifest}), PublicCode(licence=statement), "a catalogue", NOW)
    stated = {EvidenceKind.PUBLICCODE, EvidenceKind.MANIFEST}
    told = [
        (each.kind, each.statement, each.expression) for each in found.verdict.evidence if each.kind in stated
    ]
    assert told == [
        (EvidenceKind.PUBLICCODE, statement, expression),
        (EvidenceKind.MANIFEST, statement, expression),
    ]


def test_files_alone_can_be_relied_on() -> None:
    found = assess(seen({"LICENSE": MIT_TEXT}), PublicCode(), None, NOW)
    assert (found.verdict.kind, reliable_licence(found.verdict)) == (VerdictKind.SHIPPED_ONLY, "MIT")


def test_unknown_files_are_not_missing_files() -> None:
    observation = seen({}, files=(), missing={"files": "RATE_LIMITED"})
    found = assess(observation, PublicCode(licence="MIT"), None, NOW)
    assert found.verdict.kind is VerdictKind.UNKNOWN
    assert EvidenceKind.NO_FILE not in {each.kind for each in found.verdict.evidence}


def test_a_licence_file_that_could_not_be_read_leaves_the_word_to_the_forge() -> None:
    observation = seen(
        {}, files=("LICENSE",), forge_licence="EUPL-1.2", missing={"texts/LICENSE": "TOO_LARGE"}
    )
    assert [(each.kind, each.expression) for each in shipped_licences(observation)] == [
        (EvidenceKind.FORGE, "EUPL-1.2")
    ]


def test_a_forge_that_cannot_tell_is_no_evidence() -> None:
    observation = seen({"LICENSE": "All rights reserved."}, forge_licence="NOASSERTION")
    assert [each.kind for each in shipped_licences(observation)] == [EvidenceKind.LICENCE_FILE]


def test_a_manifest_is_evidence() -> None:
    observation = seen({"package.json": '{"license": "GPL-3.0-only"}'})
    assert ("package.json", "GPL-3.0-only") in {
        (each.source, each.statement) for each in shipped_licences(observation)
    }


def test_the_file_of_the_original_is_not_that_of_its_fork() -> None:
    other = FILE.replace("example/river-watch", "upstream/river-watch")
    assert own_file(seen({"publiccode.yml": other})) is None


def test_a_renamed_repository_keeps_its_file() -> None:
    other = FILE.replace("example/river-watch", "Example/river-gauge")
    found = own_file(seen({"publiccode.yml": other}, full_name="example/river-gauge"))
    assert found is not None
    assert found.is_valid


def test_a_file_that_is_no_yaml_is_said_to_be_wrong_and_changes_nothing() -> None:
    known = PublicCode(name="Known before")
    found = assess(seen({"publiccode.yml": "a: [", "LICENSE": MIT_TEXT}), known, None, NOW)
    assert found.metadata == known
    assert found.own_file is not None
    assert not found.own_file.is_valid
    [finding] = found.own_file.findings
    assert finding["severity"] == "error"
    assert set(finding["message"]) == {"en", "zh-Hant"}


def test_what_a_newer_file_leaves_out_stays_known() -> None:
    before = PublicCode(name="Old", names={"zh-Hant": "河"}, categories=("cms",), localisation_ready=True)
    now = PublicCode(name="New", names={"en": "River"}, localisation_ready=False)
    assert merged(before, now) == PublicCode(
        name="New", names={"zh-Hant": "河", "en": "River"}, categories=("cms",), localisation_ready=False
    )


def test_a_changed_declaration_is_judged_against_the_files_seen_before() -> None:
    before = assess(seen({"LICENSE": MIT_TEXT}), PublicCode(), None, NOW).verdict
    after = redeclared(before, PublicCode(licence="Apache-2.0"), "a catalogue", NOW)
    assert (after.kind, after.declared, after.shipped) == (VerdictKind.CONFLICT, "Apache-2.0", "MIT")


def test_an_earlier_day_is_scored_without_what_is_not_known_of_it() -> None:
    then = past_health(seen({"publiccode.yml": FILE, "LICENSE": MIT_TEXT}), NOW - timedelta(days=200))
    known = {signal.id for signal in then.signals if signal.points is not None}
    assert then.band is not HealthBand.NOT_ENOUGH_KNOWN
    assert {"last_human_commit", "active_months", "authors"} <= known
    assert not {"licence_file", "readme", "publiccode", "licence_verdict", "security"} & known


def test_without_evidence_there_is_no_licence() -> None:
    assert (NO_EVIDENCE.kind, reliable_licence(NO_EVIDENCE)) == (VerdictKind.UNKNOWN, None)


def test_technologies_are_concepts_where_the_vocabulary_knows_them() -> None:
    assert technologies(PublicCode(tech_stacks=("Vue.js", "Quill of Ages"))) == ("vue", "Quill of Ages")


@pytest.mark.parametrize(
    ("path", "text", "stated"),
    [
        ("package.json", '{"license": {"type": "MIT"}}', "MIT"),
        (
            "composer.json",
            '{"license": ["LGPL-2.1-only", "GPL-3.0-or-later"]}',
            "LGPL-2.1-only OR GPL-3.0-or-later",
        ),
        ("pyproject.toml", '[project]\nlicense = {text = "EUPL-1.2"}', "EUPL-1.2"),
        ("pyproject.toml", '[project]\nlicense = "EUPL-1.2"', "EUPL-1.2"),
        ("Cargo.toml", '[package]\nlicense = "MIT/Apache-2.0"', "MIT OR Apache-2.0"),
        ("codemeta.json", '{"license": "https://spdx.org/licenses/EUPL-1.2.html"}', "EUPL-1.2"),
    ],
)
def test_manifests_state_licences_in_their_own_ways(path: str, text: str, stated: str) -> None:
    assert stated_licences({path: text}) == ((path, stated),)


@given(
    st.sampled_from(["package.json", "composer.json", "pyproject.toml", "Cargo.toml"]), st.text(max_size=60)
)
def test_no_manifest_is_so_broken_that_it_stops_anything(path: str, text: str) -> None:
    for _, statement in stated_licences({path: text}):
        assert re.search(r"\S", statement)


def test_a_project_that_follows_reuse_tells_its_code_from_its_content() -> None:
    reuse_toml = """\
version = 1
[[annotations]]
path = ["src/**", "Makefile"]
SPDX-License-Identifier = "MIT"
[[annotations]]
path = "**.md"
SPDX-License-Identifier = "CC-BY-4.0"
"""
    texts = {"publiccode.yml": FILE, "REUSE.toml": reuse_toml, "LICENSES/MIT.txt": MIT_TEXT}
    paths = (*texts, "LICENSES/CC-BY-4.0.txt", "Makefile", "README.md", "src/main.py")
    verdict = assess(seen(texts, files=paths), PublicCode(), None, NOW).verdict
    assert (verdict.kind, verdict.shipped, verdict.content) == (VerdictKind.AGREE, "MIT", "CC-BY-4.0")
    assert [(each.kind, each.expression) for each in verdict.evidence if each.source == "REUSE.toml"] == [
        (EvidenceKind.REUSE, "CC-BY-4.0"),
        (EvidenceKind.REUSE, "MIT"),
    ]


@pytest.mark.parametrize(
    "reuse_toml", ["", 'version = 1\n[[annotations]]\npath = "**"\nSPDX-License-Identifier = "ISC"\n']
)
def test_a_licence_text_that_is_not_what_it_is_called_is_a_conflict(reuse_toml: str) -> None:
    texts = {"LICENSES/ISC.txt": MIT_TEXT} | ({"REUSE.toml": reuse_toml} if reuse_toml else {})
    verdict = assess(seen(texts, files=(*texts, "src/main.py")), PublicCode(), None, NOW).verdict
    assert (verdict.kind, verdict.next_step) == (VerdictKind.CONFLICT, "RENAME_TEXT")
    [text] = [each for each in verdict.evidence if each.kind is EvidenceKind.LICENCE_FILE]
    assert (text.source, text.statement, text.expression) == ("LICENSES/ISC.txt", "ISC", "MIT")
