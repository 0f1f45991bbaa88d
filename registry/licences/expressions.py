"""SPDX licence expressions: how several licences are said to apply, read and written exactly.

The grammar is that of SPDX 2.3 annex D and SPDX 3.0.1 annex "SPDX license expressions": ``OR`` binds weaker
than ``AND``, which binds weaker than ``WITH``, which binds weaker than ``+``. Ids are matched whatever their
case; operators stand in upper case or in lower case, never mixed. Reading takes time in proportion to the
length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from registry.licences import spdx

DEEPEST_NESTING: Final = 100  # parentheses inside parentheses; nobody writes ten, and recursion has a floor


class Severity(StrEnum):
    """Whether a finding makes an expression invalid."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, or could be better, at one place of an expression.

    Attributes:
        code: stable name, e.g. ``UNKNOWN_LICENCE``; texts are in `registry.licences.findings`.
        position: 0-based offset of the first character concerned.
        length: how many characters are concerned; 0 at the end of the text.
        found: those characters.
        severity: errors make the expression invalid, warnings do not.
    """

    code: str
    position: int
    length: int
    found: str
    severity: Severity = Severity.ERROR


class ExpressionError(ValueError):
    """The text is no SPDX expression; `findings` say why and where."""

    def __init__(self, text: str, findings: tuple[Finding, ...]) -> None:
        """Keep the text and every finding; the message shows the first under a caret."""
        self.text = text
        self.findings = findings
        super().__init__(f"{findings[0].code}\n{caret(text, findings[0])}")


@dataclass(frozen=True, slots=True)
class Simple:
    """A listed licence, with ``+`` if later versions are allowed too."""

    id: str
    or_later: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A licence outside the list: ``LicenseRef-...``, in another document if `document` is given."""

    name: str
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Addition:
    """A permission or condition outside the list of exceptions: ``AdditionRef-...`` (SPDX 3.0)."""

    name: str
    document: str | None = None


@dataclass(frozen=True, slots=True)
class With:
    """A licence with an additional permission."""

    licence: Simple | Reference
    exception: str | Addition


@dataclass(frozen=True, slots=True)
class And:
    """All operands apply together; at least two, none of them an `And`."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """The recipient chooses one operand; at least two, none of them an `Or`."""

    operands: tuple[Expression, ...]


Expression: TypeAlias = Simple | Reference | With | And | Or


@dataclass(frozen=True, slots=True)
class Parsed:
    """A valid expression with what could be better about the way it was written."""

    expression: Expression
    warnings: tuple[Finding, ...]


def parse(text: str) -> Expression:
    """The expression that a text stands for.

    Raises:
        ExpressionError: the text is none; its findings give code and position.
    """
    return read(text).expression


def read(text: str) -> Parsed:
    """Like `parse`, with warnings about case, deprecated ids and what only SPDX 3.0 allows.

    Raises:
        ExpressionError: the text is no expression.
    """
    reader = _Reader(text)
    expression = reader.whole()
    return Parsed(expression, tuple(reader.warnings))


def render(expression: Expression) -> str:
    """The canonical text: canonical ids, operators in upper case, no parentheses that change nothing."""
    match expression:
        case Simple(identifier, or_later):
            return identifier + ("+" if or_later else "")
        case Reference(name, document):
            return _reference("LicenseRef-", name, document)
        case With(licence, Addition(name, document)):
            return f"{render(licence)} WITH {_reference('AdditionRef-', name, document)}"
        case With(licence, exception):
            return f"{render(licence)} WITH {exception}"
        case And(operands):
            return " AND ".join(f"({render(x)})" if isinstance(x, Or) else render(x) for x in operands)
        case Or(operands):
            return " OR ".join(render(x) for x in operands)


def leaves(expression: Expression) -> Iterator[Simple | Reference | With]:
    """The licences an expression names, from left to right, each as often as it stands there."""
    if isinstance(expression, And | Or):
        for operand in expression.operands:
            yield from leaves(operand)
    else:
        yield expression


def conjunction(operands: tuple[Expression, ...]) -> Expression:
    """All of these together, flattened; a single operand is itself.

    Raises:
        ValueError: there is no operand.
    """
    return _joined(And, operands)


def disjunction(operands: tuple[Expression, ...]) -> Expression:
    """A choice of these, flattened; a single operand is itself.

    Raises:
        ValueError: there is no operand.
    """
    return _joined(Or, operands)


def caret(text: str, finding: Finding) -> str:
    """Two lines: the text on one line, and carets under what the finding is about."""
    line = "".join(" " if character.isspace() else character for character in text)
    return f"{line}\n{' ' * finding.position}{'^' * max(1, finding.length)}"


def _joined(kind: type[And | Or], operands: tuple[Expression, ...]) -> Expression:
    if not operands:
        raise ValueError("an expression needs at least one licence")
    flat: list[Expression] = []
    for operand in operands:
        flat.extend(operand.operands if isinstance(operand, kind) else (operand,))
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def _reference(prefix: str, name: str, document: str | None) -> str:
    return (f"DocumentRef-{document}:" if document is not None else "") + prefix + name


# Anything between white space and parentheses is one word, so that a finding can point at all of it.
# White space is ASCII only: an ideographic space is a character that tools elsewhere would stumble over.
_WORDS: Final = re.compile(r"[()]|[^() \t\r\n]+")
_ID: Final = re.compile(r"[A-Za-z0-9.-]+")
_CUSTOM: Final = re.compile(
    r"(?:DocumentRef-(?P<document>[A-Za-z0-9.-]+):)?(?P<kind>LicenseRef|AdditionRef)-(?P<name>[A-Za-z0-9.-]+)",
    re.IGNORECASE | re.ASCII,
)
_OPERATORS: Final = frozenset({"and", "or", "with"})
_SPACE: Final = " \t\r\n"


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    position: int

    @property
    def operator(self) -> str | None:
        """AND, OR or WITH if it is one, written in a single case."""
        lowered = self.text.lower()
        if lowered in _OPERATORS and self.text in (lowered, lowered.upper()):
            return lowered.upper()
        return None


class _Reader:
    """One reading of one text; a class because position and warnings live through it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = [_Word(found.group(), found.start()) for found in _WORDS.finditer(text)]
        self.next = 0
        self.depth = 0
        self.warnings: list[Finding] = []

    def whole(self) -> Expression:
        """Read everything (SPDX 2.3, annex D.1 `license-expression`): no operator may be missing or left over.

        WITH stands between a licence and an exception only (D.4.4).
        """
        if not self.words:
            raise self._refusal("EMPTY", None)
        expression = self._or()
        word = self._peek()
        if word is None:
            return expression
        if word.text == ")":
            raise self._refusal("CLOSING_WITHOUT_OPENING", word)
        if word.operator == "WITH":
            raise self._refusal("WITH_AFTER_EXPRESSION", word)
        if word.text.lower() in _OPERATORS:
            raise self._refusal("OPERATOR_IN_MIXED_CASE", word)
        raise self._refusal("OPERATOR_EXPECTED", word)

    def _or(self) -> Expression:
        operands = [self._and()]
        while self._take("OR"):
            operands.append(self._and())
        return disjunction(tuple(operands))

    def _and(self) -> Expression:
        operands = [self._operand()]
        while self._take("AND"):
            operands.append(self._operand())
        return conjunction(tuple(operands))

    def _operand(self) -> Expression:
        """Read a licence, or an expression in parentheses (SPDX 2.3, annex D.1 `compound-expression`)."""
        word = self._peek()
        if word is None or word.text == ")" or word.text.lower() in _OPERATORS:
            raise self._refusal("LICENCE_EXPECTED", word)
        self.next += 1
        if word.text == "(":
            return self._parenthesised(word)
        licence = self._licence(word)
        return With(licence, self._exception()) if self._take("WITH") else licence

    def _parenthesised(self, opening: _Word) -> Expression:
        """Read what stands in parentheses (SPDX 2.3, annex D.4.5); the bound on how deep is ours."""
        self.depth += 1
        if self.depth > DEEPEST_NESTING:
            raise self._refusal("NESTED_TOO_DEEPLY", opening)
        expression = self._or()
        self.depth -= 1
        word = self._peek()
        if word is None:
            raise self._refusal("NEVER_CLOSED", opening)
        if word.text != ")":
            raise self._refusal("WITH_AFTER_EXPRESSION" if word.operator else "OPERATOR_EXPECTED", word)
        self.next += 1
        return expression

    def _licence(self, word: _Word) -> Simple | Reference:
        custom = _CUSTOM.fullmatch(word.text)
        if custom and custom["kind"].lower() == "licenseref":
            self._warn_case(word, _reference("LicenseRef-", custom["name"], custom["document"]))
            return Reference(custom["name"], custom["document"])
        listed = spdx.licence(word.text)
        if listed is None and word.text.endswith("+"):
            return self._or_later(word)
        if listed is None:
            raise self._refusal(_why_unknown(word.text, custom is not None), word)
        self._warn_case(word, listed.id)
        self._warn_deprecated(word, deprecated=listed.deprecated)
        return Simple(listed.id)

    def _or_later(self, word: _Word) -> Simple:
        """Read an id with a plus (SPDX 2.3, annex D.1 `simple-expression`: listed ids that can have later versions)."""
        listed = spdx.licence(word.text[:-1])
        if listed is None and _CUSTOM.fullmatch(word.text[:-1]):
            raise self._refusal("PLUS_ON_REFERENCE", word)
        if listed is None:
            raise self._refusal(_why_unknown(word.text[:-1], custom=False), word)
        if listed.id.endswith(("-only", "-or-later", "+")):
            raise self._refusal("PLUS_ON_FIXED_VERSION", word)
        self._warn_case(word, listed.id + "+")
        self._warn_deprecated(word, deprecated=listed.deprecated)
        return Simple(listed.id, or_later=True)

    def _exception(self) -> str | Addition:
        """Read what follows WITH: a listed exception (SPDX 2.3, annex D.4.4), or an AdditionRef- (SPDX 3.0)."""
        word = self._peek()
        if word is None or word.text in "()" or word.text.lower() in _OPERATORS:
            raise self._refusal("EXCEPTION_EXPECTED", word)
        self.next += 1
        custom = _CUSTOM.fullmatch(word.text)
        if custom and custom["kind"].lower() == "additionref":
            self._warn_case(word, _reference("AdditionRef-", custom["name"], custom["document"]))
            self._warn("ONLY_IN_SPDX_3", word)
            return Addition(custom["name"], custom["document"])
        listed = spdx.exception(word.text)
        if listed is None:
            known = spdx.licence(word.text) is not None or custom is not None
            raise self._refusal("LICENCE_IS_NO_EXCEPTION" if known else "UNKNOWN_EXCEPTION", word)
        self._warn_case(word, listed.id)
        self._warn_deprecated(word, deprecated=listed.deprecated)
        return listed.id

    def _peek(self) -> _Word | None:
        return self.words[self.next] if self.next < len(self.words) else None

    def _take(self, operator: str) -> bool:
        """Take an operator if it stands next: upper case (SPDX 2.3, annex D.2) or, since SPDX 3.0, lower case."""
        word = self._peek()
        if word is None or word.operator != operator:
            return False
        if word.text != operator:
            self._warn("LOWER_CASE_OPERATOR", word)
        self.next += 1
        return True

    def _warn(self, code: str, word: _Word) -> None:
        self.warnings.append(Finding(code, word.position, len(word.text), word.text, Severity.WARNING))

    def _warn_case(self, word: _Word, canonical: str) -> None:
        """Warn of an id in another case than the list's (SPDX 2.3, annex D.2: ids are matched without case)."""
        if word.text != canonical:
            self._warn("CASE", word)

    def _warn_deprecated(self, word: _Word, *, deprecated: bool) -> None:
        """Warn of an id that the SPDX list marks as deprecated (SPDX 2.3, annex A)."""
        if deprecated:
            self._warn("DEPRECATED", word)

    def _refusal(self, code: str, word: _Word | None) -> ExpressionError:
        if word is None:
            end = len(self.text.rstrip(_SPACE))
            return ExpressionError(self.text, (Finding(code, end, 0, ""),))
        return ExpressionError(self.text, (Finding(code, word.position, len(word.text), word.text),))


def _why_unknown(identifier: str, custom: bool) -> str:  # noqa: FBT001 - read at two places, both in sight
    """Tell what is wrong with a word that is no id of the list (SPDX 2.3, annex D.1 `idstring`, D.3 and 10.1)."""
    if custom:
        return "ADDITION_IS_NO_LICENCE"
    if identifier.upper() in {"NONE", "NOASSERTION"}:
        return "NO_LICENCE_NAMED"
    if spdx.exception(identifier) is not None:
        return "EXCEPTION_IS_NO_LICENCE"
    return "UNKNOWN_LICENCE" if _ID.fullmatch(identifier) else "NOT_AN_IDENTIFIER"
