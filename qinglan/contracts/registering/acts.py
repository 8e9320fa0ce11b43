"""What a reader may do with a registration now: one primary act, then the others."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.contracts.domain.registration_desk import gave_its_number_up, needs_review, works_here
from qinglan.contracts.models import ChangeState, Registration, RegistrationState
from qinglan.kernel import permissions

_S = RegistrationState


@dataclass(frozen=True)
class Act:
    """A button or a link; `post` ones work by one press."""

    label: str
    url: str
    post: bool = False
    primary: bool = False


def acts(user: Any, row: Registration, *, clean: bool) -> list[Act]:
    """All acts of this reader in this state; `clean` says that the pre-check stops nothing."""
    keeps = bool(permissions.answer(user, "contracts.write_registration", row))
    checks = bool(permissions.answer(user, "contracts.check_registration", row))
    enters = bool(permissions.answer(user, "contracts.enter_result", row))
    found: list[Act] = []
    if keeps:
        found += _of_unit(row, clean)
    if checks:
        found += _of_office(row)
    if enters:
        found += _of_result(row, keeps=keeps, clean=clean)
    if permissions.answer(user, "contracts.settle_change", row) and row.changes.filter(
        state=ChangeState.ASKED
    ):
        found.append(_act(row, "settle-change", _("Enter what became of the change"), primary=True))
    if row.state == _S.REGISTERED and permissions.answer(user, "contracts.settle_change", row):
        found.append(_act(row, "correct-number", _("Correct the national number")))
    return _one_primary(found)


def _of_unit(row: Registration, clean: bool) -> list[Act]:
    state = _S(row.state)
    found: list[Act] = []
    if row.is_writable:
        if clean and (state == _S.RETURNED or works_here(row)):
            found.append(_act(row, "hand-in", _("Hand it in to the office"), post=True, primary=True))
        found.append(_act(row, "project", _("Write the project"), primary=not clean or row.office_id is None))
        found.append(_act(row, "amounts", _("Write the values")))
    if state in (_S.HANDED_IN, _S.REFUSED, _S.WITHDRAWN) and not gave_its_number_up(row):
        label = _("Take it back to change it") if state == _S.HANDED_IN else _("Write it again")
        found.append(_act(row, "take-back", label, post=True, primary=state != _S.HANDED_IN))
    if state == _S.REFUSED and works_here(row) and not row.filings.exists():
        found.append(_act(row, "recheck", _("Ask for a re-check")))
    if state in (_S.DRAFT, _S.RETURNED, _S.ACCEPTED, _S.HANDED_IN, _S.PASSED):
        found.append(_act(row, "withdraw", _("Withdraw the registration")))
    if state == _S.REGISTERED and not row.changes.filter(state=ChangeState.ASKED):
        found.append(_act(row, "change", _("Ask for a change")))
        found.append(_act(row, "cancel", _("Ask for the cancellation")))
    return found


def _of_office(row: Registration) -> list[Act]:
    state = _S(row.state)
    if state == _S.HANDED_IN:
        return [
            _act(row, "accept", _("Accept it"), post=True, primary=True),
            _act(row, "return", _("Return it for correction")),
        ]
    if state == _S.ACCEPTED:
        waits = needs_review(row) and not row.reviews.filter(outcome__in=["technical", "lower"]).exists()
        return [
            _act(row, "review", _("Ask experts"), primary=waits),
            _act(row, "pass", _("Pass the pre-check"), primary=not waits),
            _act(row, "return", _("Return it for correction")),
            _act(row, "refuse", _("Refuse the registration")),
        ]
    if state == _S.REVIEW:
        return [
            _act(row, "opinion", _("Enter an expert's opinion"), primary=True),
            _act(row, "conclude", _("Conclude the review")),
        ]
    return []


def _of_result(row: Registration, *, keeps: bool, clean: bool) -> list[Act]:
    state = _S(row.state)
    found: list[Act] = []
    if state == _S.PASSED or (state == _S.DRAFT and keeps and clean and not works_here(row)):
        found.append(_act(row, "sheet", _("Open the fill-in sheet"), primary=True))
        found.append(_act(row, "file", _("It is filed there"), post=True))
    if state == _S.HANDED_OVER:
        found.append(_act(row, "number", _("Enter the national number"), primary=True))
        found.append(_act(row, "refusal", _("Enter a refusal")))
        found.append(_act(row, "bring-back", _("It was sent back")))
    return found


def _act(row: Registration, name: str, label: str, *, post: bool = False, primary: bool = False) -> Act:
    return Act(label, reverse(f"contracts:registration-{name}", args=[row.pk]), post, primary)


def _one_primary(found: list[Act]) -> list[Act]:
    seen: set[str] = set()
    kept: list[Act] = []
    has_primary = False
    for one in sorted(found, key=lambda act: not act.primary):
        if one.url in seen:
            continue
        seen.add(one.url)
        kept.append(Act(one.label, one.url, one.post, one.primary and not has_primary))
        has_primary = has_primary or one.primary
    return kept
