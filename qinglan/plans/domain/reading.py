"""Verb: take a document in and let the reader propose its items."""

import hashlib
import re
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.plans import recorded
from qinglan.plans.domain.version import next_number
from qinglan.plans.models import Article, Body, Chapter, Plan, Quantity, Version
from qinglan.plans.reader.model import Quantity as Found
from qinglan.plans.reader.model import Reading, Span
from qinglan.plans.todos import follow

PREAMBLE = 0


@transaction.atomic
def take_in(
    *,
    acting_user: Any,
    plan: Plan,
    reading: Reading,
    stage: str,
    file_name: str,
    source_name: str = "",
    base_year: int | None = None,
) -> Version:
    """Make a new version of `plan` from a reading: articles with text, items to be confirmed.

    Raises PermissionRefused; Impossible for a document in which the reader found no plan, or whose
    text an earlier version already has.
    """
    permissions.require(acting_user, "plans.upload", plan)
    if not reading.is_plan:
        raise Impossible(
            _(
                "No plan was found in this document: it has no chapters and articles of a plan. Nothing was stored."
            ),
            field="file",
        )
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    digest = hashlib.sha256(reading.text.encode()).hexdigest()
    twin = locked.versions.filter(text_digest=digest).exclude(state="withdrawn").first()
    if twin is not None:
        raise Impossible(
            _("Version %(number)s of this plan already has exactly this text.") % {"number": twin.number},
            field="file",
        )
    version = Version.objects.create(
        plan=locked,
        number=next_number(locked),
        stage=stage,
        title=reading.title[:200],
        status_printed=(reading.status or "")[:40],
        base_year=base_year,
        horizon=_horizon(reading),
        source_name=source_name,
        text_digest=digest,
        text_file=file_name[:200],
        created_by=acting_user,
        created_at=clock.now(),
    )
    articles = _articles(version, reading)
    _items(version, reading, articles)
    recorded.record(
        acting_user,
        recorded.READ,
        version,
        file=version.text_file,
        sha256=digest,
        items=len(reading.quantities),
    )
    follow(acting_user, version, "plans.upload")
    return version


def _horizon(reading: Reading) -> int | None:
    years = [
        int(match[0])
        for quantity in reading.targets
        if (match := re.match(r"\d{4}", quantity.deadline or ""))
    ]
    return max(years) if years else None


def _articles(version: Version, reading: Reading) -> dict[int, Article]:
    chapters = {
        (chapter.part or 1, chapter.number): Chapter.objects.create(
            version=version, part=chapter.part or 1, number=chapter.number, heading=chapter.heading[:200]
        )
        for chapter in reading.chapters
    }
    first = next(iter(chapters.values()), None) or Chapter.objects.create(
        version=version, number=0, heading=""
    )
    loose = [quantity for quantity in reading.quantities if quantity.article == PREAMBLE] + [
        body for body in reading.bodies if body.article == PREAMBLE
    ]
    made: dict[int, Article] = {}
    if loose:
        end = end_of_preamble(reading)
        inside = max((item.span.end for item in loose), default=0)
        made[PREAMBLE] = Article.objects.create(
            version=version, chapter=first, number=PREAMBLE, text=reading.text[: max(end, inside)].strip("\n")
        )
    for article in reading.articles:
        made[article.number] = Article.objects.create(
            version=version,
            chapter=chapters.get((article.part or 1, article.chapter), first),
            number=article.number,
            label=(article.label or "")[:20],
            heading=article.heading[:200],
            text=_slice(reading, article.span),
        )
    return made


def end_of_preamble(reading: Reading) -> int:
    """Where the first chapter or article begins."""
    starts = [chapter.span.start for chapter in reading.chapters]
    starts += [article.span.start for article in reading.articles]
    return min(starts, default=len(reading.text))


def _slice(reading: Reading, span: Span) -> str:
    return reading.text[span.start : span.end].strip("\n")


def _place(reading: Reading, quantity: Found, article: Article) -> int | None:
    """Where the quote stands in the article's own text: there, and not where the same words come first."""
    begin = next((one.span.start for one in reading.articles if one.number == quantity.article), 0)
    while reading.text.startswith("\n", begin):
        begin += 1
    start = quantity.span.start - begin
    if start >= 0 and article.text.startswith(quantity.quote, start):
        return start
    start = article.text.find(quantity.quote)
    return start if start >= 0 else None


def _items(version: Version, reading: Reading, articles: dict[int, Article]) -> None:
    for position, quantity in enumerate(reading.quantities, 1):
        article = articles[quantity.article]
        Quantity.objects.create(
            version=version,
            article=article,
            slug=f"{quantity.kind}-{position}",
            position=position,
            kind=quantity.kind,
            quote=quantity.quote[:300],
            start=_place(reading, quantity, article),
            indicator=quantity.indicator[:200],
            action=quantity.action[:40],
            comparator=quantity.comparator,
            value=str(quantity.value),
            upper=None if quantity.upper is None else str(quantity.upper),
            unit=quantity.unit[:20],
            per=(quantity.per or "")[:40],
            deadline=quantity.deadline or "",
            strength=quantity.strength,
        )
    Body.objects.bulk_create(
        Body(
            version=version,
            article=articles[body.article],
            role=body.role,
            name=body.name[:120],
            quote=body.quote[:400],
        )
        for body in reading.bodies
    )
