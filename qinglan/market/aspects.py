"""The aspects of a listing: what each is called, who sees it by default, and why it is worth filling in.

One table serves pages, visibility, completeness, comparison, the gate before publication and the index.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.market import lines
from qinglan.market.models import Level

Text = str | Promise


@dataclass(frozen=True)
class Aspect:
    """One aspect. `group` is the page or kind of part where it is written; `level` who sees it by default.

    `chosen` says that the owner may choose another level; `essential` that nothing is published without it;
    `why` what it is good for, where it is not essential.
    """

    name: str
    label: Text
    group: str
    lines: Callable[[Any], list[str]]
    level: Level = Level.PUBLIC
    chosen: bool = True
    essential: bool = False
    why: Text = ""


def _needed(name: str, label: Text, read: Callable[[Any], list[str]], **what: Any) -> Aspect:
    return Aspect(name, label, "essentials", read, essential=True, **{"chosen": False, **what})


TECHNOLOGY = (
    _needed("title", _("title"), lines.text("title")),
    Aspect("summary", _("summary"), "story", lines.text("summary"), chosen=False, why=_("Two sentences are what people read in lists.")),
    _needed("problem", _("what problem"), lines.both("problem")),
    _needed("effect", _("effect"), lines.both("effect")),
    _needed("trl", _("technology readiness level"), lines.trl),
    _needed("modes", _("modes"), lines.modes),
    _needed("owners", pgettext_lazy("listing", "owner"), lines.owners),
    _needed("contact", pgettext_lazy("listing", "contact"), lines.contact, chosen=True, level=Level.MEMBERS),
    Aspect("fields", _("fields"), "fields", lines.fields, chosen=False, why=_("Green catalogue, IPC and key field bring it before those who look in a field.")),
    Aspect("description", _("description"), "story", lines.both("description"), why=_("Buyers judge by the principle and the process.")),
    Aspect("advantage", _("advantage over the usual solution"), "story", lines.both("advantage"), why=_("It says why one should change what one has.")),
    Aspect("scope", _("scope of use"), "story", lines.both("scope"), why=_("It spares you questions that don't fit.")),
    Aspect("parameters", _("key parameters"), "parameter", lines.parameters, why=_("Needs name figures; matches are found by them.")),
    Aspect("benefits", _("benefit to the environment"), "benefit", lines.benefits, why=_("Green credit, purchasing and lists ask for tce and tCO₂e.")),
    Aspect("applications", _("applications"), "application", lines.applications, why=_("An application with evidence counts for the plan and convinces buyers.")),
    Aspect("trl_evidence", _("evidence of readiness"), "trl-evidence", lines.trl_evidence, why=_("A level without evidence is a claim.")),
    Aspect("rights", _("intellectual property"), "right", lines.rights, why=_("Buyers ask first what is protected and how it stands.")),
    Aspect("price", _("price"), "terms", lines.price, why=_("A range saves both sides a first round.")),
    Aspect("reserve", _("reserve price"), "terms", lines.reserve, level=Level.OWNER, chosen=False),
    Aspect("service_invention", _("service invention"), "origin", lines.service_invention, why=_("For a service invention the law asks how the income is shared.")),
    Aspect("funding", _("funded by the project"), "origin", lines.funding, why=_("Results of public projects must be brought into use.")),
    Aspect("registration", _("registration of results"), "origin", lines.registration, why=_("The registration number joins it to the national record.")),
    Aspect("evaluations", _("evaluation of results"), "evaluation", lines.evaluations, why=_("Only an evaluation by experts may say “leading”.")),
    Aspect("inventors", _("inventors"), "inventor", lines.inventors, why=_("Inventors share in the income and answer questions."), level=Level.MEMBERS),
    Aspect("languages", _("languages"), "terms", lines.languages, chosen=False, why=_("Partners abroad look for whom they can talk to.")),
    Aspect("abroad", _("partners abroad"), "abroad", lines.abroad, chosen=False, why=_("Unless you admit them, the view for partners abroad leaves it out.")),
    Aspect("english", _("English title and summary"), "english", lines.english, chosen=False, why=_("It opens the foreign-partner view.")),
    Aspect("attachments", _("photographs and files"), "attachments", lines.attachments, chosen=False, why=_("A photograph of the plant says more than a page.")),
)  # fmt: skip

NEED = (
    _needed("title", _("title"), lines.text("title")),
    _needed("kind", _("kind of need"), lines.need_kind),
    Aspect("summary", _("summary"), "story", lines.text("summary"), chosen=False, why=_("Two sentences are what people read in lists.")),
    _needed("problem", _("what problem"), lines.both("problem")),
    _needed("modes", _("modes"), lines.modes),
    _needed("deadline", _("to be solved by"), lines.deadline),
    _needed("owners", _("unit that has the need"), lines.need_owner),
    _needed("contact", pgettext_lazy("listing", "contact"), lines.contact, chosen=True, level=Level.MEMBERS),
    Aspect("indicators", _("figures to be reached"), "indicator", lines.indicators, why=_("From → to with a unit: only then can anybody say that he solves it.")),
    Aspect("fields", _("fields"), "fields", lines.fields, chosen=False, why=_("Green catalogue, IPC and key field bring it before those who look in a field.")),
    Aspect("budget", _("budget"), "money", lines.budget, why=_("Those who can't do it for the money needn't ask.")),
    Aspect("arrangement", _("to whom the results belong"), "money", lines.arrangement, why=_("The most frequent reason why talks end late.")),
    Aspect("trl_wanted", _("readiness at least"), "money", lines.trl_wanted, chosen=False, why=_("It says whether a laboratory result would do.")),
    Aspect("description", _("background"), "story", lines.both("description"), why=_("What was tried already, and under which conditions it must work.")),
    Aspect("languages", _("languages"), "money", lines.languages, chosen=False, why=_("Partners abroad look for whom they can talk to.")),
    Aspect("abroad", _("partners abroad"), "abroad", lines.abroad, chosen=False, why=_("Unless you admit them, the view for partners abroad leaves it out.")),
    Aspect("english", _("English title and summary"), "english", lines.english, chosen=False, why=_("It opens the foreign-partner view.")),
    Aspect("attachments", _("photographs and files"), "attachments", lines.attachments, chosen=False, why=_("A photograph of the plant says more than a page.")),
)  # fmt: skip

OF_SIDE = {"technology": TECHNOLOGY, "need": NEED}


def of(listing: Any) -> tuple[Aspect, ...]:
    """The aspects of a technology or a need."""
    return OF_SIDE[listing.SIDE]


def aspect(side: str, name: str) -> Aspect:
    """The aspect called `name`; raises KeyError."""
    for one in OF_SIDE[side]:
        if one.name == name:
            return one
    raise KeyError(name)
