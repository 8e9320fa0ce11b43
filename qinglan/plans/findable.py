"""What of published plans everybody may find: plans, targets and rules, articles."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel.search.sources import Document, Source, register_source
from qinglan.plans.models import Plan, Quantity, QuantityKind, Version
from qinglan.plans.queries import current_version
from qinglan.plans.recorded import CHANGED

PLAN, TARGET, RULE, ARTICLE = "plan", "target", "rule", "article"


def _keys() -> list[str]:
    return list(Plan.objects.values_list("slug", flat=True))


def _documents(slug: str) -> list[Document]:
    version = current_version(slug)
    if version is None:
        return []
    plan = version.plan
    return [
        Document(PLAN, plan.get_absolute_url(), plan.name, plan.city, version.summary),
        *_quantities(version),
        *_articles(version),
    ]


def _quantities(version: Version) -> Iterator[Document]:
    rows = version.quantities.exclude(decision="dropped").select_related("article", "version__plan")
    for row in rows.order_by("article__number", "position"):
        is_target = row.kind == QuantityKind.TARGET
        yield Document(
            TARGET if is_target else RULE,
            row.get_absolute_url() if is_target else _address_of_rule(row),
            row.name,
            version.plan.city,
            row.quote,
        )


def _address_of_rule(row: Quantity) -> str:
    return f"{reverse('plans:article', args=[row.version.plan.slug, row.article.number])}#{row.slug}"


def _articles(version: Version) -> Iterator[Document]:
    for row in version.articles.order_by("number"):
        yield Document(
            ARTICLE,
            reverse("plans:article", args=[version.plan.slug, row.number]),
            str(row) or _("Preamble"),
            version.plan.city,
            "\n".join(part for part in (row.text, row.summary) if part),
        )


register_source(Source("plans", frozenset({CHANGED}), _keys, _documents))
