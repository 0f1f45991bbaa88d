"""An Atom document from a feed and its entries, as RFC 4287 has it; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

NAMESPACE: Final = "http://www.w3.org/2005/Atom"
MEDIA_TYPE: Final = "application/atom+xml; charset=utf-8"
#: What XML 1.0 has no way to write, section 2.2.
_NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of news.

    Attributes:
        id: the record's own, or its event's; with the language it makes the entry's id.
        title, summary: plain text.
        link: the page about it.
        at: when it happened; entries are never edited, so that is when it was updated, too.
        author: who released it; the feed's own author when None.
        categories: terms that readers may filter by.
    """

    id: UUID
    title: str
    summary: str
    link: str
    at: datetime
    author: str | None = None
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """News of one sort in one language.

    Attributes:
        address: of the feed itself, which is its id, too.
        page: about the same, for people.
        author: who publishes the feed.
        updated_at: when something was added last.
        entries: newest first.
    """

    language: str
    title: str
    address: str
    page: str
    author: str
    updated_at: datetime
    entries: Sequence[Entry]


def document(feed: Feed) -> bytes:
    """Write a feed as UTF-8."""
    root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": feed.language})
    _text(root, "id", feed.address)
    _text(root, "title", feed.title)
    _text(root, "updated", _time(feed.updated_at))
    _author(root, feed.author)
    _link(root, "self", feed.address, "application/atom+xml")
    _link(root, "alternate", feed.page, "text/html")
    for entry in feed.entries:
        _entry(SubElement(root, "entry"), entry, feed.language)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entry(element: Element, entry: Entry, language: str) -> None:
    _text(element, "id", uuid5(entry.id, language).urn)
    _text(element, "title", entry.title)
    _text(element, "published", _time(entry.at))
    _text(element, "updated", _time(entry.at))
    if entry.author is not None:
        _author(element, entry.author)
    _link(element, "alternate", entry.link, "text/html")
    for category in entry.categories:
        SubElement(element, "category", {"term": _writable(category)})
    _text(element, "summary", entry.summary)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _writable(text)


def _author(parent: Element, name: str) -> None:
    _text(SubElement(parent, "author"), "name", name)


def _link(parent: Element, relation: str, address: str, media_type: str) -> None:
    SubElement(parent, "link", {"rel": relation, "type": media_type, "href": address})


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _writable(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
