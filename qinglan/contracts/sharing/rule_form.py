"""The form of a unit's rule: tiers, recipients, who takes what rounding leaves."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import (
    CarriedBy,
    UnitNature,
    UnitRule,
)
from qinglan.contracts.sharing.arithmetic import TEAM
from qinglan.contracts.sharing.fields import PercentField, UnitForm, shown_percent
from qinglan.contracts.sharing.pack import sharing
from qinglan.kernel import clock
from qinglan.kernel.web.forms import (
    DateField,
    LineField,
    MoneyField,
)

TIERS = 3
FUNDS = 4


class RuleForm(UnitForm):
    """A version of a unit's rule: up to three tiers and four funds beside the inventors."""

    title = LineField(label=_("name of the rule"), max_length=200)
    document = LineField(
        label=_("number of the document"), max_length=120, help_text=_("Such as 校发〔2025〕1号.")
    )
    since = DateField(label=_("first day in force"))
    nature = forms.ChoiceField(
        label=_("kind of unit"),
        choices=UnitNature.choices,
        help_text=_(
            "The floors of the law bind units founded by the state; elsewhere agreement comes first."
        ),
    )
    carried_by = forms.ChoiceField(label=_("costs are carried by"), choices=CarriedBy.choices)
    tail = forms.ChoiceField(label=_("what rounding leaves goes to"))
    below_floor = LineField(
        label=_("agreement on a lower share"),
        max_length=300,
        required=False,
        help_text=_("Only where the unit is not bound and gives its inventors less than the law would."),
    )

    def __init__(self, *args: Any, last: UnitRule | None = None, **kwargs: Any) -> None:
        tiers = last.reckoned().tiers if last is not None else ()
        funds = [name for name in (tiers[0].shares if tiers else {}) if name != TEAM]
        kwargs["initial"] = self._initial(last, tiers, funds) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        for place in range(1, FUNDS + 1):
            self.fields[f"fund_{place}"] = LineField(
                label=_now("Recipient {number}").format(number=place + 1), max_length=40, required=False
            )
        for tier in range(1, TIERS + 1):
            if tier > 1:
                self.fields[f"over_{tier}"] = MoneyField(
                    label=_("for the part of the price above (×10,000 yuan)"), unit="wan", required=False
                )
            for place in range(FUNDS + 1):
                name = f"{TEAM}_{tier}" if place == 0 else f"share_{place}_{tier}"
                words = _("Inventors (%)") if place == 0 else _now("Share of recipient {number} (%)").format(number=place + 1)  # fmt: skip
                self.fields[name] = PercentField(label=words, required=tier == 1 and place == 0)
        typed = [self.data.get(f"fund_{place}", "").strip() for place in range(1, FUNDS + 1)]
        named = [one for one in (typed if self.is_bound else funds) if one]
        last_one = [] if named and not self.is_bound else [("last", _("the last recipient"))]
        self.fields["tail"].choices = [(TEAM, _("Inventors")), *((one, one) for one in named), *last_one]  # type: ignore[attr-defined]

    @staticmethod
    def _initial(last: UnitRule | None, tiers: Sequence[Any], funds: Sequence[str]) -> dict[str, Any]:
        if last is None:
            return {"since": clock.today(), "carried_by": sharing().costs.carried_by}
        found: dict[str, Any] = {
            "title": last.title, "nature": last.nature, "carried_by": last.carried_by, "tail": last.tail,
            "below_floor": last.below_floor, "since": clock.today(),
        }  # fmt: skip
        for place, name in enumerate(funds, 1):
            found[f"fund_{place}"] = name
        for number, tier in enumerate(tiers, 1):
            found[f"{TEAM}_{number}"] = shown_percent(tier.shares[TEAM])
            if number > 1:
                found[f"over_{number}"] = tier.over
            for place, name in enumerate(funds, 1):
                found[f"share_{place}_{number}"] = shown_percent(tier.shares[name])
        return found

    @property
    def heads(self) -> list[Any]:
        """The fields above the tiers."""
        names = ("unit", "title", "document", "since", "nature", "carried_by")
        return [self[name] for name in names if name in self.fields]

    @property
    def tails(self) -> list[Any]:
        """The fields below them."""
        return [self["tail"], self["below_floor"]]

    @property
    def tier_fields(self) -> list[dict[str, Any]]:
        """Title and fields of each tier."""
        found = []
        for tier in range(1, TIERS + 1):
            first = [f"{TEAM}_{tier}"] if tier == 1 else [f"over_{tier}", f"{TEAM}_{tier}"]
            pairs = [
                ([f"fund_{place}"] if tier == 1 else []) + [f"share_{place}_{tier}"]
                for place in range(1, FUNDS + 1)
            ]
            names = [*first, *(name for pair in pairs for name in pair)]
            title = _now("Who gets what")
            if tier > 1:
                words = _now("Tier {number}: other shares for a higher part of the price")
                title = words.format(number=tier)
            is_open = any(self[name].value() not in (None, "") or name in self.errors for name in names)
            rows = [[self[name] for name in pair] for pair in (first, *pairs)]
            found.append({"title": title, "rows": rows, "is_open": is_open})
        return found

    def tiers(self) -> list[tuple[int, dict[str, int]]]:
        """(above 分, recipient → ten-thousandths), for the verb."""
        data = self.cleaned_data
        funds = [(place, data.get(f"fund_{place}") or "") for place in range(1, FUNDS + 1)]
        found = []
        for tier in range(1, TIERS + 1):
            if tier > 1 and data.get(f"{TEAM}_{tier}") is None:
                continue
            shares = {TEAM: data[f"{TEAM}_{tier}"]}
            shares |= {name: data.get(f"share_{place}_{tier}") or 0 for place, name in funds if name}
            found.append(((data.get(f"over_{tier}") or 0) if tier > 1 else 0, shares))
        return found

    def tail_name(self) -> str:
        """Who takes what rounding leaves; “the last recipient” by its name."""
        chosen = str(self.cleaned_data["tail"])
        return list(self.tiers()[0][1])[-1] if chosen == "last" else chosen
