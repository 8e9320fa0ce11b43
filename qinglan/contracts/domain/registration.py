"""Verbs: prepare the registration of a contract, write what the national form asks for, answer the pre-check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain.contract_state import locked_now as locked_contract
from qinglan.contracts.domain.registration_state import locked, touch
from qinglan.contracts.models import (
    Contract,
    ContractState,
    PartySide,
    Registration,
    RegistrationAnswer,
    RegistrationCost,
    RegistrationOffice,
    RegistrationSide,
    RegistrationState,
)
from qinglan.contracts.registering import from_contract, recorded, todos
from qinglan.contracts.registering.pack import registration
from qinglan.contracts.registering.reading import deduction_of
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.money import money

CONTENT = (
    "title", "form", "payment_mode", "pricing_way", "plan_source", "ip_kind", "tech_field", "goal", "industry",
    "begins_on", "ends_on", "listed_on", "is_related", "related_note", "new_investment", "new_output", "office",
)  # fmt: skip
"""What the unit writes of a project; parties and amounts have verbs of their own."""
SIDE_ROW = ("name", "code", "country", "territory", "type")
SIDE_MORE = (
    "is_transfer_agency", "is_research_body", "is_converted_institute", "is_in_hightech_zone", "is_listed",
    "scale", "address", "postcode", "representative", "contact", "telephone",
)  # fmt: skip
MOST_COSTS = 60


@dataclass(frozen=True)
class Item:
    """An item of cost as somebody enters it; `amount` in 分 for all pieces."""

    kind: str
    title: str
    amount: int
    quantity: int = 1


@transaction.atomic
def prepare_registration(*, acting_user: Any, contract: Contract) -> Registration:
    """Begin the registration of a contract with what the contract says already.

    Raises PermissionRefused; Impossible where it stands already (the one that stands is named) or nobody will sign it.
    """
    permissions.require(acting_user, "contracts.prepare_registration", contract)
    row = locked_contract(contract.pk)
    if row.state in (ContractState.TERMINATED, ContractState.ABANDONED):
        raise Impossible(
            _("The contract is in the state “{state}” and is not registered.").format(
                state=row.get_state_display()
            )
        )
    standing = Registration.objects.filter(contract=row).first()
    if standing is not None:
        raise Impossible(
            _(
                "This contract has its registration already: {number}, {state}. A contract is registered once; open that one."
            ).format(number=standing.number or standing.title, state=standing.get_state_display())
        )
    now = clock.now()
    made = Registration(
        contract=row,
        keeper=from_contract.keeper_of(row),
        state=RegistrationState.DRAFT,
        created_at=now,
        created_by=acting_user,
        changed_at=now,
        **from_contract.copied(row),
    )
    from_contract.with_keys(made).save()
    RegistrationSide.objects.bulk_create(from_contract.particulars(made, row))
    recorded.record(acting_user, made, recorded.BEGUN, {"contract": row.number})
    todos.prepared(acting_user, row)
    return made


@transaction.atomic
def write_registration(*, acting_user: Any, row: Registration, values: Mapping[str, Any]) -> Registration:
    """Write fields of `CONTENT`. Raises PermissionRefused, StaleEdit, Impossible with the field."""
    found = _writable(acting_user, row)
    unknown = set(values) - set(CONTENT)
    if unknown:
        raise ValueError(f"not written here: {sorted(unknown)}")
    for name, value in values.items():
        setattr(found, name, value)
    _check_codes(found)
    _check_office(found)
    if found.begins_on and found.ends_on and found.ends_on < found.begins_on:
        raise Impossible(
            _("The contract ends on {end}, before it begins on {begin}. Correct one of them.").format(
                end=found.ends_on, begin=found.begins_on
            ),
            field="ends_on",
        )
    touch(found)
    return found


@transaction.atomic
def write_amounts(
    *,
    acting_user: Any,
    row: Registration,
    amount: int | None,
    technology_amount: int | None,
    technology_income: int | None = None,
    costs: Sequence[Item] = (),
) -> Registration:
    """合同成交额, 技术交易额, 技术性收入 and the items of cost, in 分; the items replace those that stood.

    The price is the contract's where that says one. A technology value that is left open is the price less the items of
    cost, where there are any; without an item a person says it. Raises Impossible with the field: a technology value above the
    price, one that is not the price less its deductions, an item without amount; PermissionRefused, StaleEdit.
    """
    found = _writable(acting_user, row)
    if found.contract is not None and found.contract.amount is not None:
        amount = found.contract.amount
    _check_amounts(amount, technology_amount)
    if len(costs) > MOST_COSTS:
        raise Impossible(_("At most {most} items. Put some together.").format(most=MOST_COSTS), field="costs")
    known = registration().cost_rules()
    for item in costs:
        if item.kind not in known or item.amount <= 0 or item.quantity < 1 or not item.title.strip():
            raise Impossible(
                _("“{title}”: choose a kind, say what it is, how many, and what it costs.").format(
                    title=item.title
                ),
                field="costs",
            )
    found.amount = amount
    found.costs.all().delete()
    RegistrationCost.objects.bulk_create(
        RegistrationCost(
            registration=found,
            kind=one.kind,
            title=one.title.strip(),
            amount=one.amount,
            quantity=one.quantity,
        )
        for one in costs
    )
    reckoned = deduction_of(found)
    if technology_amount is not None and reckoned and reckoned.technology_amount != technology_amount:
        raise Impossible(
            _(
                "{amount} less {deducted} of non-technical cost is {reckoned}, but the technology value says {said}. Correct the value, or the items of cost."
            ).format(
                amount=money(reckoned.amount),
                deducted=money(reckoned.deducted),
                reckoned=money(reckoned.technology_amount),
                said=money(technology_amount),
            ),
            field="technology_amount",
        )
    if technology_amount is None and costs and reckoned and reckoned.technology_amount > 0:
        technology_amount = reckoned.technology_amount
    found.technology_amount = technology_amount
    found.technology_income = technology_income
    touch(found)
    return found


@transaction.atomic
def write_side(
    *, acting_user: Any, row: Registration, side: PartySide, values: Mapping[str, Any]
) -> Registration:
    """Write a party: `SIDE_ROW` and `SIDE_MORE`. Raises PermissionRefused, StaleEdit, Impossible with the field."""
    found = _writable(acting_user, row)
    unknown = set(values) - set(SIDE_ROW) - set(SIDE_MORE)
    if unknown:
        raise ValueError(f"not written here: {sorted(unknown)}")
    for name in SIDE_ROW:
        if name in values:
            setattr(found, f"{side}_{name}", values[name])
    _check_codes(found)
    from_contract.with_keys(found)
    more = {name: values[name] for name in SIDE_MORE if name in values}
    RegistrationSide.objects.update_or_create(registration=found, side=side, defaults=more)
    touch(found)
    return found


@transaction.atomic
def answer_findings(*, acting_user: Any, row: Registration, answers: Mapping[str, str]) -> Registration:
    """Answer questions of the pre-check by their code; an empty answer takes the old one away."""
    found = _writable(acting_user, row)
    known = {one.code for one in registration().checks if one.level == "asks"}
    for code, text in answers.items():
        if code not in known:
            raise Impossible(_("The pre-check asks no such question any more. Open the page again."))
        if text.strip():
            RegistrationAnswer.objects.update_or_create(
                registration=found, code=code, defaults={"text": text.strip()}
            )
        else:
            found.answers.filter(code=code).delete()
    touch(found)
    return found


def _writable(acting_user: Any, row: Registration) -> Registration:
    permissions.require(acting_user, "contracts.write_registration", row)
    found = locked(row)
    if not found.is_writable:
        raise Impossible(
            _(
                "A registration in the state “{state}” is not written. Take it back first, or ask for a change once it is registered."
            ).format(state=found.get_state_display())
        )
    return found


def _check_amounts(amount: int | None, technology: int | None) -> None:
    if amount is not None and amount <= 0:
        raise Impossible(_("The contract value is above zero."), field="amount")
    if technology is None:
        return
    if amount is None:
        raise Impossible(_("Enter the contract value first."), field="amount")
    if technology > amount:
        raise Impossible(
            _(
                "The technology value {technology} is above the contract value {amount}. It is what remains of the price after non-technical cost: correct it."
            ).format(technology=money(technology), amount=money(amount)),
            field="technology_amount",
        )
    if technology <= 0:
        raise Impossible(
            _(
                "Nothing technical remains of the price; such a contract is not registered as one of technology."
            ),
            field="technology_amount",
        )


def _check_office(row: Registration) -> None:
    if row.office is not None and not RegistrationOffice.objects.filter(organisation=row.office).exists():
        raise Impossible(
            _("{name} is no registration office. Choose one of the list.").format(name=row.office.name),
            field="office",
        )


def _check_codes(row: Registration) -> None:
    rules = registration()
    for name in ("form", "plan_source", "ip_kind", "tech_field", "goal", "industry"):
        value = getattr(row, name)
        if value and value not in rules.codes_of(name):
            raise Impossible(_("“{value}” is not in the list.").format(value=value), field=name)
    if row.form and not any(
        one.code == row.form and one.above == row.kind for one in rules.lists["form"].codes
    ):
        raise Impossible(
            _("This form does not belong to “{kind}”. Choose one that does.").format(
                kind=row.get_kind_display()
            ),
            field="form",
        )
    for side in PartySide.values:
        for name, codes in (("type", "party_type"), ("country", "country")):
            value = getattr(row, f"{side}_{name}")
            if value and value not in rules.codes_of(codes):
                raise Impossible(_("“{value}” is not in the list.").format(value=value), field=name)
