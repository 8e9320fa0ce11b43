"""Applicants of one year that share an address, a legal representative, a contact or a telephone."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.parties.models import Organisation, OrganisationContact
from qinglan.programmes.audit.anomalies.registry import Hit, Subject, anomaly
from qinglan.programmes.models import Case
from qinglan.programmes.queries.audit import population

SHORTEST_ADDRESS = 6
"""A shorter address names a town, not a place."""


def folded(text: str) -> str:
    """A text without width, case and what isn't a letter or digit."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).lower() if letter.isalnum())


def masked(name: str) -> str:
    """The first character of a name, the rest hidden: that two are the same says enough."""
    return name[:1] + "*" * min(2, max(1, len(name) - 1))


@anomaly(
    "shared-traits",
    title=gettext_lazy("Applicants that share an address, legal person or contact"),
    says=gettext_lazy(
        "Different applicants of the same year have the same registered address, legal representative, contact person's mobile number or public telephone. Names and numbers are masked here."
    ),
)
def shared(subject: Subject) -> Iterator[Hit]:
    """Groups of applicants with a trait in common."""
    cases: dict[int, Case] = {}
    rows = population(subject.programme, subject.year).select_related(None).defer(None)
    for case in rows.only("number", "applicant_id", "applicant_name", "subject_name"):
        cases.setdefault(case.applicant_id, case)
    units = {
        one.pk: one for one in Organisation.objects.filter(pk__in=cases).only("name", "address", "telephone")
    }
    contacts = OrganisationContact.objects.in_bulk(list(cases))

    def address(key: int) -> str:
        text = folded(units[key].address)
        return text if len(text) >= SHORTEST_ADDRESS else ""

    def of_contact(name: str) -> Callable[[int], str]:
        return lambda key: folded(getattr(contacts.get(key), name, "") or "")

    traits: tuple[tuple[str, Callable[[int], str], Callable[[int], str]], ...] = (
        (_("the same address"), address, lambda key: units[key].address),
        (
            _("the same legal representative"),
            of_contact("legal_representative"),
            lambda key: masked(contacts[key].legal_representative),
        ),
        (
            _("the same mobile number of the contact"),
            of_contact("contact_mobile"),
            lambda key: f"{contacts[key].contact_mobile[:3]}****{contacts[key].contact_mobile[-4:]}",
        ),
        (_("the same telephone"), lambda key: folded(units[key].telephone), lambda key: units[key].telephone),
    )
    for words, trait, shown in traits:
        groups: dict[str, list[int]] = defaultdict(list)
        for key in sorted(cases):
            if value := trait(key):
                groups[value].append(key)
        for keys in groups.values():
            if len(keys) > 1:
                facts = tuple(f"{cases[key].applicant_name}（{cases[key]}）" for key in keys)
                first = cases[keys[0]]
                yield Hit(f"{words}：{shown(keys[0])}", facts, first.get_absolute_url(), first)
