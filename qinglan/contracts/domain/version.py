"""Verb: write a version of a contract."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts import recorded
from qinglan.contracts.domain.contract_state import locked_now, writable
from qinglan.contracts.drafting import told
from qinglan.contracts.drafting.facts import facts_of
from qinglan.contracts.drafting.pack import LONGEST, contract_rules
from qinglan.contracts.drafting.printed import refuse_unprintable
from qinglan.contracts.drafting.recorded import VERSION
from qinglan.contracts.models import Contract, ContractVersion, VersionClause
from qinglan.contracts.rules import units_of
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.documents import code
from qinglan.kernel.events.canonical import encode
from qinglan.parties import holding
from qinglan.parties.models import Organisation


@transaction.atomic
def write_version(
    *, acting_user: Any, contract: Contract, clauses: Mapping[str, str], seen: int, note: str = ""
) -> ContractVersion:
    """Write the next version: the particulars as they stand now, and `clauses` by their codes.

    `seen` is the number of the version that it was written after, 0 for none. Raises StaleEdit where a newer one
    came meanwhile; Impossible with the field: an unknown clause, too many characters, one that can't be printed,
    nothing said, nothing changed, no draft any more; PermissionRefused.
    """
    permissions.require(acting_user, "contracts.write", contract)
    row = writable(locked_now(contract.pk))
    last = row.versions.order_by("-number").first()
    number = last.number if last else 0
    if number != seen:
        raise StaleEdit([Difference(_("version of the contract"), f"v{seen}" if seen else "—", f"v{number}")])
    said = _checked(row, clauses)
    facts = facts_of(row)
    refuse_unprintable(facts, dict(said.values()))
    packed = encode({"facts": facts, "clauses": [[name, *said[name]] for name in said]})
    digest = hashlib.sha256(packed).hexdigest()
    if last is not None and last.digest == digest:
        raise Impossible(
            _("Nothing differs from version {number}. Change a clause or a particular, then save.").format(
                number=number
            )
        )
    version = ContractVersion.objects.create(
        contract=row,
        number=number + 1,
        unit=unit_of(acting_user, row),
        author=acting_user,
        note=" ".join(note.split())[:500],
        facts=facts,
        digest=digest,
        version_code=code.derived(packed),
        made_at=clock.now(),
    )
    VersionClause.objects.bulk_create(
        VersionClause(version=version, position=place, code=name, title=title, text=text)
        for place, (name, (title, text)) in enumerate(said.items(), 1)
    )
    row.changed_at = version.made_at
    row.save(update_fields=["changed_at"])
    recorded.record(
        acting_user,
        row,
        VERSION,
        {"number": version.number, "digest": digest, "version_code": version.version_code},
    )
    told.version_written(acting_user, version)
    return version


def unit_of(user: Any, contract: Contract) -> Organisation:
    """The organisation of the contract for which `user` acts: the keeper first, then the parties in their order."""
    represented = [unit for unit in sorted(units_of(contract)) if holding.represents(user, unit)]
    key = contract.keeper_id if contract.keeper_id in represented or not represented else represented[0]
    return Organisation.objects.get(pk=key)


def _checked(contract: Contract, clauses: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Title and text of each clause that says something, in the order of the checklist."""
    checklist = contract_rules().clauses_for(contract.kind, contract.form)
    unknown = set(clauses) - {row.code for row in checklist}
    if unknown:
        raise Impossible(_("“{value}” is no clause of this kind of contract.").format(value=min(unknown)))
    found = {}
    for row in checklist:
        text = "\n".join(line.strip() for line in clauses.get(row.code, "").splitlines() if line.strip())
        if len(text) > LONGEST:
            raise Impossible(_("At most {most} characters.").format(most=LONGEST), field=row.code)
        if text:
            found[row.code] = (row.title.zh, text)
    if not found:
        raise Impossible(_("Write at least one clause."))
    return found
