"""What a conversion already says of its contract: the form of a new contract begins with it (一数一源)."""

from typing import Any

from qinglan.contracts.models import Conversion, ConversionState, Pricing, PricingWay
from qinglan.kernel import permissions
from qinglan.parties.models import Organisation
from qinglan.rights.models import Right

_PRICING = {
    Pricing.AGREEMENT: PricingWay.AGREED,
    Pricing.LISTING: PricingWay.LISTING,
    Pricing.AUCTION: PricingWay.AUCTION,
}


def contract_begun(user: Any, number: str) -> dict[str, Any]:
    """The first values of the form: title, price, the other party, the rights; empty where the reader doesn't run it.

    The sub-kind is chosen by a person: a way of conversion fits several.
    """
    row = Conversion.objects.filter(number=number, state=ConversionState.CLEARED).first()
    if row is None or not permissions.answer(user, "contracts.run_income", row):
        return {}
    partner = list(Organisation.objects.filter(name=row.partner)[:2])
    about = row.inventions.exclude(technology=None).values_list("technology_id", flat=True)[:1]
    return {
        "keeper": row.keeper_id,
        "side": "seller",
        "title": row.title,
        "amount": row.price,
        "pricing_way": _PRICING[Pricing(row.pricing)],
        "rights": list(Right.objects.filter(service_inventions__in=row.inventions.all()).distinct()),
        "about": f"technology:{about[0]}" if about else "",
        **({"organisation": partner[0]} if len(partner) == 1 else {"name": row.partner}),
    }
