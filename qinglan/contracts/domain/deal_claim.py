"""Verbs: claim a registered contract as one's deal, give the claim up, take claims into an application."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.models import DealClaim
from qinglan.contracts.models.registration import Registration
from qinglan.contracts.settling import recorded
from qinglan.contracts.settling.deals import FEN, Deal, claims_of, deals, fees_of_unit, section_of
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.once import once
from qinglan.parties.models import Organisation
from qinglan.programmes.domain.case_draft import save_rows
from qinglan.programmes.models import Case, CaseDraft
from qinglan.programmes.models import Claim as CaseClaim


def claim_deal(*, acting_user: Any, organisation: Organisation, number: str) -> DealClaim:
    """Claim the contract of a national number as a deal of the organisation's brokers, for its year.

    In this order: 1. permission; 2. the registration is locked; it must be a deal of the organisation and count
    (Impossible with the reason); 3. a claim that stands, here or in an application, is named; 4. the claim, its event. Two at
    once: the index lets one through, the other is told who has it. Raises PermissionRefused, Impossible.
    """
    permissions.require(acting_user, "contracts.claim_deal", organisation)
    plain = "".join(sign for sign in number.upper() if sign.isalnum())
    refusals: dict[str, tuple[str, str | None]] = {
        "a_deal_is_claimed_once": (
            _("Somebody claimed {number} at this moment. Open the list again to see who.").format(
                number=plain
            ),
            "number",
        )
    }
    with once(refusals), transaction.atomic():
        row = Registration.objects.select_for_update(of=("self",)).filter(national_number=plain).first()
        if row is None or row.registered_on is None:
            raise Impossible(
                _("No registered contract has the national number {number}.").format(number=plain),
                field="number",
            )
        refuse_claimed(plain)
        deal = _deal_of(organisation, row)
        if not deal.counts:
            raise Impossible(f"{plain}: {deal.reason}", field="number")
        claim = DealClaim.objects.create(
            number=plain, contract_id=row.contract_id, organisation=organisation, broker=deal.broker,
            year=row.registered_on.year, amount=deal.amount, fee=deal.fee, claimed_at=clock.now(),
            claimed_by=acting_user,
        )  # fmt: skip
        recorded.record_claim(
            acting_user, recorded.CLAIMED, claim, organisation=organisation.code, year=claim.year,
            amount=claim.amount, fee=claim.fee,
        )  # fmt: skip
    return claim


@transaction.atomic
def release_claim(*, acting_user: Any, claim: DealClaim, reason: str) -> DealClaim:
    """Give a claim up with the reason; somebody else may claim the deal then. Raises PermissionRefused, Impossible."""
    held = DealClaim.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=claim.pk)
    permissions.require(acting_user, "contracts.claim_deal", held.organisation)
    if held.released_at is not None:
        raise Impossible(_("This claim was given up already."))
    if not reason.strip():
        raise Impossible(_("Say why the claim is given up."), field="reason")
    held.released_at, held.reason = clock.now(), " ".join(reason.split())[:300]
    held.save()
    recorded.record_claim(acting_user, recorded.RELEASED, held, reason=held.reason)
    return held


@transaction.atomic
def take_into_application(*, acting_user: Any, case: Case, year: int) -> CaseDraft:
    """Put the claims of a year in the place of the deals of an application that is being written.

    Numbers, names and amounts come from contract and registration, so nobody types them. Raises PermissionRefused (that of
    the application), StaleEdit; Impossible: the scheme asks for no deals, none are claimed.
    """
    claims = list(claims_of(case.applicant, year))
    if not claims:
        raise Impossible(
            _("No deals of {year} are claimed yet. Claim those that count first.").format(year=year)
        )
    try:
        section = section_of(case.version)
    except LookupError:
        raise Impossible(_("This scheme does not pay for deals.")) from None
    asked = {one.id for one in case.version.definition.section(section).questions if one.type != "file"}
    draft, _made = CaseDraft.objects.get_or_create(case=case)
    rows = [{key: value for key, value in _row(one).items() if key in asked} for one in claims]
    return save_rows(
        acting_user=acting_user, case=case, section=section, rows=rows, seen_revision=draft.revision
    )


def refuse_claimed(number: str) -> None:
    """Raise Impossible where a claim of this number stands, here or in an application, and name it."""
    first = (
        DealClaim.objects.filter(number=number, released_at__isnull=True)
        .select_related("organisation")
        .first()
    )
    if first is not None:
        raise Impossible(
            _("{number} was claimed already: by {organisation} on {day}, for {year}. One deal, one claim.").format(
                number=number, organisation=first.organisation.name, day=first.claimed_at.date().isoformat(),
                year=first.year,
            ),
            field="number",
        )  # fmt: skip
    paid = CaseClaim.objects.filter(key=number, released_at__isnull=True).select_related("case").first()
    if paid is not None:
        raise Impossible(
            _("{number} was claimed already by the application {case}. One deal, one claim.").format(
                number=number, case=paid.case
            ),
            field="number",
        )


def _deal_of(organisation: Organisation, row: Registration) -> Deal:
    rows = fees_of_unit(organisation).filter(charge__contract=row.contract_id)
    found = deals(rows, row.registered_on.year) if row.contract_id and row.registered_on else []
    if not found:
        raise Impossible(
            _(
                "{number} is no deal of this organisation: no broker of it had a mandate on this contract."
            ).format(number=row.national_number),
            field="number",
        )
    return found[0]


def _row(claim: DealClaim) -> dict[str, Any]:
    row = claim.contract.registration if claim.contract is not None else None
    return {
        "registration": claim.number,
        "contract": row.title[:120] if row else "",
        "seller": row.seller_name[:80] if row else "",
        "buyer": row.buyer_name[:80] if row else "",
        "technology_value": str(Decimal(claim.amount) / FEN),
        "related": "no",
        "fee": str(Decimal(claim.fee) / FEN),
    }
