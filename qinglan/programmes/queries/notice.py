"""Named querysets of public notices."""

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from qinglan.programmes.models import Case, Notice, NoticeEntry, Round


def notices() -> QuerySet[Notice]:
    """All notices with what lists show: they are public."""
    return Notice.objects.select_related("round__version__programme__territory").annotate(
        standing=Count("entries", filter=Q(entries__outcome__in=("", "unopposed"))),
        is_open=ExpressionWrapper(Q(state="posted"), output_field=BooleanField()),
    )


def waiting_cases(one: Round) -> QuerySet[Case]:
    """The cases of a round that stand at a public notice and are on none."""
    posted = NoticeEntry.objects.filter(settled_at__isnull=True)
    return (
        Case.objects.filter(round=one, items__state="open", items__type="public_notice")
        .exclude(pk__in=posted.values("case"))
        .select_related("territory", "version")
        .order_by("number", "pk")
    )
