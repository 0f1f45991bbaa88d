"""Words that limit what somebody may do: beside a licence they make the whole less than the licence.

A licence with "except for governments" behind it grants less than its name says, however few the words. What only
says to which files a licence applies, or what once applied, limits nobody. The words are ours, gathered from what
stands beside licences in published projects; a sentence that merely sounds like a limit costs an honest abstention.
"""

from __future__ import annotations

import re
from typing import Final

from registry.licences import mentioning
from registry.licences.asides import without_asides
from registry.licences.normalise import Words, words_in

# Each limits on its own where little stands beside a licence.
LIMITING: Final = words_in(
    "commercial commercially noncommercial except forbidden military must notwithstanding only prohibit"
    " prohibited restrict restricted restriction restrictions sell selling unless",
)
NEGATING: Final = words_in("no not never nor neither without non")
# Words with which terms grant, demand or talk; in longer prose a limiting word counts only beside one of them.
_ACTING: Final = words_in(
    "agree agreement condition conditions distribute distributed distributing distribution forbidden grant granted"
    " grants license licensed licenses may modify pay payment permission permissions permitted redistribute"
    " redistribution released royalty shall term terms use used",
)
_LITTLE: Final = (
    40  # words; longer stretches are prose or code, where "only" and "except" are said of anything
)

# Each character of Chinese counts as a word; the second form of a character is the simplified one.
_CHINESE = re.compile(
    r"不 [得准許许]|禁 止|[僅仅] [限供能得可]|勿 |限 (?:於|于|定|制)"
    r"|限 (?:\S ){1,8}(?:使 用|用 途)|[付收繳缴] [費费]|[費费] 用|[未非] [經经]"
    r"|[書书] 面 同 意|事 先 同 意|不 可 (?!撤 [銷销])|非 商 [業业]|非 [營营] 利|[營营] 利 (?:使 用|用 途)"
    r"|不 [適适] 用|除 外|(?<!可 )(?<!許 )(?<!许 )商 [業业] (?:使 用|用 途|利 用)|[轉转] [售讓让載载]|有 效 期"
)
# The same of a short sentence that demands something, as `_DEMANDING` below.
_DEMANDING_CHINESE = re.compile(
    r"[應应須须勿但若僅仅未除] |不 (?!另 行)|非 (?!常)|[請请] (?![參参] [閱阅考照]|[見见洽至看聯联與与])"
    r"|得 [隨随終终]|期 [間间限]|[終终] 止|同 意"
)
# "Except where something else is stated" says to which files a licence applies.
_SCOPE_CHINESE = re.compile(r"除 (?:非 )?另 有 (?:\S ){2}(?:者 )?(?:外 )?")

# Words with which a short sentence beside a licence demands something, whatever it speaks of.
_DEMANDING: Final = words_in(
    "after allow allowed alone anybody anyone applies apply approval breach business businesses but can cannot"
    " companies company consent days discretion dollars ends everybody everyone exclusive exclusively"
    " expire expires fee forbid forbids free if installation installations keep limited mandatory maximum"
    " months must need needs nobody owe owes pay pays per permitted privilege provided registration require"
    " required requires reserve reserves revoke royalties seat seats shall should single solely subject"
    " subscription terminate terminates trial unless until us user users valid we when whoever within years you"
    " your yours",
)
# What is often said beside a licence and demands nothing: where to look, whom to ask, whom to thank, what it is not.
_HARMLESS = re.compile(
    r" (?:(?:please )?(?:see|refer to|visit|consult|read|check)(?: also)?(?: (?:the|our|your|a|for|at|in|or|file|files"
    r"|of|on|to|details|more|information|authors|contributors|license|licensing|readme|copying|notice|md|txt|rst"
    r"|website|page|full|text|complete|list|root|directory|repository|project|git|history|log))*"
    r"|(?:you can|you may|can be|may be) (?:find|found|obtain|obtained|read|get|see|view|viewed|reach|reached|contact"
    r"|contacted)(?: us| me| a copy)?"
    r"|you should have received a copy of|(?:you|users?) (?:may|can) (?:choose|select)(?: to use)?|your choice"
    r"|if (?:you have|there are|you find)(?: any)? (?:questions?|suggestions?|bugs?|issues?|problems?|errors?)"
    r"|(?:our|my|the) (?:website|home ?page|project page|repository|contributors|team|users|sponsors)"
    r"|(?:please )?(?:contact|e ?mail|write to|ask|thank)(?: us| me| our)?"
    r"|we (?:thank|would like to thank|are grateful)|thanks? (?:to )?(?:you|everyone|everybody|all)?"
    r"|(?:is|are|was) not (?:officially )?(?:affiliated|endorsed|sponsored|an official|a legal|legal advice|maintained)"
    r"|not (?:externally maintained|legal advice|a lawyer)|without (?:any )?warrant(?:y|ies)|no warranty"
    r"|(?:this|licenses?|notices?|terms) (?:below )?appl(?:y|ies) to|may also be (?:used|available)"
    r"|(?:follow|join|tell) us|some rights reserved|no longer maintained"
    r"|(?:free|open source)(?: and open source)?(?: software)?|at your (?:own )?(?:option|choice|risk))(?= )"
)

_NOT: Final = r"(?:not|never|no longer|(?:do|does|is|are|was|were|ca|wo|must|should) ?n t)"
_VERBS: Final = (
    r"(?:appl(?:y|ies)|cover(?:s|ed)?|include[sd]?|extend(?:s|ed)?|grant(?:s|ed)?|permit(?:s|ted)?|allow(?:s|ed)?"
    r"|licensed|free|valid|available|used?|cop(?:y|ied)|modif(?:y|ied)|shared?|sold|sell|resell|reproduced?"
    r"|distributed?|redistributed?|called|hosted?|removed?|trained?)"
)
_PURPOSE: Final = (
    r"(?:academic|educational?|evaluation|hobby|internal|learning|non ?commercial|non ?profit|personal|private"
    r"|research|scientific|stud(?:y|ies)|teaching|testing)"
)
# Phrases whose words are harmless one by one.
_PHRASE = re.compile(
    rf" {_NOT} (?:\w+ )?(?:be )?(?:\w+ly )?{_VERBS} "
    r"| (?:(?:may|must|shall|can|should|could) not|cannot) "
    r"| (?:shall|(?:may|can) only)(?: only)? be used | used (?:only|solely|exclusively) "
    r"| (?:nobody|no one|none) (?:\w+ ){0,5}may | but (?:not|never|no|only) "
    r"| not for (?:use|sale|resale|redistribution|distribution|\w+ (?:use|purposes?)) "
    r"| (?:written|prior|express) (?:permission|consent|approval) "
    r"| you (?:must|shall|agree|have to|need|are (?:required|obliged|obligated)) "
    r"| (?:provided|under the condition|on (?:the )?condition|as long as|so long as)(?: that)?"
    r" (?:you|it|no|this|the user)(?: \w+){0,3} (?:not?|never|only|don t|doesn t) "
    r"| subject to (?:the |these )?(?:following |additional |further )(?:condition|restriction|limitation|term)s? "
    r"| commons clause | license condition | field of use "
    r"| reserves? the right to (?:change|revoke|withdraw|terminate) | (?:revoke[sd]?|revocable|withdrawn?) "
    r"| (?:license|permission|grant|it) expires? | (?:valid|effective) until "
    r"| (?<!not )(?:is|are) (?:limited|restricted|confined) to | exclud(?:e[sd]?|ing) | exempt(?:ed)? "
    r"|^ exceptions? | with (?:the |an )?exceptions? of "
    r"| (?:attribution|credit|payment|fee|registration) (?:is )?(?:required|mandatory) "
    r"| (?:needs?|requires?) (?:a|an) (?:\w+ )?(?:license|permission|subscription|fee|agreement) "
    r"| (?:revenue|turnover) | royalt(?:y|ies) | (?:is|are|remains?|stays?) reserved "
    r"| (?:compan(?:y|ies)|others|businesses) (?:must )?pay "
    rf"| for (?:\w+ )?{_PURPOSE} (?:use|usage|purposes?) "
    rf"| free (?:of charge )?for (?:\w+ and )?{_PURPOSE}s? "
    r"| (?:make|earn) (?:any )?money | (?:evil|weapons?) "
    r"| (?:must|to) (?:stay|remain|be kept) (?:private|secret|confidential) "
    # More permissions make another grant, too, which SPDX writes with WITH where it knows them.
    r"| as an? (?:special |additional )?exception | additional permissions? | gives? (?:you )?permission to "
    r"| (?:derivatives?|modifications?|changes|contributions)(?: works?)? (?:will |shall )?belong to "
)
# The same in other languages of public administrations; words that mean nothing else in English.
_FOREIGN: Final = words_in(
    "ausgenommen ausschließlich kommerzielle kommerziellen nur untersagt verboten"
    " commerciale commerciales interdit interdite interdits sauf seulement uniquement"
    " solo uso comercial comerciales comerciais excepto prohibida prohibido salvo solamente somente proibido"
    " proibida exceto"
    " commerciali eccetto esclusivamente vietata vietato soltanto",
)
# Names commercial use beside its opposite, so that neither is left out.
_COMMERCIAL_TOO = re.compile(
    r"\b(?:open source|free|private|personal|academic|non ?commercial) (?:and|or|as well as) commercial\b"
    r"|\bcommercial (?:and|or|as well as) (?:open source|private|personal|academic|non ?commercial)\b"
)
# Says to which files a licence applies, not what one may do.
_SCOPE = re.compile(
    r"\b(?:except|unless)(?: as| when| where)?(?: explicitly| otherwise)*"
    r" (?:noted|stated|indicated|specified|marked|mentioned)(?: otherwise)?\b",
)
# Says what once applied; nobody relies on it any more.
_PAST = re.compile(
    r"\b(?:was|were|previously|formerly) (?:released|licensed|distributed|published) under (?:[a-z0-9]+ ){1,6}"
)


def limits(words: Words) -> bool:
    """Whether words limit what may be done."""
    if limits_in_chinese(words.joined()):
        return True
    said = about(words)
    if _PHRASE.search(said):
        return True
    each = {*said.split()}
    if len(words) <= _LITTLE:
        return bool((LIMITING | _FOREIGN) & each)
    return bool(LIMITING & each) and bool((_ACTING | NEGATING) & each)


def limits_in_chinese(spaced: str) -> bool:
    """The same of Chinese alone, given with a space before and behind each character."""
    return bool(_CHINESE.search(_SCOPE_CHINESE.sub("", spaced)))


def demands(words: Words, title: frozenset[str]) -> bool:
    """Whether the few words beside a licence ask, forbid or promise anything, as terms do and titles do not.

    Always false of more words than a sentence or two: longer prose is told by what it says (`limits`). The words
    of the licence's own headings do not count.
    """
    if len(words) > _LITTLE:
        return False
    if _DEMANDING_CHINESE.search(_SCOPE_CHINESE.sub("", words.joined())):
        return True
    demanding = (_DEMANDING | NEGATING) - title
    said = about(words)
    if not demanding & {*said.split()}:  # mostly so; what follows takes longer
        return False
    return bool(demanding & {*_HARMLESS.sub("", _unnamed(said)).split()})


def _unnamed(said: str) -> str:
    """The same without the names of licences, one of which is "MIT No Attribution"."""
    for mention in reversed(mentioning.mentions(said)):
        said = said[: mention.start] + said[mention.end :]
    return said


def about(words: Words) -> str:
    """What words say about the present, without what only names the works or the uses that a licence is for."""
    said = without_asides(_PAST.sub(" ", _SCOPE.sub(" ", words.joined())))
    return said if NEGATING & {*words.words} else _COMMERCIAL_TOO.sub(" ", said)
