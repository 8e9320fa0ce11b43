"""What the clock does to contacts: enquiries and offers expire, agreements end."""

from typing import Any

from qinglan.kernel import clock, permissions
from qinglan.kernel.jobs.one_by_one import one_by_one
from qinglan.market.domain.confidentiality import end_agreement
from qinglan.market.domain.enquiry import expire_enquiry
from qinglan.market.domain.offer import expire_offer
from qinglan.market.models import Agreement, Enquiry, Offer


def settle_due(*, acting_user: Any) -> dict[str, int]:
    """Settle all whose time is over, each in its own transaction; how many of each. May be called any time."""
    permissions.require(acting_user, "contacts.expire")
    now, today = clock.now(), clock.today()

    def enquiry(key: int) -> bool:
        return expire_enquiry(acting_user=acting_user, enquiry=Enquiry.objects.get(pk=key))

    def offer(key: int) -> bool:
        row = Offer.objects.select_related("room", "sheet").get(pk=key)
        return expire_offer(acting_user=acting_user, offer=row)

    def agreement(key: int) -> bool:
        return end_agreement(acting_user=acting_user, agreement=Agreement.objects.get(pk=key))

    late = Enquiry.objects.filter(state__in=["sent", "asked"], expires_at__lte=now)
    over = Offer.objects.filter(state="current", expires_at__lte=now)
    ended = Agreement.objects.filter(state="in_force", ends_on__lt=today)
    return {
        "enquiries": sum(one_by_one("contacts.enquiries", late, enquiry)),
        "offers": sum(one_by_one("contacts.offers", over, offer)),
        "agreements": sum(one_by_one("contacts.agreements", ended, agreement)),
    }
