"""What a readme calls the software: its first heading, as a reader sees it; pure."""

import html
import re
from typing import Final

LONGEST: Final = 80  # characters; a longer heading is a sentence, no name
LINES_READ: Final = 60  # badges and a picture may stand before the heading, no chapters

_HEADING: Final = re.compile(r"^ {0,3}#[ \t]+(?P<words>.+?)[ \t]*#*$")
_UNDERLINED: Final = re.compile(r"^ {0,3}={3,}[ \t]*$")
_HTML: Final = re.compile(r"<h1\b[^>]*>(?P<words>.*?)</h1>", re.IGNORECASE | re.DOTALL)
_PICTURE: Final = re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])")
_LINK: Final = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_MARKUP: Final = re.compile(r"<[^>]*>|[*`]|:[a-z0-9_+-]+:|(?<!\w)_|_(?!\w)")


def title(text: str) -> str | None:
    """Give the first heading of a readme in Markdown, reStructuredText or HTML; None where there is none that fits."""
    lines = text[:20_000].splitlines()[:LINES_READ]
    start = "\n".join(lines)
    for number, line in enumerate(lines):
        if heading := _HEADING.match(line):
            return _plain(heading["words"])
        if _UNDERLINED.match(line) and number and lines[number - 1].strip():
            return _plain(lines[number - 1])
        if "<h1" in line.lower() and (written := _HTML.search(start)):
            return _plain(written["words"])
    return None


def _plain(words: str) -> str | None:
    shown = html.unescape(_MARKUP.sub("", _LINK.sub(r"\1", _PICTURE.sub("", words))))
    name = " ".join(shown.split()).strip("-–—:| ")
    return name if 0 < len(name) <= LONGEST else None
