"""Sentences beside a licence that take nothing from it: they speak of other works, of marks, contributions or funding.

"The fonts are not covered by this licence" limits nobody's use of the code, while "commercial use is not covered"
does. So each rule asks for a kind of work, a mark, or a grant of money, and leaves every other sentence to
`limiting`. The rules are ours, from what stands beside licences in published projects.
"""

from __future__ import annotations

import re
from typing import Final

# Kinds of works that a repository holds beside its program.
_OTHER_WORKS: Final = (
    r"(?:art ?works?|assets|brand\w*|data(?: ?sets?| ?bases?)?|docs|documentation|examples|fonts?|graphics|icons?"
    r"|images?|illustrations?|logos?|media|photo(?:graph)?s?|pictures?|screenshots?|service ?marks?|sounds?"
    r"|trade ?marks?|trade ?names?|translations?|videos?"
    r"|dependencies|libraries|(?:sub ?)?components|packages|modules|submodules"
    r"|plugins|folders?|(?:sub ?)?director(?:y|ies)|third party (?:code|software|files?|works?|materials?|content))"
)
# Words that lead to such a kind and say nothing of who may do what; a few, so that the time stays linear.
_LEADING: Final = (
    r"(?:(?:the|this|its|our|any|all|some|of|in|from|those|files?|parts?|located|found|contained|third|party|bundled"
    r"|vendored|included|external|externally|maintained|other|own|and|or|name|names) ){0,6}"
)
_THEIR: Final = (
    r"(?:(?:the )?(?:terms and conditions|terms|conditions) of )?(?:(?:their|its) (?:own|respective|original|individual"
    r"|separate|different)|(?:their|its) (?:own )?respective|separate|different|other)"
)
_TERMS: Final = (
    r"(?:copyright notices? and licen[cs]e terms|copyrights?|licen[cs]es?|licen[cs]ing(?: terms)?|terms"
    r"|conditions)"
)
_ASIDES: Final = re.compile(
    r" (?:"
    # Other works go their own way.
    rf"{_LEADING}{_OTHER_WORKS}(?: \w+){{0,8}}? (?:(?:is|are|remains?|may be) (?:\w+ly )?(?:covered|distributed"
    rf"|governed|licensed|provided|released|under|subject)(?: by| under| to| with)?|has|have|may have|carry|carries"
    rf"|(?:comes? )?with) {_THEIR} (?:open source |free |public )*{_TERMS}"
    # Licences that stand below, where they are looked at themselves.
    r"|your use of (?:the )?(?:source code (?:for|of) )?(?:the|these|those|such) (?:sub ?)?components is (?:also )?"
    r"subject to the (?:terms and conditions|terms|conditions) of the following licen[cs]es?"
    rf"|additional {_TERMS} (?:may )?apply to {_LEADING}{_OTHER_WORKS}"
    rf"|{_LEADING}{_OTHER_WORKS}(?: \w+){{0,8}} (?:is|are) not (?:covered|licensed|included)"
    r"(?: (?:by|under|in)(?: the terms of)? th(?:is|e|ese)(?: above)? licen[cs]es?)?"
    rf"|(?:does|do) not (?:apply to|cover|extend to|include) {_LEADING}{_OTHER_WORKS}"
    rf"|(?:except|excluding|with the exception of)(?: for)? {_LEADING}{_OTHER_WORKS}"
    rf"|from other (?:\w+ )?(?:projects?|authors|people|sources|works)"
    # Marks are no part of a licence of copyright.
    rf"|(?:does|do) not (?:grant|give|convey|include)(?: you)?(?: any| a)? (?:rights?|permissions?|licen[cs]es?)"
    rf"(?: (?:to use|to|in|for|of))? {_LEADING}(?:trade ?(?:marks?|names?)|service ?marks?|logos?|brand\w*)"
    # What contributors agree to binds who contributes.
    r"|by (?:contributing|submitting)(?: \w+){0,8} you agree(?: that| to)?(?: (?:all |any )?your contributions?)?"
    # A grant of money.
    r"|(?:under |by )?(?:the )?(?:grant|funding) (?:agreement|contract|number|no)s?(?: no| number)?"
    r")(?= )"
)


def without_asides(joined: str) -> str:
    """Words between single spaces without the sentences that take nothing from a licence."""
    return _ASIDES.sub(" ", joined)
