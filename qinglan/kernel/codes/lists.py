"""Bring a list of codes into the database, whole, in one transaction."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from qinglan.kernel import clock
from qinglan.kernel.codes.models import Code, CodeList, Correspondence, GreenPattern


@dataclass(frozen=True)
class Row:
    """One code: `level` from 1; `parent` is a code of the same list or ""."""

    code: str
    name_zh: str
    level: int
    parent: str = ""
    name_en: str = ""


@dataclass(frozen=True)
class Edition:
    """What a list is, whatever stands in it."""

    slug: str
    family: str
    name_zh: str
    name_en: str
    pack: str
    document: str = ""
    issuer: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    certainty: str = "published"


def faults(rows: Sequence[Row]) -> list[str]:
    """What is wrong with `rows`: codes that stand twice, parents that are missing."""
    seen: set[str] = set()
    found = []
    for row in rows:
        if row.code in seen:
            found.append(f"the code {row.code} stands twice")
        seen.add(row.code)
    found += [
        f"{row.code} lies under {row.parent}, which is missing"
        for row in rows
        if row.parent and row.parent not in seen
    ]
    return found


@transaction.atomic
def replace(edition: Edition, rows: Sequence[Row]) -> int:
    """Put `rows` in the place of what the list held; how many codes it then has.

    Nothing is written where the list is the same already. Raises ValueError for faulty rows.
    """
    if found := faults(rows):
        raise ValueError("; ".join(found[:5]))
    code_list, changed = _edition(edition, (repr(row) for row in rows))
    if changed:
        Code.objects.filter(code_list=code_list).delete()
        Code.objects.bulk_create(
            [
                Code(
                    code_list=code_list,
                    code=row.code,
                    name_zh=row.name_zh,
                    name_en=row.name_en,
                    parent=row.parent,
                    level=row.level,
                )
                for row in rows
            ],
            batch_size=5_000,
        )
    return len(rows)


@transaction.atomic
def replace_patterns(edition: Edition, patterns: Sequence[tuple[int, str, str]]) -> int:
    """Put `patterns` (line, pattern, IPC code) in the place of what the green list held."""
    code_list, changed = _edition(edition, map(repr, patterns))
    if changed:
        GreenPattern.objects.filter(code_list=code_list).delete()
        GreenPattern.objects.bulk_create(
            [
                GreenPattern(code_list=code_list, line=line, pattern=text, ipc=ipc)
                for line, text, ipc in patterns
            ],
            batch_size=5_000,
        )
    return len(patterns)


@transaction.atomic
def replace_correspondences(source: str, target: str, pairs: Sequence[tuple[str, str, str]]) -> int:
    """Put `pairs` (code, code, ``same`` or ``partly``) in the place of those between two lists."""
    Correspondence.objects.filter(source_list=source, target_list=target).delete()
    Correspondence.objects.bulk_create(
        [
            Correspondence(source_list_id=source, source=one, target_list_id=target, target=other, kind=kind)
            for one, other, kind in pairs
        ]
    )
    return len(pairs)


def _edition(edition: Edition, lines: Iterable[str]) -> tuple[CodeList, bool]:
    digest = hashlib.sha256("\n".join([repr(edition), *lines]).encode()).hexdigest()
    standing = CodeList.objects.select_for_update().filter(slug=edition.slug).first()
    if standing is not None and standing.digest == digest:
        return standing, False
    fields = {key: value for key, value in vars(edition).items() if key != "slug"}
    code_list, _created = CodeList.objects.update_or_create(
        slug=edition.slug, defaults={**fields, "digest": digest, "loaded_at": clock.now()}
    )
    return code_list, True


def edition_on(family: str, day: date) -> CodeList | None:
    """The edition of `family` in force on `day`: the latest that had begun; before all, the earliest."""
    editions = CodeList.objects.filter(family=family)
    begun = editions.filter(valid_from__lte=day).order_by("valid_from").last()
    return begun or editions.order_by("valid_from").first()


def find(family: str, code: str, day: date) -> Code | None:
    """The code of `family` as it stood on `day`; None where that edition has none."""
    edition = edition_on(family, day)
    return Code.objects.filter(code_list=edition, code=code).first() if edition else None


def corresponding(code: Code, target: str) -> list[tuple[str, str]]:
    """The codes of the list `target` that correspond to `code`, with ``same`` or ``partly``; both directions."""
    forward = Correspondence.objects.filter(
        source_list=code.code_list_id, source=code.code, target_list=target
    )
    backward = Correspondence.objects.filter(
        target_list=code.code_list_id, target=code.code, source_list=target
    )
    return sorted([*forward.values_list("target", "kind"), *backward.values_list("source", "kind")])
