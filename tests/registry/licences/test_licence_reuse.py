"""Projects that follow the REUSE convention say for each file what holds; we read it as the convention means it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.licences import Evidence, EvidenceKind, Subject, next_step_text, reconcile, reuse, spdx

MIT = spdx.texts()["MIT"]
TAG = (
    "# SPDX-" + "License-Identifier: "
)  # in two parts, so that no tool takes this file for one under these licences


def table(path: str, expression: str, **more: str) -> str:
    lines = [f"path = {path}", f'SPDX-License-Identifier = "{expression}"']
    lines += [f'{key} = "{value}"' for key, value in more.items()]
    return "[[annotations]]\n" + "\n".join(lines) + "\n"


def said(files: dict[str, str]) -> dict[str, tuple[str, str]]:
    statements = reuse.read(files).statements
    return {path: (each.expression, each.source) for path, each in statements.items()}


def test_a_tag_speaks_for_its_file() -> None:
    assert said({"a.py": TAG + "mit\nprint()\n"}) == {"a.py": ("MIT", "a.py")}


def test_a_file_beside_speaks_for_a_picture() -> None:
    files = {"a.svg": "<svg/>", "a.svg.license": TAG + "CC-BY-4.0"}
    assert said(files) == {"a.svg": ("CC-BY-4.0", "a.svg.license")}


def test_what_is_marked_to_be_ignored_says_nothing() -> None:
    text = f"# REUSE-IgnoreStart\n{TAG}MIT\n# REUSE-IgnoreEnd\n{TAG}ISC\n"
    assert said({"a.py": text}) == {"a.py": ("ISC", "a.py")}
    assert reuse.read({"a.py": f"# REUSE-IgnoreStart\n{TAG}MIT\n"}).silent == ("a.py",)


@pytest.mark.parametrize(
    ("pattern", "path", "is_covered"),
    [
        ("docs/*", "docs/a.md", True),
        ("docs/*", "docs/more/a.md", False),
        ("docs/**", "docs/more/a.md", True),
        ("**/a.md", "docs/more/a.md", True),
        ("a.md", "docs/a.md", False),
        ("*", "a.md", True),
        (r"\\*", "a.md", False),
        (r"\\*.md", "*.md", True),
        ("a.md", "aXmd", False),
    ],
)
def test_a_table_covers_the_paths_that_its_pattern_means(
    pattern: str, path: str, *, is_covered: bool
) -> None:
    files = {"REUSE.toml": table(f'"{pattern}"', "MIT"), path: "text"}
    assert said(files) == ({path: ("MIT", "REUSE.toml")} if is_covered else {})


def test_a_table_may_list_several_paths_and_the_last_table_counts() -> None:
    files = {
        "REUSE.toml": table('["a.py", "b.py"]', "MIT") + table('"b.py"', "ISC"),
        "a.py": "1",
        "b.py": "1",
    }
    assert said(files) == {"a.py": ("MIT", "REUSE.toml"), "b.py": ("ISC", "REUSE.toml")}


@pytest.mark.parametrize(
    ("precedence", "expected"),
    [
        ("closest", ("ISC", "a.py")),
        ("aggregate", ("ISC AND MIT", "a.py")),
        ("override", ("MIT", "REUSE.toml")),
    ],
)
def test_precedence_says_whether_the_table_or_the_file_counts(
    precedence: str, expected: tuple[str, str]
) -> None:
    files = {"REUSE.toml": table('"**"', "MIT", precedence=precedence), "a.py": TAG + "ISC\n"}
    assert said(files)["a.py"] == expected


def test_the_nearest_table_counts_and_paths_start_at_its_folder() -> None:
    files = {
        "REUSE.toml": table('"**"', "MIT"),
        "part/REUSE.toml": table('"*.c"', "ISC"),
        "part/a.c": "1",
        "part/more/a.c": "1",
    }
    assert said(files) == {"part/a.c": ("ISC", "part/REUSE.toml"), "part/more/a.c": ("MIT", "REUSE.toml")}


def test_a_broken_table_says_nothing() -> None:
    files = {"REUSE.toml": "[[annotations]\n", "part/REUSE.toml": "annotations = 3", "part/a.py": "1"}
    assert reuse.read(files).silent == ("part/a.py",)


def test_licence_texts_and_statements_need_no_statement() -> None:
    files = {
        "LICENSE": MIT,
        "LICENSES/MIT.txt": MIT,
        "REUSE.toml": "version = 1",
        ".git/config": "x",
        "empty.py": "",
    }
    assert reuse.read(files).silent == ()


def test_texts_are_named_after_their_licence_and_missing_ones_are_listed() -> None:
    layout = reuse.read(
        {"LICENSES/MIT.txt": MIT, "a.py": TAG + "MIT AND GPL-2.0-only WITH Classpath-exception-2.0"}
    )
    assert dict(layout.texts) == {"MIT": "LICENSES/MIT.txt"}
    assert layout.missing == ("Classpath-exception-2.0", "GPL-2.0-only")


@pytest.mark.parametrize(
    ("name", "identifier", "is_misnamed"),
    [
        ("MIT.txt", "MIT", False),
        ("ISC.txt", "MIT", True),
        ("GPL-3.0-or-later.txt", "GPL-3.0-only", False),
        ("Apache-2.0", "Apache-2.0", False),
        ("House.txt", "MIT", True),
        ("LicenseRef-House.txt", "MIT", False),
    ],
)
def test_a_text_must_be_what_it_is_called(name: str, identifier: str, *, is_misnamed: bool) -> None:
    path = f"LICENSES/{name}"
    layout = reuse.read({path: spdx.texts()[identifier]})
    assert layout.misnamed == ((path,) if is_misnamed else ())


def shipped(source: str, expression: str | None, about: Subject = Subject.ALL) -> Evidence:
    is_reuse = source.endswith(("REUSE.toml", ".license"))
    is_text = source.startswith("LICENSES/")
    kind = EvidenceKind.REUSE if is_reuse else EvidenceKind.LICENCE_FILE if is_text else EvidenceKind.HEADER
    return Evidence(kind, source, None, expression, None, about)


def test_code_content_and_settings_are_told_apart() -> None:
    files = {
        "src/a.py": TAG + "MIT\n",
        "src/b.py": TAG + "MIT\n",
        "README.md": "Hello",
        ".gitignore": TAG + "CC0-1.0\n",
        "REUSE.toml": table('"*.md"', "CC-BY-4.0"),
        "LICENSES/MIT.txt": MIT,
    }
    assert set(reuse.evidence(files)) == {
        shipped("REUSE.toml", "CC-BY-4.0", Subject.CONTENT),
        shipped("src/a.py", "MIT", Subject.CODE),
    }


def test_settings_count_where_there_is_nothing_else() -> None:
    assert reuse.evidence({".gitignore": TAG + "CC0-1.0\n"}) == (shipped(".gitignore", "CC0-1.0"),)


def test_texts_speak_where_no_file_does() -> None:
    assert reuse.evidence({"LICENSES/MIT.txt": MIT, "a.py": "1"}) == (shipped("LICENSES/MIT.txt", "MIT"),)


def test_a_misnamed_text_is_evidence_of_what_it_is() -> None:
    [piece] = reuse.evidence({"LICENSES/ISC.txt": MIT})
    assert piece == Evidence(EvidenceKind.LICENCE_FILE, "LICENSES/ISC.txt", "ISC", "MIT")


@pytest.mark.parametrize("declaring", [(), ("MIT",), ("ISC",)])
def test_a_misnamed_text_is_a_conflict_that_names_both(declaring: tuple[str, ...]) -> None:
    declared = [Evidence(EvidenceKind.PUBLICCODE, "publiccode.yml", each) for each in declaring]
    verdict = reconcile((*declared, *reuse.evidence({"LICENSES/ISC.txt": MIT})))
    assert (verdict.kind.value, verdict.next_step) == ("CONFLICT", "RENAME_TEXT")
    for language in ("en", "zh-Hant"):
        words = next_step_text(verdict, language)
        assert all(each in words for each in ("LICENSES/ISC.txt", "ISC", "MIT"))


def test_a_project_without_the_convention_gives_no_evidence() -> None:
    assert reuse.evidence({"LICENSE": MIT, "a.py": "print()"}) == ()


def test_a_choice_that_files_offer_agrees_with_what_is_declared() -> None:
    files = {
        "a.rs": TAG + "MIT OR Apache-2.0\n",
        "LICENSES/MIT.txt": MIT,
        "LICENSES/Apache-2.0.txt": spdx.texts()["Apache-2.0"],
    }
    declared = Evidence(EvidenceKind.PUBLICCODE, "publiccode.yml", "MIT OR Apache-2.0")
    verdict = reconcile((declared, *reuse.evidence(files)))
    assert (verdict.kind.value, verdict.shipped) == ("AGREE", "MIT OR Apache-2.0")


def test_files_of_a_folder_are_under_what_is_said_about_them() -> None:
    files = {
        "LICENSE": MIT,
        "REUSE.toml": table('"a.png"', "CC-BY-4.0"),
        "a.png": "\0",
        "b.py": TAG + "ISC",
        "c.py": "1",
    }
    assert [(each.path, each.expression, each.kind.value) for each in reuse.identify_all(files)] == [
        ("LICENSE", "MIT", "exact"),
        ("REUSE.toml", None, "unknown"),
        ("a.png", "CC-BY-4.0", "header"),
        ("b.py", "ISC", "header"),
        ("c.py", None, "unknown"),
    ]


PATHS = st.sampled_from(
    ["REUSE.toml", "a/REUSE.toml", "a.py", "a/b.md", "LICENSES/MIT.txt", "x.license", "a.py.license"]
)
TEXTS = st.text(max_size=60) | st.sampled_from(
    [MIT, TAG + "MIT", table('"**"', "ISC"), table("3", "?"), "annotations = [1]"]
)


@given(st.dictionaries(PATHS, TEXTS))
def test_any_files_are_read(files: dict[str, str]) -> None:
    layout = reuse.read(files)
    assert not set(layout.statements) & set(layout.silent)
    for piece in reuse.evidence(files):
        assert piece.source in files
