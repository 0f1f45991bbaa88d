"""Reads a page as a test wants it: title, links, controls, headings, and what is wrong with its markup."""

from collections.abc import Mapping
from html.parser import HTMLParser

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
CONTROLS = frozenset({"input", "select", "textarea"})


class Markup(HTMLParser):
    """One page, read once."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.language = ""
        self.links: list[str] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.controls: list[Mapping[str, str]] = []
        self.headings: list[tuple[int, str]] = []
        self.faults: list[str] = []
        self.words = ""
        self.elements: list[tuple[str, Mapping[str, str]]] = []
        self.inside: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"<{name}> is never closed" for name in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        self.inside.append("")
        if tag == "html":
            self.language = given.get("lang", "")
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "label":
            self.labelled.add(given.get("for", ""))
        if tag in CONTROLS and given.get("type") != "hidden":
            self.controls.append(given)
        if len(tag) == len("h1") and tag[0] == "h" and tag[1].isdigit():
            self.headings.append((int(tag[1]), ""))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self._open[-1:] or 'nothing'}")
            return
        self._open.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in {"script", "style"}:
            self.faults.append(f"text inside <{self._open[-1]}>")
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data
        if self.headings and any(name == f"h{self.headings[-1][0]}" for name in self._open):
            self.headings[-1] = (self.headings[-1][0], self.headings[-1][1] + data)
        if self._open and self._open[-1] == "textarea":
            self.inside[-1] += data.removeprefix("\n") if not self.inside[-1] else data
        if "main" in self._open:
            self.words += data + " "

    def hidden(self, name: str) -> str:
        """The value of a hidden field."""
        fields = [given for tag, given in self.elements if tag == "input" and given.get("name") == name]
        return fields[0]["value"]
