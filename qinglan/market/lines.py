"""What a listing says, aspect by aspect, as lines in the reader's language.

The page, the gate before publication, the index, comparisons and exports all read these lines.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.kernel import clock
from qinglan.kernel.codes.lists import edition_on
from qinglan.kernel.codes.models import Code
from qinglan.kernel.web import dates
from qinglan.market.models import Period, PriceKind


def text(name: str) -> Any:
    """A reader of one text field."""

    def read(listing: Any) -> list[str]:
        value = getattr(listing, name)
        return [str(value)] if value not in (None, "") else []

    return read


def both(name: str) -> Any:
    """A reader of a text in Chinese and, where it is given, in English."""

    def read(listing: Any) -> list[str]:
        return [one for one in (getattr(listing, name), getattr(listing, f"{name}_en")) if one]

    return read


def joined(*parts: Any) -> str:
    """The parts that say something, between middle dots."""
    return " · ".join(str(part) for part in parts if part not in (None, ""))


def named(label: str, value: Any) -> str:
    """“label: value”, or nothing."""
    return label + pgettext("label", ": ") + str(value) if value not in (None, "") else ""


def plain(number: Decimal) -> str:
    """Without zeros at the end.

    >>> plain(Decimal("12.5000"))
    '12.5'
    """
    shown = f"{number:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def modes(listing: Any) -> list[str]:
    """The modes."""
    return list(listing.modes_words)


def languages(listing: Any) -> list[str]:
    """The languages in which one can talk."""
    names = dict(type(listing)._meta.get_field("languages").base_field.choices)
    return [str(names[one]) for one in listing.languages if one in names]


def trl(listing: Any) -> list[str]:
    """The level claimed, with its name."""
    return [level_words(listing.trl)] if listing.trl is not None else []


def trl_wanted(listing: Any) -> list[str]:
    """The least level that would do."""
    return [level_words(listing.trl_wanted)] if listing.trl_wanted is not None else []


def level_words(level: int) -> str:
    """“TRL 7: proved in its real environment”."""
    edition = edition_on("trl-general", clock.today())
    row = Code.objects.filter(code_list=edition, code=str(level)).first() if edition else None
    return named(f"TRL {level}", row.name) if row else f"TRL {level}"


def price(listing: Any) -> list[str]:
    """The price; of a reserve price that there is one, never the amount."""
    if not listing.price_kind:
        return []
    kind = str(listing.get_price_kind_display())
    if listing.price_kind == PriceKind.FIXED:
        return [wan(listing.price_min)]
    if listing.price_kind == PriceKind.RANGE:
        return [f"{wan(listing.price_min)} – {wan(listing.price_max)}"]
    return [kind]


def reserve(listing: Any) -> list[str]:
    """The amount of a reserve price."""
    return [wan(listing.price_min)] if listing.price_kind == PriceKind.RESERVE else []


def wan(fen: int) -> str:
    """An amount with its unit."""
    return _("%(amount)s × 10,000 yuan") % {"amount": plain(Decimal(fen) / 1_000_000)}


def budget(listing: Any) -> list[str]:
    """The budget and where it comes from."""
    low, high = listing.budget_min, listing.budget_max
    amount = ""
    if low is not None and high is not None:
        amount = f"{wan(low)} – {wan(high)}" if low != high else wan(low)
    elif high is not None:
        amount = _("up to %(amount)s") % {"amount": wan(high)}
    elif low is not None:
        amount = _("from %(amount)s") % {"amount": wan(low)}
    source = str(listing.get_budget_source_display()) if listing.budget_source else ""
    found = joined(amount, source)
    return [found] if found else []


def deadline(listing: Any) -> list[str]:
    """The day by which a need is to be met."""
    return [dates.day(listing.deadline)] if listing.deadline else []


def arrangement(listing: Any) -> list[str]:
    """To whom results belong."""
    kind = str(listing.get_ip_arrangement_display()) if listing.ip_arrangement else ""
    found = joined(kind, listing.ip_note)
    return [found] if found else []


def need_kind(listing: Any) -> list[str]:
    """The kind of a need."""
    return [str(listing.get_kind_display())] if listing.kind else []


def fields(listing: Any) -> list[str]:
    """Codes with their names."""
    rows = list(listing.fields.all())
    names = names_of([(row.family, row.code) for row in rows])
    return [names.get((row.family, row.code), row.code) for row in rows]


def names_of(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Names of codes of the newest edition of each family, with one query."""
    pairs = list(wanted)
    if not pairs:
        return {}
    rows = Code.objects.filter(
        code_list__family__in={family for family, _code in pairs}, code__in={code for _family, code in pairs}
    ).select_related("code_list")
    found: dict[tuple[str, str], str] = {}
    for row in rows.order_by("code_list__valid_from"):
        shown = (
            row.name if row.code_list.family in ("key-fields", "trl-general") else f"{row.code} {row.name}"
        )
        found[(row.code_list.family, row.code)] = shown
    return found


def parameters(listing: Any) -> list[str]:
    """Key parameters with their evidence."""
    return [
        joined(f"{row.name} {row.value} {row.unit}".strip(), row.evidence) for row in listing.parameters.all()
    ]


def benefits(listing: Any) -> list[str]:
    """What is saved or avoided."""
    return [joined(benefit_words(row), row.evidence) for row in listing.benefits.all()]


def benefit_words(row: Any) -> str:
    """“Energy saved: 1,200 tce a year”."""
    period = (
        str(Period.YEAR.label) if row.period == Period.YEAR else _("for each %(unit)s") % {"unit": row.per}
    )
    what = named(str(row.get_kind_display()), joined(row.substance, f"{plain(row.amount)} {row.unit}"))
    return f"{what} {period}"


def indicators(listing: Any) -> list[str]:
    """Present → wanted value of each figure."""
    return [
        named(row.name, f"{row.present or '—'} → {row.wanted} {row.unit}".strip())
        for row in listing.indicators.all()
    ]


def applications(listing: Any) -> list[str]:
    """Where it is in use."""
    return [
        joined(row.user_name, dates.day(row.since), row.scale, row.contract_number, row.evidence)
        for row in listing.applications.all()
    ]


def trl_evidence(listing: Any) -> list[str]:
    """What shows each level."""
    return [
        joined(f"TRL {row.level}", row.evidence, dates.day(row.on) if row.on else "")
        for row in listing.trl_evidence.all()
    ]


def rights(listing: Any) -> list[str]:
    """Numbers and status of the rights that it rests on."""
    return [
        joined(row.right.get_kind_display(), row.right.number, row.right.title, row.right.get_state_display())
        for row in listing.rights.all()
    ]


def owners(listing: Any) -> list[str]:
    """The owner and co-owners."""
    shares = [
        joined(row.name, f"{plain(row.share)} %" if row.share is not None else "")
        for row in listing.co_owners.all()
    ]
    return [listing.owner.name, *shares]


def need_owner(listing: Any) -> list[str]:
    """The unit that has the need; whether others read it is the view's question."""
    return [listing.owner.name]


def inventors(listing: Any) -> list[str]:
    """Those who made it."""
    return [joined(row.name, row.unit) for row in listing.inventors.all()]


def service_invention(listing: Any) -> list[str]:
    """Whether it is a service invention."""
    if listing.is_service_invention is None:
        return []
    return [_("yes, a service invention") if listing.is_service_invention else _("no service invention")]


def funding(listing: Any) -> list[str]:
    """The project that paid for it."""
    found = joined(listing.project_name, listing.project_number)
    return [found] if found else []


def registration(listing: Any) -> list[str]:
    """成果登记."""
    day = dates.day(listing.registered_on) if listing.registered_on else ""
    found = joined(listing.registration_number, listing.registration_body, day)
    return [found] if found else []


def evaluations(listing: Any) -> list[str]:
    """成果评价."""
    return [
        joined(
            row.body,
            row.number,
            dates.day(row.on),
            _("%(count)s experts") % {"count": row.experts},
            row.get_novelty_display() if row.novelty else "",
            f"TRL {row.trl}" if row.trl is not None else "",
            row.innovation,
            row.prospects,
            row.environment,
            named(_("holds until"), dates.day(row.valid_until)) if row.valid_until else "",
        )
        for row in listing.evaluations.all()
    ]


def english(listing: Any) -> list[str]:
    """Title and summary in English."""
    return [one for one in (listing.title_en, listing.summary_en) if one]


def abroad(listing: Any) -> list[str]:
    """How far partners abroad are admitted; of a technology also its class of export, with the basis."""
    found = [str(listing.get_abroad_display())] if listing.abroad else []
    if getattr(listing, "export_class", ""):
        found.append(joined(listing.get_export_class_display(), listing.export_basis))
    return found


def attachments(listing: Any) -> list[str]:
    """Names of files."""
    return [str(row) for row in listing.attachments.all()]


def contact(listing: Any) -> list[str]:
    """Whom to ask."""
    row = getattr(listing, "contact", None)
    found = joined(row.name, row.telephone, row.email) if row is not None else ""
    return [found] if found else []
