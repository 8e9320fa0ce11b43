"""The closed lists of the market: states, modes, prices, who sees a field, kinds of needs."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ListingState(models.TextChoices):
    """How a technology or need stands; changed by `domain.gate.set_state` alone."""

    DRAFT = "draft", pgettext_lazy("listing", "Draft")
    FIRST = "first", pgettext_lazy("listing", "First check by the organisation")
    SECOND = "second", pgettext_lazy("listing", "Second check by a market officer")
    RETURNED = "returned", pgettext_lazy("listing", "Returned for correction")
    PUBLISHED = "published", pgettext_lazy("listing", "Published")
    EXPIRED = "expired", pgettext_lazy("listing", "Expired")
    WITHDRAWN = "withdrawn", pgettext_lazy("listing", "Withdrawn")
    MERGED = "merged", pgettext_lazy("listing", "Taken over into the published one")


LIGHTS = {
    ListingState.DRAFT: "idle",
    ListingState.FIRST: "due",
    ListingState.SECOND: "due",
    ListingState.RETURNED: "late",
    ListingState.PUBLISHED: "done",
    ListingState.EXPIRED: "idle",
    ListingState.WITHDRAWN: "idle",
    ListingState.MERGED: "idle",
}
WRITABLE = frozenset({ListingState.DRAFT, ListingState.RETURNED})
"""States in which the content may be changed."""
UNDER_CHECK = frozenset({ListingState.FIRST, ListingState.SECOND})
EVER_PUBLIC = frozenset({ListingState.PUBLISHED, ListingState.EXPIRED, ListingState.WITHDRAWN})


class Level(models.TextChoices):
    """Who sees a field, from everybody to the owner alone."""

    PUBLIC = "public", pgettext_lazy("who sees", "Everybody")
    MEMBERS = "members", pgettext_lazy("who sees", "Members of verified organisations")
    AGREED = "agreed", pgettext_lazy("who sees", "After a confidentiality agreement")
    OWNER = "owner", pgettext_lazy("who sees", "The owner only")


class Mode(models.TextChoices):
    """转化方式, offered by a technology or sought by a need."""

    TRANSFER = "transfer", _("Transfer")
    EXCLUSIVE = "exclusive", _("Exclusive licence")
    SOLE = "sole", _("Sole licence")
    ORDINARY = "ordinary", _("Ordinary licence")
    OPEN = "open", _("Open licence")
    EQUITY = "equity", _("Contribution as equity")
    JOINT_DEVELOPMENT = "joint_development", _("Joint development")
    SERVICE = "service", _("Technical service")
    CONSULTING = "consulting", _("Technical consulting")
    USE_FIRST = "use_first", _("Use first, pay later")
    JOINT_COMPANY = "joint_company", _("Joint company")


class PriceKind(models.TextChoices):
    """How a price is named. Of a reserve price only the owner sees the amount."""

    FIXED = "fixed", pgettext_lazy("price", "Fixed")
    RANGE = "range", pgettext_lazy("price", "From – to")
    NEGOTIABLE = "negotiable", pgettext_lazy("price", "Negotiable")
    RESERVE = "reserve", pgettext_lazy("price", "With a reserve price")


class NeedKind(models.TextChoices):
    """需求类型."""

    PROBLEM = "problem", _("Technical problem to be solved")
    PURCHASE = "purchase", _("Technology sought to buy")
    COOPERATION = "cooperation", _("Cooperation sought")
    SERVICE = "service", _("Service sought")


class Abroad(models.TextChoices):
    """How far partners abroad are admitted, as the owner says; what is not said admits nobody."""

    HOME = "home", _("Partners in the country only")
    PARTNERS = "partners", _("Partners abroad too, for use in the country")
    USE = "use", _("Partners abroad too, for use abroad as well")


ADMITS_ABROAD = (Abroad.PARTNERS, Abroad.USE)


class ExportClass(models.TextChoices):
    """技术出口: the class of a technology by the catalogue of prohibited and restricted exports."""

    FREE = "free", _("Free to export (the contract is registered)")
    RESTRICTED = "restricted", _("Restricted: only with a licence")
    PROHIBITED = "prohibited", _("Prohibited from export")


class BudgetSource(models.TextChoices):
    """Where the money for a need comes from."""

    OWN = "own", _("Own funds")
    PROJECT = "project", _("Funds of a government project")
    CREDIT = "credit", _("Bank credit")
    MIXED = "mixed", _("Several sources")
    OPEN = "open", pgettext_lazy("budget", "Still open")


class IpArrangement(models.TextChoices):
    """To whom the results of a need are to belong."""

    NEEDER = "needer", _("Belongs to the side that has the need")
    SUPPLIER = "supplier", _("Belongs to the side that solves it")
    SHARED = "shared", _("Shared")
    NEGOTIABLE = "negotiable", _("To be agreed")


class BenefitKind(models.TextChoices):
    """环境效益: what a technology saves or avoids."""

    ENERGY = "energy", _("Energy saved")
    CARBON = "carbon", _("Greenhouse gases avoided")
    POLLUTANT = "pollutant", _("Pollutants avoided")
    WATER = "water", _("Water saved")
    MATERIAL = "material", _("Materials saved or waste used")


class Period(models.TextChoices):
    """What a benefit is reckoned by."""

    YEAR = "year", _("a year")
    UNIT = "unit", _("a unit of product or treatment")


class Novelty(models.TextChoices):
    """先进性: wording that experts alone may use."""

    WORLD_LEADING = "world_leading", _("leading in the world (国际领先)")
    WORLD_ADVANCED = "world_advanced", _("advanced in the world (国际先进)")
    HOME_LEADING = "home_leading", _("leading in the country (国内领先)")
    HOME_ADVANCED = "home_advanced", _("advanced in the country (国内先进)")


class Step(models.TextChoices):
    """What happened to a listing, as its own log says."""

    BEGUN = "begun", pgettext_lazy("listing step", "begun")
    IMPORTED = "imported", pgettext_lazy("listing step", "brought in from a file")
    HANDED_IN = "handed_in", pgettext_lazy("listing step", "handed in for the first check")
    FIRST_PASSED = "first_passed", pgettext_lazy("listing step", "first check passed")
    RETURNED = "returned", pgettext_lazy("listing step", "returned for correction")
    TAKEN_BACK = "taken_back", pgettext_lazy("listing step", "taken back by the owner")
    PUBLISHED = "published", pgettext_lazy("listing step", "published")
    AMENDED = "amended", pgettext_lazy("listing step", "changed after a new check")
    RENEWED = "renewed", pgettext_lazy("listing step", "confirmed as current and renewed")
    EXPIRED = "expired", pgettext_lazy("listing step", "expired")
    WITHDRAWN = "withdrawn", pgettext_lazy("listing step", "withdrawn")
