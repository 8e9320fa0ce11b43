"""The vocabulary of fields that experts, brokers and later technologies share."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.codes.lists import edition_on
from qinglan.kernel.codes.models import Code
from qinglan.kernel.conflicts import Impossible

FAMILIES = ("key-fields", "green-catalogue", "industries", "ipc-sections")
"""Families of code lists; of each the top level of the edition in force."""
Field = tuple[str, str]
"""Family and code."""


def top_codes(on: date) -> list[Code]:
    """The top levels of all families on the day `on`, in the order of `FAMILIES`."""
    found: list[Code] = []
    for family in FAMILIES:
        edition = edition_on(family, on)
        if edition is not None:
            rows = Code.objects.filter(code_list=edition, level=1).select_related("code_list")
            found += sorted(rows, key=lambda row: (len(row.code), row.code))
    return found


def choices(on: date | None = None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups of ``family:code`` with their names, for a form."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for code in top_codes(on or clock.today()):
        groups.setdefault(str(code.code_list), []).append((f"{code.code_list.family}:{code.code}", code.name))
    return list(groups.items())


def words(fields: Iterable[Field]) -> list[str]:
    """The names of fields in the reader's language; a code that no list holds any more stands as it is."""
    names = {(code.code_list.family, code.code): code.name for code in top_codes(clock.today())}
    return [names.get(field, f"{field[0]} {field[1]}") for field in fields]


def checked(values: Iterable[str]) -> list[Field]:
    """``family:code`` as fields, each once. Raises Impossible for one that no list has today."""
    known = {(code.code_list.family, code.code) for code in top_codes(clock.today())}
    found: list[Field] = []
    for value in values:
        family, _colon, code = value.partition(":")
        if (family, code) not in known:
            raise Impossible(
                _("“{value}” stands in no list of fields today. Choose from the list.").format(value=value),
                field="fields_of",
            )
        if (family, code) not in found:
            found.append((family, code))
    return found
