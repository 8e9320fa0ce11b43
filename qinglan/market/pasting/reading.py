"""A text read as a technology or a need: pure, the same text gives the same findings."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from qinglan.market.pasting import words
from qinglan.market.pasting.amounts import amounts
from qinglan.market.pasting.days import day
from qinglan.market.pasting.found import Found
from qinglan.market.pasting.indicators import indicators
from qinglan.market.pasting.sentences import Span, clauses, labelled, sentences
from qinglan.market.pasting.without_contacts import without_contacts

Side = Literal["technology", "need"]
LONGEST_TITLE = 60
SHORTEST_TITLE = 4
_TEXTS = ("title", "summary", "problem", "effect", "advantage", "scope", "description")


def read(side: Side, text: str, today: date) -> list[Found]:
    """What `text` says about a technology or a need, in the order of the fields' places in the text.

    A field is found once: by its label, where there is one, else by the words of a sentence. `today` turns
    “年底前” into a day.
    """
    found: dict[str, Found] = {}
    named = _named(side, text)
    for name in _TEXTS:
        if name in named and name in words.LABELS[side]:
            found[name] = Found(
                name, without_contacts(named[name].of(text)), named[name].start, named[name].end
            )
    for one in _in_words(side, text, named, today):
        found.setdefault(one.name, one)
    if "title" not in found and (title := _title(text)):
        found["title"] = title
    _by_cues(side, text, found)
    several = list(indicators(text)) if side == "need" else []
    several += _patents(text) if side == "technology" else []
    return sorted([*found.values(), *several], key=lambda one: (one.start, one.name))


def _named(side: Side, text: str) -> dict[str, Span]:
    """Field → the place of what stands behind its label."""
    by_word = {word: name for name, some in words.LABELS[side].items() for word in some}
    found: dict[str, Span] = {}
    for label, span in labelled(text):
        if (name := by_word.get(label)) is not None:
            found.setdefault(name, span)
    return found


def _in_words(side: Side, text: str, named: dict[str, Span], today: date) -> Iterator[Found]:
    whole = Span(0, len(text))
    yield from _modes(text, named.get("modes", whole))
    yield from _contact(text)
    if side == "technology":
        yield from _readiness(text, named.get("trl", whole))
        yield from _price(text, named)
        return
    yield from _budget(text, named)
    yield from _first(words.KINDS, "kind", text, whole, inferred=True)
    yield from _first(words.IP, "ip_arrangement", text, whole)
    if (when := _deadline(text, named, today)) is not None:
        yield when
    if hit := words.ANONYMOUS.search(text):
        yield Found("is_anonymous", True, hit.start(), hit.end())


def _first(
    pairs: tuple[tuple[str, re.Pattern[str]], ...],
    name: str,
    text: str,
    where: Span,
    *,
    inferred: bool = False,
) -> Iterator[Found]:
    for code, pattern in pairs:
        if hit := pattern.search(text, where.start, where.end):
            yield Found(name, code, hit.start(), hit.end(), inferred)
            return


def _modes(text: str, where: Span) -> Iterator[Found]:
    hits = [
        (code, hit) for code, pattern in words.MODES if (hit := pattern.search(text, where.start, where.end))
    ]
    if hits:
        start, end = min(hit.start() for _code, hit in hits), max(hit.end() for _code, hit in hits)
        yield Found("modes", [code for code, _hit in hits], start, end)


def _contact(text: str) -> Iterator[Found]:
    if hit := words.PERSON.search(text):
        yield Found("contact_name", hit.group(1), hit.start(1), hit.end(1))
    number = words.MOBILE.search(text) or words.TELEPHONE.search(text)
    if number:
        yield Found("contact_telephone", number.group().replace(" ", ""), number.start(), number.end())
    if hit := words.MAILBOX.search(text):
        yield Found("contact_email", hit.group(), hit.start(), hit.end())


def _readiness(text: str, where: Span) -> Iterator[Found]:
    if hit := words.LEVEL.search(text):
        yield Found("trl", int(hit.group(1)), hit.start(), hit.end())
        return
    for level, pattern in words.READINESS:
        if hit := pattern.search(text, where.start, where.end):
            yield Found("trl", level, hit.start(), hit.end(), inferred=True)
            return


def _money(kind: str, text: str, named: dict[str, Span]) -> tuple[int | None, int | None, Span] | None:
    places = [named[kind]] if kind in named else []
    places += [span for span in sentences(text) if words.MONEY_CUES[kind].search(text, span.start, span.end)]
    for place in places:
        if (found := amounts(text, place)) is not None:
            return found
    return None


def _price(text: str, named: dict[str, Span]) -> Iterator[Found]:
    found = _money("price", text, named)
    if found is None:
        if hit := words.NEGOTIABLE.search(text):
            yield Found("price_kind", "negotiable", hit.start(), hit.end())
        return
    low, high, span = found
    is_range = low is not None and high is not None and low != high
    yield Found("price_kind", "range" if is_range else "fixed", span.start, span.end, inferred=not is_range)
    yield Found("price_min", low if low is not None else high, span.start, span.end)
    if is_range:
        yield Found("price_max", high, span.start, span.end)


def _budget(text: str, named: dict[str, Span]) -> Iterator[Found]:
    found = _money("budget", text, named)
    if found is None:
        return
    low, high, span = found
    if low is not None and low != high:
        yield Found("budget_min", low, span.start, span.end)
    if high is not None:
        yield Found("budget_max", high, span.start, span.end)


def _deadline(text: str, named: dict[str, Span], today: date) -> Found | None:
    places = [named["deadline"]] if "deadline" in named else list(sentences(text))
    for place in places:
        hit = day(text, place, today)
        if hit is not None and ("deadline" in named or hit[0] > today):
            value, span, inferred = hit
            return Found("deadline", value, span.start, span.end, inferred)
    return None


def _patents(text: str) -> list[Found]:
    return [
        Found("right", "".join(hit.group().upper().split()), hit.start(), hit.end())
        for hit in words.PATENT.finditer(text)
    ]


def _title(text: str) -> Found | None:
    """The first clause that names a thing, without what introduces it; at most `LONGEST_TITLE` characters."""
    for span in clauses(text):
        if words.GREETING.match(span.of(text)):
            continue
        before = words.BEFORE_TITLE.match(span.of(text))
        start = span.start + (before.end() if before else 0)
        end = min(span.end, start + LONGEST_TITLE)
        while end > start and text[end - 1] in "。！？!?；;":
            end -= 1
        if end - start >= SHORTEST_TITLE:
            return Found("title", without_contacts(text[start:end]), start, end, inferred=True)
    return None


def _by_cues(side: Side, text: str, found: dict[str, Found]) -> None:
    """What holds the words of a field that no label named: of a need whole sentences, of a technology clauses."""
    taken = [(one.start, one.end) for one in found.values() if one.name in _TEXTS and not one.inferred]
    units = sentences(text) if side == "need" else clauses(text)
    free = [span for span in units if not any(a < span.end and span.start < b for a, b in taken)]
    used: set[Span] = set()
    for name, cue in words.CUES.items():
        if name in found or name not in words.LABELS[side]:
            continue
        run = [span for span in free if span not in used and cue.search(text, span.start, span.end)]
        if not run:
            continue
        kept = run[:1]
        for span in run[1:]:
            if not text[kept[-1].end : span.start].strip("\n 　，,"):
                kept.append(span)
        used.update(kept)
        whole = Span(kept[0].start, kept[-1].end)
        found[name] = Found(name, without_contacts(whole.of(text)), whole.start, whole.end, inferred=True)
