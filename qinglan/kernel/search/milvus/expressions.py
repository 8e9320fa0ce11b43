"""Filters in Milvus's language."""

from collections.abc import Iterable, Sequence

from qinglan.kernel.search.engine.asking import Capability, Filter, Lacking, OneOf
from qinglan.kernel.search.engine.values import number
from qinglan.kernel.search.language.meaning import Meaning, Need
from qinglan.kernel.search.milvus.layout import encoded, quoted
from qinglan.kernel.search.tokens.cutting import Cutter


def visible(tokens: Iterable[str]) -> str:
    """What a reader with `tokens` sees."""
    held = quoted(tokens)
    return f"array_contains_any(readers, {held}) and not array_contains_any(hidden, {held})"


def of_filters(filters: Iterable[Filter]) -> list[str]:
    """Each filter as an expression."""
    found = []
    for one in filters:
        if isinstance(one, OneOf):
            asked = f"array_contains_any(k_{one.field}, {quoted(one.values)})"
            found.append(f"not {asked}" if one.excluded else asked)
            continue
        low, high = number(one.low), number(one.high)
        found += [f"n_{one.field} >= {low}"] if low is not None else []
        found += [f"n_{one.field} <= {high}"] if high is not None else []
        if low is None and high is None:
            found.append(f"n_{one.field} is not null")
    return found


def of_needs(meant: Meaning, cutter: Cutter) -> list[str]:
    """What must and must not be there. Raises Lacking for phrases and single fields."""
    return [
        *(_need(need, cutter) for need in meant.needs),
        *(f"not ({_need(need, cutter)})" for need in meant.refused),
    ]


def _need(need: Need, cutter: Cutter) -> str:
    if not need.phrase:
        return any_word(sorted(need.tokens))
    if not need.loose:
        raise Lacking(Capability.PHRASES)
    words = [span.token for span in cutter.spans(need.phrase) if span.whole]
    return together([any_word([word]) for word in words])


def any_word(words: Sequence[str]) -> str:
    """Documents with one of the words."""
    return f"TEXT_MATCH(words, '{' '.join(map(encoded, words))}')"


def together(expressions: Sequence[str]) -> str:
    """All of them."""
    return " and ".join(f"({one})" for one in expressions)
