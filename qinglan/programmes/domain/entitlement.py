"""Verb: work out what a case is paid, with every line, cap and exclusion that led to it."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.programmes.cases.revisions import content_of
from qinglan.programmes.definition.money import AmountForm
from qinglan.programmes.domain import flow
from qinglan.programmes.judging.amounts import AmountLine, Amounts, amounts
from qinglan.programmes.judging.values import worked_out
from qinglan.programmes.models import LIVE, Case, Claim, Entitlement, PaymentState, Programme, StepType
from qinglan.programmes.money import events as money_events

FEN = 100


@transaction.atomic
def work_out_entitlements(*, acting_user: Any, case: Case) -> list[Entitlement]:
    """What a case that has come to its payment is paid, an entitlement for each amount of its scheme.

    The scheme's row is locked, so that of two cases with the same deal the second sees the first, and no two
    exceed an organisation's cap of the year together. Rows of related parties and deals claimed before don't
    count; their reasons are kept with the lines. A cost that another scheme pays already brings nothing here.
    Worked out again before approval, the earlier result is replaced. Raises PermissionRefused, StaleEdit;
    Impossible where the scheme pays nothing, something is unknown, or a payment was approved.
    """
    permissions.require(acting_user, "programmes.pay", case)
    held = flow.locked(case)
    flow.item_at(held, StepType.PAYMENT)
    definition = held.version.definition
    if definition.money is None:
        raise Impossible(_("This scheme pays nothing."))
    programme = Programme.objects.select_for_update().get(pk=held.version.programme_id)
    year = clock.today().year
    _replace_earlier(held)
    result = _amounts(held, programme, year)
    unknown = [line for line in result.lines if line.amount is None]
    if unknown:
        raise Impossible(
            _("Can't be worked out: {what}").format(
                what="；".join(f"{line.text.zh}：{line.formula.zh}" for line in unknown)
            )
        )
    _claim(held, programme, result)
    forms = {form.id: form for form in definition.money.amounts}
    return [_keep(acting_user, held, programme, year, forms[line.id], line, result) for line in result.lines]


def _amounts(case: Case, programme: Programme, year: int) -> Amounts:
    definition = case.version.definition
    revision = case.revisions.order_by("-number").first()
    if revision is None:
        raise Impossible(_("Nothing was handed in for this case."))
    content = content_of(revision)
    values, tables = worked_out(definition, content.answers, content.rows, content.facts)
    values |= {"score": case.score, "grade": case.grade or None}
    return amounts(
        definition,
        values,
        tables,
        claimed=claimed_before(case, programme),
        paid=paid_before(case, programme, year),
    )


def claimed_before(case: Case, programme: Programme) -> dict[str, str]:
    """The deals that other cases claimed in the scheme or in those that exclude it, each with the first case."""
    money = case.version.definition.money
    others = {slug for form in (money.amounts if money else ()) for slug in form.excludes}
    rows = Claim.objects.filter(
        programme__territory=programme.territory_id,
        programme__slug__in={programme.slug, *others},
        released_at__isnull=True,
    ).exclude(case=case)
    return {one.key: str(one.case) for one in rows.select_related("case").order_by("-claimed_at", "-pk")}


def paid_before(case: Case, programme: Programme, year: int) -> dict[str, Decimal]:
    """What the applicant gets in the year by other cases of the scheme, by amount, in 元."""
    rows = Entitlement.objects.filter(
        programme=programme, holder=case.applicant_id, year=year, state__in=LIVE
    ).exclude(case=case)
    sums = rows.order_by().values_list("amount_id").annotate(total=Sum("amount"), back=Sum("recovered"))
    return {name: Decimal(total - back) / FEN for name, total, back in sums}


def funded_elsewhere(case: Case, form: AmountForm, year: int) -> Entitlement | None:
    """A payment of the year for the same subject under a scheme that `form` excludes."""
    if not form.excludes:
        return None
    rows = Entitlement.objects.filter(
        programme__slug__in=form.excludes,
        programme__territory=case.version.programme.territory_id,
        holder=case.applicant_id,
        year=year,
        state__in=LIVE,
        amount__gt=0,
        case__subject_key=case.subject_key,
    )
    return rows.select_related("case").order_by("pk").first()


def _replace_earlier(case: Case) -> None:
    earlier = Entitlement.objects.select_for_update().filter(case=case, state__in=LIVE)
    if any(one.state != PaymentState.WORKED_OUT for one in earlier):
        raise Impossible(_("A payment of this case is approved already. Stop it first."))
    for one in earlier:
        one.state, one.reason = PaymentState.STOPPED, _("worked out again")
        one.save(update_fields=["state", "reason"])
    Claim.objects.filter(case=case, released_at__isnull=True).update(released_at=clock.now())


def _claim(case: Case, programme: Programme, result: Amounts) -> None:
    Claim.objects.bulk_create(
        Claim(programme=programme, key=row.key, case=case, row=row.number, claimed_at=clock.now())
        for row in result.rows
        if row.counts
    )


def _keep(
    acting_user: Any,
    case: Case,
    programme: Programme,
    year: int,
    form: AmountForm,
    line: AmountLine,
    result: Amounts,
) -> Entitlement:
    assert line.amount is not None  # refused before
    stored = {"line": line.stored(), "rows": [row.stored() for row in result.rows]}
    amount = int(line.amount * FEN)
    other = funded_elsewhere(case, form, year)
    if other is not None:
        amount = 0
        stored["excluded"] = {
            "zh": f"同一成本已由{other.case}获得支持，不重复支持",
            "en": f"{other.case} already pays for this cost; it isn't paid twice",
        }
    one = Entitlement.objects.create(
        case=case,
        programme=programme,
        holder_id=case.applicant_id,
        amount_id=form.id,
        year=year,
        amount=amount,
        lines=stored,
        worked_out_at=clock.now(),
        worked_out_by=acting_user,
    )
    money_events.record(acting_user, money_events.WORKED_OUT, one, amount=amount, rule=form.id)
    return one
