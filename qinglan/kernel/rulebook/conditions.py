"""Yes/no conditions: the one adapter to ``common-expression-language``.

The boolean frame (``&&``, ``||``, ``!``, parentheses) is read and judged here with three values; only
what stands between goes to the library. So a missing answer or an error is *unknown*, never false,
whatever stands beside it. Nothing but the answers can be reached: there are no calls and no fields.

Numbers are exact: within one comparison all of them are multiplied by the same power of ten and
compared as whole numbers. Hence no ``*``, ``/`` or ``%``: arithmetic belongs into typed rules.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

LONGEST = 2_000
MOST_TOKENS = 300
DEEPEST = 20
_LARGEST = 2**63 - 1

Answer = str | bool | int | Decimal | date | None
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*)"
    r"|(?P<text>'[^'\\\n]*'|\"[^\"\\\n]*\")|(?P<sign>&&|\|\||==|!=|<=|>=|[!<>()+\-\[\],]))",
    re.ASCII,
)
_COMPARING = {"==", "!=", "<", "<=", ">", ">=", "+", "-", "in"}
_WORDS = {"true": True, "false": False}


class BadCondition(ValueError):
    """The expression can't be a condition; the message says where and why."""


class Truth(StrEnum):
    """One of three."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """A truth; where it is unknown, which answers are missing and which comparisons failed, with why."""

    truth: Truth
    missing: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str


def _tokens(expression: str) -> list[_Token]:
    if len(expression) > LONGEST:
        raise BadCondition(f"the expression has more than {LONGEST} characters")
    found: list[_Token] = []
    place = 0
    end = len(expression.rstrip())
    while place < end:
        match = _TOKEN.match(expression, place)
        if match is None:
            raise BadCondition(
                f"at character {place + 1}: {expression[place : place + 10]!r} is not understood"
            )
        kind = str(match.lastgroup)
        text = match[kind]
        if kind == "name" and text == "in":
            kind = "sign"
        if text == "(" and found and found[-1].kind == "name":
            raise BadCondition(f"at character {place + 1}: a condition calls nothing")
        found.append(_Token(kind, text))
        place = match.end()
        if len(found) > MOST_TOKENS:
            raise BadCondition(f"the expression has more than {MOST_TOKENS} parts")
    if not found:
        raise BadCondition("the expression is empty")
    return found


@dataclass(frozen=True)
class _Atom:
    tokens: tuple[_Token, ...]

    def verdict(self, answers: Mapping[str, Answer]) -> Verdict:
        return _judge(self.tokens, answers)


@dataclass(frozen=True)
class _Not:
    part: "_Node"

    def verdict(self, answers: Mapping[str, Answer]) -> Verdict:
        inner = self.part.verdict(answers)
        if inner.truth is Truth.UNKNOWN:
            return inner
        return Verdict(Truth.FALSE if inner.truth is Truth.TRUE else Truth.TRUE)


@dataclass(frozen=True)
class _Join:
    """Parts joined by and (`deciding` is false) or by or (`deciding` is true)."""

    parts: tuple["_Node", ...]
    deciding: Truth

    def verdict(self, answers: Mapping[str, Answer]) -> Verdict:
        verdicts = [part.verdict(answers) for part in self.parts]
        if any(one.truth is self.deciding for one in verdicts):
            return Verdict(self.deciding)
        unknown = [one for one in verdicts if one.truth is Truth.UNKNOWN]
        if unknown:
            return Verdict(
                Truth.UNKNOWN,
                tuple(dict.fromkeys(name for one in unknown for name in one.missing)),
                tuple(dict.fromkeys(error for one in unknown for error in one.errors)),
            )
        return Verdict(Truth.FALSE if self.deciding is Truth.TRUE else Truth.TRUE)


_Node = _Atom | _Not | _Join


class _Reader:
    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0

    def peek(self) -> str:
        return self.tokens[self.place].text if self.place < len(self.tokens) else ""

    def joined(self, sign: str, deciding: Truth) -> _Node:
        parts = [self.conjunction() if sign == "||" else self.negation()]
        while self.peek() == sign:
            self.place += 1
            parts.append(self.conjunction() if sign == "||" else self.negation())
        return parts[0] if len(parts) == 1 else _Join(tuple(parts), deciding)

    def disjunction(self) -> _Node:
        return self.joined("||", Truth.TRUE)

    def conjunction(self) -> _Node:
        return self.joined("&&", Truth.FALSE)

    def negation(self) -> _Node:
        if self.peek() != "!":
            return self.group()
        self.place += 1
        with self:
            return _Not(self.negation())

    def group(self) -> _Node:
        if self.peek() == "(" and not self._is_arithmetic():
            self.place += 1
            with self:
                inner = self.disjunction()
            if self.peek() != ")":
                raise BadCondition("a parenthesis is not closed")
            self.place += 1
            return inner
        return self.atom()

    def _closing(self) -> int:
        depth = 0
        for place in range(self.place, len(self.tokens)):
            depth += {"(": 1, ")": -1}.get(self.tokens[place].text, 0)
            if depth == 0:
                return place
        raise BadCondition("a parenthesis is not closed")

    def _is_arithmetic(self) -> bool:
        after = self._closing() + 1
        return after < len(self.tokens) and self.tokens[after].text in _COMPARING

    def atom(self) -> _Node:
        start, depth = self.place, 0
        while self.place < len(self.tokens):
            text = self.tokens[self.place].text
            if depth == 0 and text in ("&&", "||", ")"):
                break
            if text in ("&&", "||", "!"):
                raise BadCondition(f"{text} stands inside a comparison")
            depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(text, 0)
            if depth > DEEPEST:
                raise BadCondition(f"parentheses stand more than {DEEPEST} deep")
            self.place += 1
        if start == self.place or depth:
            raise BadCondition("a comparison is missing or not closed")
        return _Atom(tuple(self.tokens[start : self.place]))

    def __enter__(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadCondition(f"parentheses stand more than {DEEPEST} deep")

    def __exit__(self, *_: object) -> None:
        self.depth -= 1


def _engine() -> Any:
    """The library, loaded when the first condition is read: it brings a command line of its own along."""
    import cel  # noqa: PLC0415 - as said

    return cel


@lru_cache(maxsize=4096)
def _parse(expression: str) -> tuple[_Node, tuple[_Token, ...]]:
    """The condition as a tree, and its tokens; kept, as a scheme's conditions are judged for thousands of cases."""
    tokens = _tokens(expression)
    reader = _Reader(tokens)
    node = reader.disjunction()
    if reader.place < len(tokens):
        raise BadCondition(f"{reader.peek()} stands where nothing is expected")
    _check_atoms(node)
    return node, tuple(tokens)


def _check_atoms(node: _Node) -> None:
    if isinstance(node, _Not):
        _check_atoms(node.part)
    elif isinstance(node, _Join):
        for part in node.parts:
            _check_atoms(part)
    else:
        names = {token.text for token in node.tokens if token.kind == "name"} - _WORDS.keys()
        text, _values = _for_library(node.tokens, dict.fromkeys(names, 0))
        try:
            _engine().compile(text)
        except Exception as error:
            raise BadCondition(f"{''.join(t.text for t in node.tokens)}: {error}") from error


def names(expression: str) -> tuple[str, ...]:
    """The answers that `expression` asks for, in their order. Raises BadCondition where it is none."""
    _node, tokens = _parse(expression)
    return tuple(dict.fromkeys(one.text for one in tokens if one.kind == "name" and one.text not in _WORDS))


def judge(expression: str, answers: Mapping[str, Answer]) -> Verdict:
    """What `expression` says of `answers`; None is a missing answer. Raises BadCondition where it is none."""
    return _parse(expression)[0].verdict(answers)


def _judge(tokens: tuple[_Token, ...], answers: Mapping[str, Answer]) -> Verdict:
    text = " ".join(token.text for token in tokens)
    asked = dict.fromkeys(one.text for one in tokens if one.kind == "name" and one.text not in _WORDS)
    if missing := tuple(name for name in asked if answers.get(name) is None):
        return Verdict(Truth.UNKNOWN, missing=missing)
    if len(tokens) == 1 and isinstance(plain := answers.get(text), bool):
        return Verdict(Truth.TRUE if plain else Truth.FALSE)
    values = {name: answers[name] for name in asked}
    kinds = {_kind(value) for value in values.values()} | {
        _TOKEN_KINDS[one.kind] for one in tokens if one.kind in _TOKEN_KINDS
    }
    kinds |= {"yes or no" for one in tokens if one.text in _WORDS and one.kind == "name"}
    if len(kinds) > 1:
        return Verdict(Truth.UNKNOWN, errors=(f"{text}: compares {' with '.join(sorted(kinds))}",))
    try:
        source, scaled = _for_library(tokens, values)
        found = _engine().evaluate(source, scaled)
    except Exception as error:  # noqa: BLE001 - whatever fails in there makes the comparison unknown
        return Verdict(Truth.UNKNOWN, errors=(f"{text}: {error}",))
    if not isinstance(found, bool):
        return Verdict(Truth.UNKNOWN, errors=(f"{text}: is neither true nor false",))
    return Verdict(Truth.TRUE if found else Truth.FALSE)


_TOKEN_KINDS = {"number": "number", "text": "text"}


def _kind(value: Answer) -> str:
    if isinstance(value, bool):
        return "yes or no"
    if isinstance(value, int | Decimal):
        return "number"
    if isinstance(value, str | date):
        return "text"
    raise BadCondition(f"an answer can't be a {type(value).__name__}")


def _for_library(tokens: tuple[_Token, ...], values: Mapping[str, Answer]) -> tuple[str, dict[str, object]]:
    """The comparison in the library's terms: plain names, whole numbers, dates as ISO text."""
    numbers = [Decimal(one.text) for one in tokens if one.kind == "number"]
    numbers += [
        Decimal(one) for one in values.values() if _kind(one) == "number" and isinstance(one, int | Decimal)
    ]
    places = max((max(-int(one.as_tuple().exponent), 0) for one in numbers), default=0)
    renamed = {name: f"v{number}" for number, name in enumerate(values)}

    def whole(number: int | Decimal) -> int:
        scaled = Decimal(number).scaleb(places)
        if not scaled.is_finite() or abs(scaled) > _LARGEST:
            raise ValueError(f"{number} has too many digits to be compared")
        return int(scaled)

    parts = [
        str(whole(Decimal(one.text)))
        if one.kind == "number"
        else renamed.get(one.text, one.text)
        if one.kind == "name"
        else one.text
        for one in tokens
    ]
    plain: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, date):
            plain[renamed[name]] = value.isoformat()
        elif isinstance(value, int | Decimal) and not isinstance(value, bool):
            plain[renamed[name]] = whole(value)
        else:
            plain[renamed[name]] = value
    return " ".join(parts), plain
