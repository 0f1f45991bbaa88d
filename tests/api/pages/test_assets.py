import json
from pathlib import Path

import pytest

from api import assets
from api.assets import NotMade, load, main, make

MADE = {
    "site.css": b"body{}",
    "site.mjs": b'import {a} from "./govuk.mjs";',
    "govuk.mjs": b"export const a = 1;",
}


def put(folder: Path, inputs: str = "") -> Path:
    folder.mkdir(parents=True)
    for name, content in MADE.items():
        (folder / name).write_bytes(content)
    (folder / "manifest.json").write_text(json.dumps({"inputs": inputs, "files": sorted(MADE)}))
    return folder


def test_pages_are_plain_but_styled_where_nothing_was_made(tmp_path: Path) -> None:
    found = load(tmp_path / "nothing")
    assert not found.complete
    assert set(found.names) == {"site.css", "mark.svg"}
    assert b":focus" in found.files[found.names["site.css"]].content


def test_half_of_what_should_be_there_counts_as_nothing(tmp_path: Path) -> None:
    built = put(tmp_path / "assets")
    (built / "govuk.mjs").unlink()
    assert not load(built).complete


def test_a_name_changes_with_the_content(tmp_path: Path) -> None:
    first = load(put(tmp_path / "one")).url("site.css")
    built = put(tmp_path / "two")
    (built / "site.css").write_bytes(b"body{color:red}")
    assert first != load(built).url("site.css")


def test_the_script_imports_what_it_needs_by_its_hashed_name(tmp_path: Path) -> None:
    found = load(put(tmp_path / "assets"))
    script = found.files[found.names["site.mjs"]].content.decode()
    assert f'"./{found.names["govuk.mjs"]}"' in script


def test_nothing_is_made_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "_step", lambda *_: pytest.fail("nothing should run"))
    built = put(tmp_path / "assets", assets._digest(assets.ROOT))
    assert make(built) is False


def test_what_was_there_stays_when_something_cannot_be_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise NotMade("'npm ci' failed: the registry is down")

    monkeypatch.setattr(assets, "_step", fails)
    monkeypatch.setattr(assets, "_environment", lambda _root: {})
    built = put(tmp_path / "assets", "older inputs")
    with pytest.raises(NotMade):
        make(built)
    assert load(built).complete


def test_failing_says_what_is_missing_and_what_happens_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> None:
        raise NotMade("'npm ci' failed: the registry is down")

    monkeypatch.setattr(assets, "BUILT", tmp_path / "nothing")
    monkeypatch.setattr(assets, "make", fails)
    assert main() == 1
    assert capsys.readouterr().err == (
        "Page assets could not be made: 'npm ci' failed: the registry is down\n"
        "Pages are served plain, and complete. Try again with: make assets\n"
    )


def test_a_step_that_fails_tells_its_first_words(tmp_path: Path) -> None:
    with pytest.raises(NotMade, match="no such package"):
        assets._step(["sh", "-c", "echo no such package >&2; exit 3"], tmp_path, {"PATH": "/usr/bin:/bin"})


def test_no_lock_names_the_address_of_an_index() -> None:
    packages = json.loads((assets.ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert all("integrity" in package for name, package in packages.items() if name)
    assert "://" not in (assets.ROOT / "requirements-node.lock").read_text()
