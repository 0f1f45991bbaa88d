"""What a source file says about its licence: its comments that speak of one, without the program around them.

A program forbids and restricts all the time, in words that have nothing to do with what a reader may do with it.
"""

from __future__ import annotations

import re
from typing import Final

# A comment, to its end; one that is never closed goes on to the end of the text.
_COMMENT = re.compile(
    r"/\*.*?(?:\*/|\Z)|<!--.*?(?:-->|\Z)|\{#.*?(?:#\}|\Z)|\(\*.*?(?:\*\)|\Z)|\{-.*?(?:-\}|\Z)"
    r"|\"\"\".*?(?:\"\"\"|\Z)|'''.*?(?:'''|\Z)"
    r"|(?:^[ \t]*(?://|\#|--|;|%|!|\.\\\"|dnl\b|rem\b)[^\n]*(?:\n|\Z))+",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
# Before the first comment may stand what tells a machine how to read the file.
_PREAMBLE = re.compile(r"\s*(?:#!|<\?xml|<!doctype|<\?php|@charset|@echo|% -\*-)[^\n]*\n\s*", re.IGNORECASE)
_SPEAKS_OF_LICENCES = re.compile(
    r"licen[cs]|copyright|copying|warrant|redistribut|授權|著作權", re.IGNORECASE
)
# How a line of a program looks that no line of prose looks like.
_CODE_LINE = re.compile(
    r"[;{}]\s*$|^\s*(?:[)\]}]|#(?:include|define|if|pragma)\b|</?\w+[\s>/]|@\w+)|\w\([^()]{0,200}\)|:\s*$|[^=]=[^=]|->|::|=>|&&"
)
_MOSTLY: Final = 0.5  # of the lines that are no comments; a list in prose has fewer such lines
_LEAST_NOTICE: Final = 12  # words; shorter ones are tags and the headings of Markdown
_LEAST_CODE: Final = 3  # lines; fewer tell nothing


def without_code(text: str) -> str:
    """The same text, equally long, with spaces instead of code if it is a source file that begins with a comment.

    Of later comments only those stay that speak of licences. A text that is no source file is handed back whole.
    """
    preamble = _PREAMBLE.match(text)
    begin = preamble.end() if preamble else len(text) - len(text.lstrip())
    line = text.rfind("\n", 0, begin) + 1
    if not (_COMMENT.match(text, begin) or _COMMENT.match(text, line)):
        return text
    comments = [(each.start(), each.end()) for each in _COMMENT.finditer(text, line)]
    rest = _blanked(text, [(0, begin), *comments])
    lines = [line for line in rest.split("\n") if line.strip()]
    code = sum(bool(_CODE_LINE.search(line)) for line in lines)
    kept = [comments[0], *(c for c in comments[1:] if _SPEAKS_OF_LICENCES.search(text[slice(*c)]))]
    notice = sum(len(text[slice(*comment)].split()) for comment in kept)
    if notice < _LEAST_NOTICE or len(lines) < _LEAST_CODE or code < _MOSTLY * len(lines):
        return text
    ends = [0, *(end for _, end in kept)]
    starts = [*(start for start, _ in kept), len(text)]
    return _blanked(text, list(zip(ends, starts, strict=True)))


def _blanked(text: str, stretches: list[tuple[int, int]]) -> str:
    """The same text with spaces for these stretches, which follow each other; line ends stay."""
    parts, behind = [], 0
    for start, end in stretches:
        parts += [text[behind:start], re.sub(r"[^\n]", " ", text[start:end])]
        behind = end
    return "".join([*parts, text[behind:]])
