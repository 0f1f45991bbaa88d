from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.licences import (
    NEXT_STEPS,
    Evidence,
    EvidenceKind,
    Subject,
    Verdict,
    VerdictKind,
    next_step_text,
    reconcile,
    verdict_as_json,
    verdict_from_json,
)

SEEN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NO_FILE = Evidence(EvidenceKind.NO_FILE, "tree at main", observed_at=SEEN)


def declared(statement: str) -> Evidence:
    return Evidence(EvidenceKind.PUBLICCODE, "publiccode.yml", statement, observed_at=SEEN)


def shipped(expression: str | None, path: str = "LICENSE") -> Evidence:
    return Evidence(EvidenceKind.LICENCE_FILE, path, None, expression, SEEN)


def forge(expression: str | None) -> Evidence:
    return Evidence(EvidenceKind.FORGE, "https://forge.example.org/a/b", None, expression, SEEN)


def answer(*evidence: Evidence) -> tuple[str, str | None, str]:
    verdict = reconcile(evidence)
    return verdict.kind.value, verdict.suggestion, verdict.next_step


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ((declared("MIT"), shipped("MIT")), ("AGREE", None, "NOTHING_TO_DO")),
        ((declared("MIT License"), shipped("MIT")), ("AGREE", "MIT", "WRITE_EXPRESSION")),
        ((declared("mit"), shipped("MIT")), ("AGREE", "MIT", "WRITE_EXPRESSION")),
        ((declared("MIT License"), NO_FILE), ("DECLARED_ONLY", "MIT", "WRITE_EXPRESSION_AND_ADD_FILE")),
        ((declared("GPL v3"), NO_FILE), ("DECLARED_ONLY", "GPL-3.0-only", "ADD_LICENCE_FILE")),
        ((declared("GPL v3"), shipped("GPL-3.0")), ("AGREE", "GPL-3.0-only", "SAY_ONLY_OR_LATER")),
        (
            (declared("something nice"), shipped("GPL-3.0")),
            ("SHIPPED_ONLY", "GPL-3.0-only", "DECLARE_WITH_SUFFIX"),
        ),
        ((declared("MIT"), NO_FILE), ("DECLARED_ONLY", "MIT", "ADD_LICENCE_FILE")),
        ((declared("MIT"), shipped("Apache-2.0")), ("CONFLICT", None, "RESOLVE_CONFLICT")),
        ((declared("proprietary"), shipped("MIT")), ("CONFLICT", None, "RESOLVE_CONFLICT")),
        ((declared("something nice"), shipped("MIT")), ("SHIPPED_ONLY", "MIT", "DECLARE_LICENCE")),
        ((shipped("MIT"),), ("SHIPPED_ONLY", "MIT", "DECLARE_LICENCE")),
        ((shipped("GPL-3.0"),), ("SHIPPED_ONLY", "GPL-3.0-only", "DECLARE_WITH_SUFFIX")),
        ((declared("SSPL-1.0"), shipped("SSPL-1.0")), ("NOT_OPEN", None, "CHOOSE_OPEN_LICENCE")),
        ((declared("CC-BY-NC-4.0"), NO_FILE), ("NOT_OPEN", None, "CHOOSE_OPEN_LICENCE")),
        ((declared("All rights reserved"),), ("NOT_OPEN", None, "CHOOSE_OPEN_LICENCE")),
        ((shipped("BUSL-1.1"),), ("NOT_OPEN", None, "CHOOSE_OPEN_LICENCE")),
        ((declared("something nice"),), ("UNKNOWN", None, "DECLARE_READABLY")),
        ((declared("MIT License"),), ("UNKNOWN", "MIT", "WRITE_EXPRESSION_THEN_LOOK")),
        ((declared("GPL v3"),), ("UNKNOWN", "GPL-3.0-only", "SAY_ONLY_OR_LATER_THEN_LOOK")),
        ((declared("AGPL-3.0"),), ("UNKNOWN", "AGPL-3.0-only", "SAY_ONLY_OR_LATER_THEN_LOOK")),
        (
            (declared("LGPL-3.0、MPL-2.0"),),
            ("UNKNOWN", "LGPL-3.0-only AND MPL-2.0", "SAY_AND_OR_OR_THEN_LOOK"),
        ),
        ((declared("內容以創用 CC BY 4.0 授權條款釋出"),), ("UNKNOWN", "CC-BY-4.0", "STATE_CODE_LICENCE")),
        (
            (declared("內容以創用 CC BY 4.0 授權條款釋出"), NO_FILE),
            ("DECLARED_ONLY", "CC-BY-4.0", "STATE_CODE_LICENCE"),
        ),
        ((declared("MIT"), shipped(None)), ("UNKNOWN", None, "NAME_THE_TEXT")),
        ((declared("MIT"), forge("NOASSERTION")), ("UNKNOWN", None, "NAME_THE_TEXT")),
        ((NO_FILE,), ("UNKNOWN", None, "STATE_A_LICENCE")),
        ((), ("UNKNOWN", None, "STATE_A_LICENCE")),
    ],
)
def test_the_verdict_follows_from_what_is_declared_and_what_ships(
    evidence: tuple[Evidence, ...], expected: tuple[str, str | None, str]
) -> None:
    assert answer(*evidence) == expected


@pytest.mark.parametrize("suffix", ["-only", "-or-later"])
def test_a_text_that_leaves_later_versions_open_agrees_with_either_suffix(suffix: str) -> None:
    assert answer(declared(f"GPL-3.0{suffix}"), shipped("GPL-3.0")) == ("AGREE", None, "NOTHING_TO_DO")


def test_files_that_say_or_later_decide_what_gpl_v3_meant() -> None:
    verdict = answer(declared("GPL v3"), shipped("GPL-3.0-or-later"))
    assert verdict == ("AGREE", "GPL-3.0-or-later", "WRITE_EXPRESSION")


def test_files_decide_which_bsd_was_meant() -> None:
    assert answer(declared("BSD"), shipped("BSD-2-Clause")) == ("AGREE", "BSD-2-Clause", "WRITE_EXPRESSION")


def test_files_decide_whether_a_list_was_a_choice() -> None:
    verdict = answer(declared("LGPL-3.0、MPL-2.0"), shipped("LGPL-3.0 OR MPL-2.0"))
    assert verdict[0] == "AGREE"


def test_only_and_or_later_are_a_conflict_when_both_are_said() -> None:
    assert answer(declared("GPL-3.0-only"), shipped("GPL-3.0-or-later"))[0] == "CONFLICT"


def test_a_deprecated_id_agrees_and_its_replacement_is_named() -> None:
    verdict = answer(declared("AGPL-3.0"), shipped("AGPL-3.0"))
    assert verdict == ("AGREE", "AGPL-3.0-only", "SAY_ONLY_OR_LATER")


def test_several_files_agree_with_a_choice_between_them() -> None:
    files = (shipped("MIT", "LICENSE-MIT"), shipped("Apache-2.0", "LICENSE-APACHE"))
    assert answer(declared("MIT OR Apache-2.0"), *files)[0] == "AGREE"


def test_a_choice_of_which_only_one_text_ships_asks_for_the_other() -> None:
    verdict = answer(declared("MIT OR Apache-2.0"), shipped("MIT"))
    assert verdict == ("CONFLICT", None, "ADD_MISSING_TEXTS")


def test_code_and_content_licences_agree_with_the_file_of_the_code() -> None:
    verdict = answer(declared("文字圖片採取 CC0 授權，程式碼採取 MIT 授權"), shipped("MIT"))
    assert verdict == ("AGREE", "MIT AND CC0-1.0", "WRITE_EXPRESSION")


def test_an_exception_that_only_the_declaration_states_is_no_conflict() -> None:
    verdict = answer(declared("GPL-2.0-only WITH Classpath-exception-2.0"), shipped("GPL-2.0"))
    assert verdict == ("AGREE", None, "NOTHING_TO_DO")


def test_what_was_declared_is_kept_as_it_was() -> None:
    verdict = reconcile((declared(" mit license "), shipped("MIT")))
    assert (verdict.declared, verdict.shipped) == (" mit license ", "MIT")


def manifest(statement: str, source: str = "package.json") -> Evidence:
    return Evidence(EvidenceKind.MANIFEST, source, statement, observed_at=SEEN)


def about(part: Subject, expression: str | None) -> Evidence:
    return Evidence(EvidenceKind.LICENCE_FILE, "REUSE.toml", None, expression, SEEN, part)


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ((declared("MIT"), manifest("ISC"), shipped("MIT")), ("AGREE", None, "CORRECT_MANIFEST")),
        ((declared("MIT"), manifest("ISC"), shipped("ISC")), ("CONFLICT", None, "RESOLVE_CONFLICT")),
        ((declared("MIT"), manifest("ISC"), NO_FILE), ("CONFLICT", None, "RESOLVE_DECLARATIONS")),
        ((declared("MIT"), manifest("ISC")), ("CONFLICT", None, "RESOLVE_DECLARATIONS")),
        ((declared("MIT"), manifest("MIT License"), shipped("MIT")), ("AGREE", None, "NOTHING_TO_DO")),
        (
            (declared("MIT"), manifest("ISC", "parts/a/package.json"), shipped("MIT")),
            ("AGREE", None, "NOTHING_TO_DO"),
        ),
        ((declared("MIT"), manifest("UNLICENSED"), shipped("MIT")), ("AGREE", None, "NOTHING_TO_DO")),
        ((declared("MIT"), manifest("see LICENSE"), shipped("MIT")), ("AGREE", None, "NOTHING_TO_DO")),
        ((declared("MIT License"), manifest("ISC"), shipped("MIT")), ("AGREE", "MIT", "WRITE_EXPRESSION")),
        (
            (declared("GPL-3.0-or-later"), manifest("GPL-3.0"), shipped("GPL-3.0")),
            ("AGREE", None, "NOTHING_TO_DO"),
        ),
    ],
)
def test_a_manifest_that_contradicts_publiccode_is_noticed(
    evidence: tuple[Evidence, ...], expected: tuple[str, str | None, str]
) -> None:
    assert answer(*evidence) == expected


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("MIT", "AGREE"),
        ("MIT AND CC-BY-4.0", "AGREE"),
        ("文字圖片採取 CC BY 4.0 授權，程式碼採取 MIT 授權", "AGREE"),
        ("文字圖片採取 CC0 授權，程式碼採取 MIT 授權", "CONFLICT"),
        ("CC-BY-4.0", "CONFLICT"),
    ],
)
def test_the_content_of_a_project_may_have_a_licence_of_its_own(statement: str, kind: str) -> None:
    verdict = reconcile(
        (declared(statement), about(Subject.CODE, "MIT"), about(Subject.CONTENT, "CC-BY-4.0"))
    )
    assert (verdict.kind.value, verdict.shipped, verdict.content) == (kind, "MIT", "CC-BY-4.0")


def test_a_declaration_alone_tells_the_licence_of_the_content() -> None:
    verdict = reconcile((declared("文字圖片採取 CC0 授權，程式碼採取 MIT 授權"), shipped("MIT")))
    assert verdict.content == "CC0-1.0"


def test_a_project_of_content_alone_ships_the_licence_of_its_content() -> None:
    verdict = reconcile((declared("CC-BY-4.0"), about(Subject.CONTENT, "CC-BY-4.0")))
    assert (verdict.kind.value, verdict.shipped, verdict.content) == ("AGREE", "CC-BY-4.0", None)


def test_a_verdict_stored_before_content_was_told_apart_is_still_read() -> None:
    value = verdict_as_json(reconcile((declared("MIT"), shipped("MIT"))))
    del value["content"]
    for piece in value["evidence"]:
        del piece["about"]
    assert verdict_from_json(value) == reconcile((declared("MIT"), shipped("MIT")))


def test_publiccode_speaks_before_a_manifest() -> None:
    assert reconcile((manifest("ISC"), declared("MIT"))).declared == "MIT"


def test_files_that_were_read_speak_before_the_forge() -> None:
    assert reconcile((forge("Apache-2.0"), shipped("MIT"))).shipped == "MIT"


def test_the_forge_speaks_where_no_file_was_read() -> None:
    assert answer(declared("MIT"), forge("MIT")) == ("AGREE", None, "NOTHING_TO_DO")


def test_a_forge_that_says_nothing_is_not_taken_for_a_missing_file() -> None:
    assert answer(declared("MIT"), forge(None)) == ("UNKNOWN", None, "LOOK_AT_FILES")


def test_the_next_step_names_what_to_write() -> None:
    verdict = reconcile((declared("MIT License"), shipped("MIT")))
    assert next_step_text(verdict, "en") == (
        "Write MIT in publiccode.yml instead of “MIT License”, so that programs understand it."
    )
    assert "改寫為 MIT" in next_step_text(verdict, "zh-Hant")


def test_every_next_step_is_written_in_both_languages() -> None:
    for texts in NEXT_STEPS.values():
        assert set(texts) == {"en", "zh-Hant"}


STATEMENTS = st.none() | st.sampled_from(["MIT", "MIT License", "GPL v3", "proprietary", "?", "", "X OR"])
EXPRESSIONS = st.none() | st.sampled_from(["MIT", "GPL-3.0", "SSPL-1.0", "NOASSERTION", "MIT AND ISC"])
EVIDENCE = st.lists(
    st.builds(
        Evidence,
        st.sampled_from(EvidenceKind),
        st.just("a"),
        STATEMENTS,
        EXPRESSIONS,
        st.sampled_from([None, SEEN]),
        st.sampled_from(Subject),
    ),
    max_size=5,
)


@given(EVIDENCE)
def test_any_evidence_gets_a_verdict_with_a_next_step_in_words(evidence: list[Evidence]) -> None:
    verdict = reconcile(evidence)
    assert verdict.evidence == tuple(evidence)
    for language in ("en", "zh-Hant"):
        assert "None" not in next_step_text(verdict, language)


@given(EVIDENCE)
def test_a_verdict_is_read_back_from_json(evidence: list[Evidence]) -> None:
    verdict = reconcile(evidence)
    assert verdict_from_json(json.loads(json.dumps(verdict_as_json(verdict)))) == verdict


def test_json_of_another_shape_is_refused() -> None:
    value = verdict_as_json(Verdict(VerdictKind.AGREE, "MIT", "MIT", None, (), "NOTHING_TO_DO"))
    with pytest.raises(ValueError, match="PERHAPS"):
        verdict_from_json(value | {"kind": "PERHAPS"})
