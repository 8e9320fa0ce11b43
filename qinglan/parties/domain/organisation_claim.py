"""Verbs by which a person becomes the administrator of an organisation that an officer preloaded."""

import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.codes.checks import plain
from qinglan.kernel.conflicts import Impossible
from qinglan.parties import claim_sender, holding
from qinglan.parties.domain import term
from qinglan.parties.domain.organisation_checks import live, said
from qinglan.parties.domain.organisation_state import save, set_state
from qinglan.parties.models.organisation import Organisation, OrganisationContact
from qinglan.parties.models.organisation_change import ChangeKind
from qinglan.parties.models.organisation_claim import Claim, ClaimState
from qinglan.parties.models.organisation_kind import OrganisationState
from qinglan.parties.models.organisation_membership import Membership, MembershipRole
from qinglan.parties.organisation_recorded import record
from qinglan.parties.todos import claim_disputed, claim_settled

VALID_MINUTES = 10
MOST_ATTEMPTS = 5
"""Wrong codes after which a new one has to be asked for."""
MOST_REQUESTS = 8
"""Requests of one account, or for one organisation, within `WINDOW`."""
WINDOW = timedelta(hours=24)


class AlreadyClaimed(Impossible):
    """The organisation has an administrator. Nothing was written; the claimant may turn to an officer."""

    def __init__(self, organisation: Organisation) -> None:
        super().__init__(
            _(
                "“{name}” has been claimed already. If you act for it, tell the office why: an officer decides."
            ).format(name=organisation.name)
        )
        self.organisation = organisation


@transaction.atomic
def request_claim_code(*, acting_user: Any, code: str, mobile: str) -> Claim:
    """Send a one-time code to the number on record, if `mobile` is that number.

    Returns the claim: SENT, or MISMATCH (kept, so that guessing is counted). Raises AlreadyClaimed,
    Impossible for an unknown code, too many requests or a site without short messages.
    """
    permissions.require(acting_user, "organisations.claim")
    organisation = live(_by_code(code), "code")
    _check_pace(acting_user, organisation)
    claim_sender.require()
    _check_unclaimed(organisation)
    now = clock.now()
    on_record = OrganisationContact.objects.get(organisation=organisation).contact_mobile
    if not on_record or not constant_time_compare(on_record, plain(mobile)[-11:]):
        return Claim.objects.create(
            organisation=organisation, user=acting_user, state=ClaimState.MISMATCH, created_at=now
        )
    open_ones = Claim.objects.filter(organisation=organisation, user=acting_user, state=ClaimState.SENT)
    open_ones.update(state=ClaimState.REPLACED, code_hash="")
    secret = f"{secrets.randbelow(1_000_000):06d}"
    claim = Claim.objects.create(
        organisation=organisation,
        user=acting_user,
        state=ClaimState.SENT,
        created_at=now,
        expires_at=now + timedelta(minutes=VALID_MINUTES),
    )
    claim.code_hash = _hash(claim, secret)
    claim.save(update_fields=["code_hash"])
    transaction.on_commit(
        lambda: claim_sender.send(on_record, secret, organisation.name, VALID_MINUTES), robust=True
    )
    return claim


def confirm_claim(*, acting_user: Any, claim: Claim, code: str) -> Organisation:
    """Make the claimant the organisation's administrator, if `code` is the one that was sent.

    Raises Impossible for a wrong, expired or used code (a wrong one is counted), AlreadyClaimed,
    PermissionRefused. A preloaded organisation becomes claimed.
    """
    problem, organisation = _confirm(acting_user, claim, code)
    if problem is not None:
        raise problem
    return organisation


@transaction.atomic
def _confirm(acting_user: Any, claim: Claim, code: str) -> tuple[Impossible | None, Organisation]:
    """The problem is returned, not raised, so that the counted attempt is kept."""
    permissions.require(acting_user, "organisations.claim")
    organisation = _locked(claim.organisation_id)
    held = Claim.objects.select_for_update().get(pk=claim.pk, user=acting_user)
    if held.state != ClaimState.SENT:
        return Impossible(_("This code was used or replaced. Ask for a new one."), field="code"), organisation
    if held.expires_at is None or clock.now() >= held.expires_at:
        return _close(held, ClaimState.REPLACED, _("The code has expired. Ask for a new one.")), organisation
    if not constant_time_compare(held.code_hash, _hash(held, plain(code))):
        held.attempts += 1
        if held.attempts >= MOST_ATTEMPTS:
            text = _("The code was wrong {n} times and no longer counts. Ask for a new one.")
            return _close(held, ClaimState.FAILED, text.format(n=held.attempts)), organisation
        held.save(update_fields=["attempts"])
        left = MOST_ATTEMPTS - held.attempts
        return Impossible(_("The code is wrong. Tries left: {n}.").format(n=left), field="code"), organisation
    try:
        live(organisation)
        _check_unclaimed(organisation)
    except Impossible as problem:
        _close(held, ClaimState.REPLACED, problem.message)
        return problem, organisation
    held.state, held.code_hash = ClaimState.GRANTED, ""
    held.save()
    others = Claim.objects.filter(organisation=organisation, state=ClaimState.SENT)
    others.update(state=ClaimState.REPLACED, code_hash="")
    _enthrone(acting_user, organisation)
    record(
        acting_user,
        ChangeKind.CLAIMED,
        organisation,
        on=clock.today(),
        detail=_("by code to the number on record"),
    )
    return None, organisation


@transaction.atomic
def claim_at_counter(*, acting_user: Any, officer: Any, code: str, basis: str) -> Organisation:
    """Make `acting_user` the administrator of an organisation whose documents `officer` has seen.

    The claimant has confirmed on his own telephone what the officer typed. Raises AlreadyClaimed,
    Impossible for an unknown code, PermissionRefused for either of the two.
    """
    permissions.require(acting_user, "organisations.claim")
    organisation = live(_by_code(code), "code")
    now = clock.now()
    claim = Claim(organisation=organisation, user=acting_user, created_at=now)
    permissions.require(officer, "organisations.settle_claim", claim)
    line = said(basis, "basis", 300)
    _check_unclaimed(organisation)
    claim.state = ClaimState.GRANTED
    claim.save()
    Claim.objects.filter(organisation=organisation, state=ClaimState.SENT).update(
        state=ClaimState.REPLACED, code_hash=""
    )
    _enthrone(acting_user, organisation)
    record(
        acting_user,
        ChangeKind.CLAIMED,
        organisation,
        on=now.astimezone(clock.SHANGHAI).date(),
        basis=line,
        detail=_("documents seen at the counter by {officer}").format(officer=f"user:{officer.pk}"),
    )
    return organisation


@transaction.atomic
def dispute_claim(*, acting_user: Any, organisation: Organisation, statement: str) -> Claim:
    """Ask an officer to decide, because the organisation has another administrator or another number.

    Raises Impossible where a request of this account waits already.
    """
    permissions.require(acting_user, "organisations.claim")
    row = live(_locked(organisation.pk))
    line = said(statement, "statement", 500)
    if _administrators(row).filter(user=acting_user).exists():
        raise Impossible(_("You are its administrator already."))
    Claim.objects.filter(organisation=row, user=acting_user, state=ClaimState.SENT).update(
        state=ClaimState.REPLACED, code_hash=""
    )
    if Claim.objects.filter(organisation=row, user=acting_user, state=ClaimState.DISPUTED).exists():
        raise Impossible(_("Your request waits for an officer already."))
    claim = Claim.objects.create(
        organisation=row, user=acting_user, state=ClaimState.DISPUTED, created_at=clock.now(), statement=line
    )
    claim_disputed(acting_user, claim, row)
    return claim


@transaction.atomic
def settle_claim(*, acting_user: Any, claim: Claim, uphold: bool, answer: str) -> Claim:
    """An officer hands the organisation over to the claimant (`uphold`), or rejects, with an answer.

    Raises Impossible when it was settled before.
    """
    permissions.require(acting_user, "organisations.settle_claim", claim)
    organisation = _locked(claim.organisation_id)
    held = Claim.objects.select_for_update().select_related("user").get(pk=claim.pk)
    line = said(answer, "answer", 500)
    if held.state != ClaimState.DISPUTED:
        raise Impossible(
            _("This request was settled already: {state}.").format(state=held.get_state_display())
        )
    if uphold:
        live(organisation)
        today = clock.today()
        former = list(_administrators(organisation).values_list("user", flat=True))
        rows = Membership.objects.unended().filter(organisation=organisation, user__in=former)
        term.end(rows.select_for_update(), by=acting_user, reason=line)
        _enthrone(held.user, organisation)
        record(
            acting_user,
            ChangeKind.HANDED_OVER,
            organisation,
            on=today,
            basis=line[:300],
            to=f"user:{held.user_id}",
        )
    held.state = ClaimState.UPHELD if uphold else ClaimState.REJECTED
    held.answer, held.settled_at, held.settled_by = line, clock.now(), acting_user
    held.save()
    claim_settled(acting_user, held, "organisations.settle_claim")
    return held


def _by_code(code: str) -> Organisation:
    found = Organisation.objects.select_for_update(of=("self",)).filter(code=_normal(code)).first()
    if found is None:
        raise Impossible(
            _("No organisation with this code is on the roster. Check it, or ask the office to enter yours."),
            field="code",
        )
    return found


def _normal(code: str) -> str:
    text = code.strip().upper()
    return text if text.startswith("L-") else plain(text)


def _locked(pk: int) -> Organisation:
    return Organisation.objects.select_for_update(of=("self",)).select_related("territory").get(pk=pk)


def _administrators(organisation: Organisation) -> Any:
    return Membership.objects.in_force().filter(organisation=organisation, role=MembershipRole.ADMINISTRATOR)


def _check_unclaimed(organisation: Organisation) -> None:
    if _administrators(organisation).exists():
        raise AlreadyClaimed(organisation)


def _check_pace(acting_user: Any, organisation: Organisation) -> None:
    recent = Claim.objects.filter(created_at__gt=clock.now() - WINDOW)
    by_user = recent.filter(user=acting_user).count()
    of_organisation = recent.filter(organisation=organisation).count()
    if max(by_user, of_organisation) >= MOST_REQUESTS:
        raise Impossible(_("Too many tries within a day. Try again tomorrow, or ask the office."))


def _close(claim: Claim, state: ClaimState, text: str) -> Impossible:
    claim.state, claim.code_hash = state, ""
    claim.save()
    return Impossible(text, field="code")


def _enthrone(user: Any, organisation: Organisation) -> None:
    """Make `user` the administrator; an earlier membership of his ends. Saves the organisation."""
    if holding.is_keeper(user):
        raise Impossible(
            _("%(name)s administers this site: the three administrators do no business.") % {"name": user}
        )
    now = clock.now()
    today = now.astimezone(clock.SHANGHAI).date()
    earlier = Membership.objects.unended().filter(organisation=organisation, user=user).select_for_update()
    term.end(earlier, by=user, reason="claimed")
    Membership.objects.create(
        organisation=organisation,
        user=user,
        role=MembershipRole.ADMINISTRATOR,
        valid_from=today,
        given_by=user,
        given_at=now,
    )
    if organisation.state == OrganisationState.PRELOADED:
        set_state(organisation, OrganisationState.CLAIMED, on=today)
    else:
        save(organisation)


def _hash(claim: Claim, code: str) -> str:
    return salted_hmac("qinglan.parties.claim", f"{claim.pk}:{code}", algorithm="sha256").hexdigest()
