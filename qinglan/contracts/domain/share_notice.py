"""Verbs on notices inside a unit: draft the paper, post it through the gate, object, rule, close."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain.conversion import needs_notice
from qinglan.contracts.domain.conversion_state import locked, locked_now, set_conversion_state, touch
from qinglan.contracts.domain.distribution_state import locked_plan, set_distribution_state
from qinglan.contracts.models import (
    SOLD,
    Base,
    Conversion,
    ConversionState,
    Distribution,
    DistributionState,
    ShareNotice,
    ShareNoticeFile,
    ShareNoticeState,
    ShareObjection,
    ShareRuling,
)
from qinglan.contracts.sharing import recorded, todos, told
from qinglan.contracts.sharing.income import registration_of
from qinglan.contracts.sharing.pack import NoticeForm, sharing
from qinglan.contracts.sharing.papers import price_notice, reward_notice
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.disclosure.domain import Attached, Check, clear_for_publication
from qinglan.kernel.documents import code
from qinglan.kernel.documents.domain.file import store_file
from qinglan.kernel.documents.official.content import PaperContent
from qinglan.kernel.documents.typesetting import refuse_missing
from qinglan.kernel.history.since import require_unchanged
from qinglan.kernel.jobs.one_by_one import one_by_one
from qinglan.kernel.once import once
from qinglan.kernel.periods import Length, Unit, end_of_period
from qinglan.kernel.periods.count import legal_day
from qinglan.kernel.periods.packs import national_calendar
from qinglan.parties.domain.account import system_user

HOLDER = "contracts.share_notice"
LARGEST = 20 * 1024 * 1024


def draft_price_notice(*, acting_user: Any, conversion: Conversion, contact: str) -> ShareNotice:
    """Draft the notice of an agreed price. Raises PermissionRefused, StaleEdit, Impossible with the field."""
    permissions.require(acting_user, "contracts.run_income", conversion)
    with _once(), transaction.atomic():
        row = locked(conversion)
        if row.state != ConversionState.DECIDED or not needs_notice(row):
            raise Impossible(_("A price is put on notice once it is decided, and where it was agreed."))
        return _draft(
            acting_user, row, None, price_notice(row, _contact(contact)), contact, sharing().price_notice
        )


def draft_reward_notice(*, acting_user: Any, plan: Distribution, contact: str, pay_by: str) -> ShareNotice:
    """Draft the notice of cash rewards, with all that the rule asks for. Raises as draft_price_notice.

    A transfer or licence must be registered with a national number before: the notice names it.
    """
    permissions.require(acting_user, "contracts.run_income", plan)
    with _once(), transaction.atomic():
        row = locked_plan(plan)
        if row.state != DistributionState.DRAFT:
            raise Impossible(_("The rewards of this plan were on notice already."))
        if row.base == Base.EQUITY:
            raise Impossible(
                _("Equity is recorded, not paid: the notice of cash rewards does not concern it.")
            )
        if row.conversion.way in SOLD and registration_of(row.conversion.contract) is None:
            raise Impossible(
                _(
                    "The contract has no national registration number yet. Enter it with the certificate on the page of the contract; the notice must name it."
                )
            )
        if not pay_by.strip():
            raise Impossible(_("Say when the rewards are paid."), field="pay_by")
        content = reward_notice(row, _contact(contact), pay_by.strip())
        return _draft(acting_user, row.conversion, row, content, contact, sharing().reward_notice)


@transaction.atomic
def drop_notice(*, acting_user: Any, notice: ShareNotice) -> ShareNotice:
    """Drop a paper before it was posted. Raises PermissionRefused, StaleEdit, Impossible."""
    permissions.require(acting_user, "contracts.run_income", notice)
    row = _locked(notice)
    if row.state != ShareNoticeState.DRAFTED:
        raise Impossible(_("It was posted already and stands to its end."))
    row.state = ShareNoticeState.DROPPED
    _save(acting_user, row)
    return row


@transaction.atomic
def post_notice(
    *,
    acting_user: Any,
    notice: ShareNotice,
    document_number: str,
    secrecy: Check,
    publication: Check,
    stamped: tuple[str, bytes] | None = None,
    files: Sequence[Attached] = (),
    read_by_eye: bool = False,
) -> ShareNotice:
    """Put a drafted notice up in the unit: its period begins, the day of posting does not count.

    In this order: lock; text, scan and attachments pass the gate before publication, where numbers of persons refuse
    (NotCleared) and nobody of the unit may let them pass; files are kept; the end; states; the event; who is named
    is told. The clearance is recorded by the system with the persons who checked. Raises PermissionRefused,
    StaleEdit, Impossible.
    """
    permissions.require(acting_user, "contracts.run_income", notice)
    row = _locked(notice)
    if row.state != ShareNoticeState.DRAFTED:
        raise Impossible(_("It was posted or dropped already. Open it again to see how it stands."))
    scan = [Attached(*stamped)] if stamped is not None else []
    clear_for_publication(
        acting_user=system_user(),
        subject=f"contracts.share-notice:{row.pk}",
        texts=content_of(row).texts(),
        files=[*scan, *files],
        secrecy=secrecy,
        publication=publication,
        read_by_eye=read_by_eye,
        may_override=False,
    )
    _keep(acting_user, row, stamped, files)
    now = clock.now()
    end = end_of_period(legal_day(now), Length(row.length, Unit(row.unit)), national_calendar())
    row.state, row.posted_at, row.posted_by = ShareNoticeState.POSTED, now, acting_user
    row.last_day, row.ends_at = end.last_day, end.ends_at
    row.document_number = document_number.strip()[:80]
    if row.distribution is None:
        set_conversion_state(acting_user, row.conversion, ConversionState.NOTICED)
    else:
        plan = locked_plan(row.distribution, stale=False)
        set_distribution_state(acting_user, plan, DistributionState.NOTICED)
    _save(acting_user, row)
    told.noticed(acting_user, row)
    return row


@transaction.atomic
def return_stamped(
    *, acting_user: Any, notice: ShareNotice, name: str, content: bytes, number: str
) -> ShareNotice:
    """Keep the stamped scan of a notice that was posted without it. Raises PermissionRefused, StaleEdit, Impossible."""
    permissions.require(acting_user, "contracts.run_income", notice)
    row = _locked(notice)
    if row.posted_at is None or row.stamped is not None:
        raise Impossible(_("A scan is kept with a posted notice that has none yet."))
    row.stamped = store_file(
        acting_user=acting_user, name=name, content=content, holder=HOLDER, holder_key=str(row.pk), max_bytes=LARGEST
    )  # fmt: skip
    row.document_number = number.strip()[:80] or row.document_number
    _save(acting_user, row)
    return row


def object_to_notice(*, acting_user: Any, notice: ShareNotice, text: str) -> ShareObjection:
    """Object to a posted notice. The clock is read after the lock: at its end it is too late.

    One open objection a person. Raises PermissionRefused, Impossible with the field.
    """
    permissions.require(acting_user, "contracts.object_to_shares", notice)
    if not text.strip():
        raise Impossible(_("Fill this in: without it your objection can't be ruled on."), field="text")
    twice = _("Your objection is waiting for its ruling already.")
    with once({"one_open_objection_a_person_to_a_share_notice": (twice, None)}), transaction.atomic():
        row = _locked_now(notice.pk)
        if row.state != ShareNoticeState.POSTED or row.ends_at is None or clock.now() >= row.ends_at:
            raise Impossible(
                _("The notice ended; objections were received until its end. Write to: {contact}").format(
                    contact=row.contact
                )
            )
        made = ShareObjection.objects.create(
            notice=row,
            filed_by=acting_user,
            filed_at=clock.now(),
            text=text.strip()[:3000],
            state=ShareRuling.OPEN,
        )
        payload = {"notice": row.pk, "objection": made.pk, "state": made.state}
        recorded.record(acting_user, row.conversion, recorded.OBJECTED, payload)
        todos.ruling_wanted(acting_user, made)
    return made


@transaction.atomic
def rule_on(*, acting_user: Any, objection: ShareObjection, upheld: bool, answer: str) -> ShareObjection:
    """Dismiss or uphold an objection with reasons. Upheld, the notice ends and price or plan go back to be changed.

    Who filed it does not rule on it. Raises PermissionRefused, StaleEdit, Impossible with the field.
    """
    permissions.require(acting_user, "contracts.run_income", objection.notice)
    if objection.filed_by_id == acting_user.pk:
        raise Impossible(_("You filed this objection; somebody else of the unit rules on it."))
    if not answer.strip():
        raise Impossible(_("Give the reasons: who objected reads them."), field="answer")
    notice = _locked_now(objection.notice_id)
    row = ShareObjection.objects.get(pk=objection.pk)
    row.notice = notice
    require_unchanged(objection, row)
    if row.state != ShareRuling.OPEN:
        raise StaleEdit([Difference(_("state"), str(ShareRuling.OPEN.label), str(row.get_state_display()))])
    row.state = ShareRuling.UPHELD if upheld else ShareRuling.DISMISSED
    row.answer, row.ruled_by, row.ruled_at = answer.strip()[:2000], acting_user, clock.now()
    row.revision += 1
    row.save()
    payload = {"notice": notice.pk, "objection": row.pk, "state": row.state}
    recorded.record(acting_user, notice.conversion, recorded.OBJECTED, payload)
    todos.ruled(acting_user, row)
    told.ruled(acting_user, row)
    if upheld and notice.state == ShareNoticeState.POSTED:
        _upset(acting_user, notice)
    return row


def close_due_notices(*, acting_user: Any) -> int:
    """Close every notice whose end has come and to which no objection is open; how many. May be repeated."""
    permissions.require(acting_user, "contracts.close_share_notices")
    due = ShareNotice.objects.filter(state=ShareNoticeState.POSTED, ends_at__lte=clock.now()).exclude(
        objections__state=ShareRuling.OPEN
    )
    return sum(one_by_one("contracts.close_share_notices", due, partial(_close, acting_user)))


def content_of(notice: ShareNotice) -> PaperContent:
    """The paper as typed data."""
    return PaperContent.model_validate(notice.content)


def _close(acting_user: Any, key: int) -> bool:
    """Lock, look at the clock and the objections again, close; what waited for it goes on."""
    row = _locked_now(key)
    is_open = row.objections.filter(state=ShareRuling.OPEN).exists()
    now = clock.now()
    if row.state != ShareNoticeState.POSTED or row.ends_at is None or now < row.ends_at or is_open:
        return False
    row.state, row.closed_at = ShareNoticeState.CLOSED, now
    if row.distribution is None:
        set_conversion_state(acting_user, row.conversion, ConversionState.CLEARED)
    else:
        plan = locked_plan(row.distribution, stale=False)
        set_distribution_state(acting_user, plan, DistributionState.CLEARED)
    _save(acting_user, row)
    return True


def _upset(acting_user: Any, row: ShareNotice) -> None:
    row.state, row.closed_at = ShareNoticeState.UPSET, clock.now()
    reason = _("An objection to the notice was upheld.")
    if row.distribution is None:
        set_conversion_state(acting_user, row.conversion, ConversionState.DECIDED, reason)
    else:
        plan = locked_plan(row.distribution, stale=False)
        set_distribution_state(acting_user, plan, DistributionState.DRAFT, reason)
    _save(acting_user, row)


def _draft(
    acting_user: Any, row: Conversion, plan: Distribution | None, content: PaperContent, contact: str,
    form: NoticeForm,
) -> ShareNotice:  # fmt: skip
    refuse_missing(content.texts())
    made = ShareNotice.objects.create(
        conversion=row,
        distribution=plan,
        state=ShareNoticeState.DRAFTED,
        content=content.model_dump(mode="json"),
        version_code=code.derived(content.canonical()),
        contact=contact.strip()[:200],
        length=form.length.number,
        unit=form.length.unit,
        drafted_at=clock.now(),
        drafted_by=acting_user,
    )
    touch(row)
    _record(acting_user, made)
    return made


def _contact(contact: str) -> str:
    if not contact.strip():
        raise Impossible(_("Say where objections are received: office, telephone or mail."), field="contact")
    return " ".join(contact.split())


def _keep(
    acting_user: Any, row: ShareNotice, stamped: tuple[str, bytes] | None, files: Sequence[Attached]
) -> None:
    place = {"acting_user": acting_user, "holder": HOLDER, "holder_key": str(row.pk), "max_bytes": LARGEST}
    if stamped is not None:
        row.stamped = store_file(name=stamped[0], content=stamped[1], **place)
    for one in files:
        kept = store_file(name=one.name, content=one.content, **place)
        ShareNoticeFile.objects.create(notice=row, file=kept)


def _locked(seen: ShareNotice) -> ShareNotice:
    row = _locked_now(seen.pk)
    require_unchanged(seen, row)
    return row


def _locked_now(key: int) -> ShareNotice:
    """The notice with its conversion locked, as it stands now."""
    conversion = locked_now(ShareNotice.objects.values_list("conversion", flat=True).get(pk=key))
    row = ShareNotice.objects.select_for_update(of=("self",)).select_related("distribution").get(pk=key)
    row.conversion = conversion
    return row


def _save(acting_user: Any, row: ShareNotice) -> None:
    row.revision += 1
    row.save()
    touch(locked_now(row.conversion_id))
    _record(acting_user, row)


def _record(acting_user: Any, row: ShareNotice) -> None:
    recorded.record(
        acting_user,
        row.conversion,
        recorded.NOTICE,
        {
            "notice": row.pk,
            "of": "rewards" if row.distribution_id else "price",
            "state": row.state,
            "version_code": row.version_code,
            "ends_at": row.ends_at,
        },
    )


def _once() -> Any:
    words = _("A notice stands already. Open it, or drop it before you draft another.")
    return once(
        {"one_standing_notice_of_a_price": (words, None), "one_standing_notice_of_rewards": (words, None)}
    )
