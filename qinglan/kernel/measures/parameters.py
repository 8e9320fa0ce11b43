"""What the parameters of measures mean, in the reader's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Promise] = {
    "indicator": _("which indicator is counted"),
    "level": _("the lowest level of list that counts"),
    "stages": _("the stages that count"),
    "comparator": _("how the figure must compare with the threshold"),
    "threshold": _("the threshold"),
    "unit": _("the unit of the threshold"),
    "listed_in": _("the list on which the organisation must stand"),
    "numerator": _("the indicator of the part"),
    "denominator": _("the indicator of the whole"),
    "kind": _("the kind of organisation"),
    "green": _("whether a green tag must be in force"),
    "programme": _("the scheme, by its short name"),
    "year": _("the year"),
    "month": _("the month"),
    "about": _("technologies or needs"),
    "field": _("the code of the field"),
    "stage": _("the stage whose days are counted"),
    "step": _("how far the match got: delivered, opened or answered"),
    "current": _("whether only what is still listed on the day counts"),
    "refused": _("what was refused: a match, an enquiry or talks"),
    "reason": _("the code of the reason"),
    "state": _("the state"),
    "mode": _("the mode"),
    "of": _("what is added up: contracts, their contract value or their technology value"),
    "since": _("the first year that the registrations hold as a whole; the years before are reported"),
    "territory": _("the district or zone, where not the whole city"),
}


def words(name: str) -> str | Promise:
    """What the parameter `name` means; its name where nobody said so."""
    return WORDS.get(name, name)
