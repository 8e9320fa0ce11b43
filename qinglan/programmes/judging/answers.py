"""One answer, as it is stored, read as what its question asks for."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from qinglan.kernel.rulebook.conditions import Answer
from qinglan.programmes.definition.questions import Question

NUMBERS = frozenset({"integer", "number", "money", "percent", "year"})
"""Types of questions whose answers are numbers."""
MOST_DIGITS = 24
"""No figure of a form has more; longer ones would lose digits in what is worked out from them."""
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


class BadAnswer(ValueError):
    """An answer isn't of its question's type; `question` is the id."""

    def __init__(self, question: str, reason: str) -> None:
        super().__init__(f"{question}: {reason}")
        self.question = question


def read_answer(question: Question, raw: Any) -> Answer:
    """The answer as one value; None where nothing was answered. Raises BadAnswer.

    Numbers come as text (``"12.50"``) or whole numbers, never as float. A file counts as yes where there is
    one; `choices` is how many were chosen (the options themselves: `chosen`).
    """
    if raw is None or raw == "":
        return None
    if question.type in NUMBERS:
        return _number(question, raw)
    if question.type == "date":
        return _date(question, raw)
    if question.type == "yes_no":
        if not isinstance(raw, bool):
            raise BadAnswer(question.id, f"{raw!r} is neither yes nor no")
        return raw
    if question.type == "choice":
        if raw not in {option.id for option in question.options}:
            raise BadAnswer(question.id, f"there is no option {raw!r}")
        return str(raw)
    if question.type == "choices":
        return Decimal(len(chosen(question, raw)))
    if question.type == "file":
        return bool(raw) or None
    if not isinstance(raw, str):
        raise BadAnswer(question.id, f"{raw!r} is no text")
    return raw


def chosen(question: Question, raw: Any) -> frozenset[str]:
    """The options chosen in an answer to `choices`. Raises BadAnswer."""
    known = {option.id for option in question.options}
    if isinstance(raw, str) or not isinstance(raw, list | tuple) or not known.issuperset(raw):
        raise BadAnswer(question.id, f"{raw!r} is no list of its options")
    return frozenset(raw)


def names_of(question: Question) -> tuple[str, ...]:
    """The names under which conditions see the answer."""
    if question.type == "choices":
        return (
            f"{question.id}_count",
            *(f"{question.id}.{option.id}" for option in question.options),
        )
    return (question.id,)


def named(question: Question, raw: Any) -> Mapping[str, Answer]:
    """The answer under the names of `names_of`; all None where nothing was answered. Raises BadAnswer."""
    value = read_answer(question, raw)
    if question.type != "choices":
        return {question.id: value}
    if value is None:
        return dict.fromkeys(names_of(question))
    among = chosen(question, raw)
    options: dict[str, Answer] = {f"{question.id}.{one.id}": one.id in among for one in question.options}
    return {f"{question.id}_count": value, **options}


def _number(question: Question, raw: Any) -> Decimal:
    if isinstance(raw, Decimal) and raw.is_finite():
        found = raw
    elif isinstance(raw, int) and not isinstance(raw, bool):
        found = Decimal(raw)
    elif isinstance(raw, str) and _NUMBER.fullmatch(raw.strip()):
        found = Decimal(raw.strip())
    else:
        raise BadAnswer(question.id, f"{raw!r} is no number")
    if len(found.as_tuple().digits) > MOST_DIGITS:
        raise BadAnswer(question.id, f"{raw!r:.40} has more than {MOST_DIGITS} digits")
    if question.type in ("integer", "year") and found != found.to_integral_value():
        raise BadAnswer(question.id, f"{raw!r} is no whole number")
    return found


def _date(question: Question, raw: Any) -> date:
    if type(raw) is date:
        return raw
    try:
        return date.fromisoformat(raw)
    except (TypeError, ValueError) as error:
        raise BadAnswer(question.id, f"{raw!r} is no date") from error
