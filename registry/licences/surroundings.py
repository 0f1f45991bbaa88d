"""What stands around a licence in its file: its own optional parts, talk about licences, or more terms.

A licence with more terms beside it is not the whole truth about a file, so the file must not be called by it.
"""

from __future__ import annotations

import re
from typing import Final

from registry.licences import mentioning
from registry.licences.alignment import RUN
from registry.licences.limiting import about, demands, limits
from registry.licences.normalise import Words, words_in

# Words with which terms grant or demand something.
OPERATIVE: Final = words_in(
    "agree condition conditions copyleft distribute forbidden grant granted grants indemnify liability liable"
    " fee fees modification modify obligation obligations patent patents pay payment permission permissions permitted"
    " redistribute redistributed redistributing redistribution royalty shall sublicense terminate warranties warranty",
)
# Words with which people also talk about licences without adding terms.
TALKING: Final = words_in(
    "agreement distributed distributing distribution license licensed licenses released term terms",
)
_OWN: Final = (
    6  # words in a row; "you may not use this" also stands in sentences that are not the licence's own
)
_FEW_OPERATIVE: Final = (
    2  # "copyright and permission notice" has one, a sentence that grants has three or more
)
_ELSEWHERE: Final = words_in("different other separate additional own various several third")
# Says that the other licences stand in the same file.
_REPRODUCED = re.compile(
    r"\b(?:reproduced|included|listed|quoted|set (?:forth|out)) (?:here )?below\b"
    r"|\bfollowing (?:(?:\w+ ){0,3}(?:copyright|permission|license|notice|terms)\b|$)|\bas follows\b"
    r"|\b(?:license|notice|text) follows\b"
)
_LONGEST_TALK: Final = 80  # words; longer prose about licences has contained terms wherever we looked
# Words of which prose has one in three or four, and a list of contributors almost none.
_PROSE: Final = words_in("a an and any are as be by for if in is it not of on or that the this to you")
_LEAST_PROSE: Final = 0.12


def unexcused(words: Words, optional: frozenset[tuple[str, ...]]) -> Words:
    """What is left of the words around a licence without the licence's own optional parts."""
    excused: set[int] = set()
    begin = behind = 0
    for index in range(len(words) - RUN + 1):
        if words.words[index : index + RUN] not in optional:
            continue
        if index != behind:
            begin = index
        behind, end = index + 1, index + RUN
        if end - begin >= _OWN or end - begin == len(words):
            excused.update(range(begin, end))
    kept = [index for index in range(len(words)) if index not in excused]
    return Words(tuple(words.words[index] for index in kept), tuple(words.starts[index] for index in kept))


def may_add_terms(words: Words, families: frozenset[str], title: frozenset[str]) -> bool:
    """Whether words around licences, their optional parts aside, may be more than talk about these licences.

    Args:
        words: what stands around.
        families: what the licences are called (`family`) that the talk may be about.
        title: the words of the headings of the licence beside.
    """
    extra = _telling(words)
    if limits(words) or demands(words, title) or len(OPERATIVE & extra) > _FEW_OPERATIVE:
        return True
    if not TALKING & extra:
        return not _put_under(about(words)) <= families
    if len(words) > _LONGEST_TALK and sum(word in _PROSE for word in words.words) > _LEAST_PROSE * len(words):
        return True
    if (
        _ELSEWHERE & extra
        and {"license", "licenses", "terms"} & extra
        and not _REPRODUCED.search(words.joined())
    ):
        return True
    return not _named_families(about(words)) <= families


def family(identifier: str) -> str:
    """What people call a licence and its relatives: the first part of its id, e.g. ``BSD``."""
    return identifier.split("-", maxsplit=1)[0]


def keeps_rights(joined: str) -> bool:
    """Whether a text calls itself closed, so that a licence named in it is at most that of a part."""
    return bool(_CLOSED.search(joined))


_CLOSED = re.compile(r" (?:proprietary|confidential|prohibited|unlicensed) ")


def offers_choice(text: str) -> bool:
    """Whether a text says that one of several licences may be chosen, and not for its documentation or fonts alone."""
    said = [text[max(each.start() - _LONGEST_SENTENCE, 0) : each.start()] for each in _CHOICE.finditer(text)]
    sentences = [_SENTENCE_END.split(each)[-1] for each in said]
    return any(_THE_WHOLE.search(sentence) or not _A_PART.search(sentence) for sentence in sentences)


_LONGEST_SENTENCE: Final = 300  # characters
_SENTENCE_END = re.compile(r"\.\s|。")
_THE_WHOLE = re.compile(
    r"\b(?:code|librar(?:y|ies)|program|project|software|this|works?)(?! in\b)\b", re.IGNORECASE
)
_A_PART = re.compile(
    r"\b(?:assets|documentation|docs|examples|fonts?|icons?|images?|tests?)\b", re.IGNORECASE
)


_CHOICE = re.compile(
    r"\bdual[\s-]+licen[cs]|\b(?:under|at)\s+your\s+choice\b|\byour\s+choice\s+of\b|\bchoose\s+(?:either|one|between)\b"
    r"|\b(?:either|any|any\s+one)\s+of\s+(?:the|these)\s+(?:following\s+|two\s+)?licen[cs]es\b"
    r"|\beither\s+[^.]{0,120}?\bor\s+(?:under\s+)?the\s+(?:terms|conditions|licen[cs]e)\s+(?:below|that\s+follows?)\b|擇一|雙重?授權",
    re.IGNORECASE,
)


def names_the_unknown(words: Words) -> bool:
    """Whether something is said to be under a licence whose name no rule knows."""
    return bool(_named(about(words))[1])


def _named_families(joined: str) -> frozenset[str]:
    """The families named in a text; a name that no rule knows counts as a family of its own."""
    known, unknown = _named(joined)
    return known | unknown


def _named(joined: str) -> tuple[frozenset[str], frozenset[str]]:
    """The families of the licences named in a text, and the words of the names that no rule knows."""
    known = [
        each
        for each in mentioning.mentions(joined)
        if not joined.startswith(_NO_LICENCE_BEHIND, each.end)
        and not _ORGANISATION.fullmatch(joined, each.start, each.end)
    ]
    unknown: set[str] = set()
    for place in _NAMED.finditer(joined):
        if not any(mention.start < place.end() and place.start() < mention.end for mention in known):
            unknown.update(set(place["name"].split()) - _NO_NAME - _ELSEWHERE)
    return frozenset(family(mention.meaning.expression) for mention in known), frozenset(unknown)


def _put_under(joined: str) -> frozenset[str]:
    """The families of the licences that something is said to be under, in so many words."""
    return frozenset(
        family(mention.meaning.expression)
        for mention in mentioning.mentions(joined)
        if joined.endswith((" under ", " under the "), 0, mention.start)
    )


# Who is named, not what: "software developed by the Apache Software Foundation".
_NO_LICENCE_BEHIND: Final = (" compatible", " foundation", " software foundation")
_ORGANISATION = re.compile(r"mozilla|psf|(?:[a-z]+ )+foundation")
# "under the Foo Bar 1.6 license"
_NAMED = re.compile(r"\bunder (?P<name>(?:[a-z0-9]+ ){1,6}?)licen[cs]es?\b")
_NO_NAME: Final = words_in(
    "the a an this that these its following same above below terms of open source free public either both one any"
)


def _telling(words: Words) -> set[str]:
    return set(about(words).split())
