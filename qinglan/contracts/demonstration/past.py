"""Contracts that were registered without the system, brought in as by the national system's export."""

import hashlib
from collections.abc import Sequence
from typing import Any

from qinglan.contracts.demonstration.file_form import Past
from qinglan.contracts.domain.party_entry import division_of
from qinglan.contracts.domain.registration_import import Result, import_results
from qinglan.contracts.models import Registration
from qinglan.kernel import clock
from qinglan.parties.models import Organisation


def bring_in(officer: Any, rows: Sequence[Past]) -> int:
    """All rows that are not there yet, by the verb; how many."""
    there = set(Registration.objects.values_list("national_number", flat=True))
    sellers = {one.code: one for one in Organisation.objects.filter(code__in={row.seller for row in rows})}
    today = clock.today()
    results = [
        Result(
            number=row.number, registered_on=row.day, green=row.green,
            values={
                "title": row.title, "kind": row.kind, "tech_field": row.field, "signed_on": row.day,
                "seller_code": row.seller, "seller_name": sellers[row.seller].name if row.seller in sellers else "",
                "seller_territory": division_of(sellers[row.seller].territory) if row.seller in sellers else "",
                "buyer_name": row.buyer, "buyer_territory": row.into, "amount": row.amount,
                "technology_amount": row.technology, "is_related": False, "green_basis": "field" if row.green else "",
            },
        )
        for row in rows
        if row.number not in there and row.day <= today
    ]  # fmt: skip
    digest = hashlib.sha256("\n".join(one.number for one in results).encode()).hexdigest()
    return import_results(acting_user=officer, results=results, sha256=digest) if results else 0
