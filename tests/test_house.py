"""The plan of the house names every room that stands."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PLAN = (ROOT / "docs" / "DESIGN.md").read_text(encoding="utf-8").split("## The house")[1].split("\n## ")[0]
ROOMS = ("api", "matching", "scrapers", "registry", "store")


@pytest.mark.parametrize("room", ROOMS)
def test_every_package_and_module_of_a_room_is_on_the_plan(room: str) -> None:
    packages = [f"{path.parent.name}/" for path in sorted((ROOT / room).glob("*/__init__.py"))]
    modules = [path.name for path in sorted((ROOT / room).glob("[!_]*.py"))]
    assert [name for name in packages + modules if name not in PLAN] == []
