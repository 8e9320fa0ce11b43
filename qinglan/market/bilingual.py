"""The texts of a listing in Chinese and English: which are given in both, and which translation is missing.

A text and its translation are one aspect: whoever may read the one may read the other.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from qinglan.market.aspects import aspect
from qinglan.market.seeing import Seen

TEXTS = {
    "technology": ("title", "summary", "problem", "effect", "advantage", "scope", "description"),
    "need": ("title", "summary", "problem", "description"),
}
"""What can be written in English too: the field of the same name with ``_en``."""
LANGUAGES = {"zh": "zh-Hans", "en": "en"}


@dataclass(frozen=True)
class Told:
    """A text in one language, with the language for the page."""

    text: str
    lang: str


@dataclass(frozen=True)
class Both:
    """A text of a listing in both languages, either may be empty."""

    name: str
    label: str
    zh: str
    en: str

    @property
    def in_order(self) -> list[Told]:
        """What is given, the reader's language first."""
        english_first = get_language() == "en"
        pairs = [("en", self.en), ("zh", self.zh)] if english_first else [("zh", self.zh), ("en", self.en)]
        return [Told(text, LANGUAGES[language]) for language, text in pairs if text]

    @property
    def first(self) -> Told | None:
        """In the reader's language, or in the only one in which it is given."""
        return self.in_order[0] if self.zh or self.en else None

    @property
    def other(self) -> Told | None:
        """The same in the other language, None where it is given in one alone."""
        return self.in_order[1] if self.zh and self.en else None

    @property
    def lacks(self) -> str:
        """What the reader is told where his language is missing; "" where it is not."""
        if get_language() == "en":
            return "" if self.en else _("No English text was given; this is the Chinese original.")
        return "" if self.zh else _("No Chinese text was given; this is the English text.")


def both(listing: Any, name: str) -> Both:
    """One text in both languages."""
    label = str(aspect(listing.SIDE, name).label)
    return Both(name, label, getattr(listing, name), getattr(listing, f"{name}_en"))


def texts(view: Seen) -> dict[str, Both]:
    """The texts that a reader sees, by name; those that are given in neither language are left out."""
    listing = view.listing
    return {
        name: both(listing, name)
        for name in TEXTS[listing.SIDE]
        if view.sees(name)
        or (name == "summary" and listing.summary_en)  # Seen by all, as the aspect `english`.
    }


def english_words(view: Seen) -> str:
    """Which of the texts that the reader sees stand in English, and which in Chinese alone."""
    found = texts(view)
    given = [one.label for one in found.values() if one.en]
    missing = [one.label for one in found.values() if not one.en]
    between = pgettext("between items", "; ")
    if not given:
        return _("None: everything on this page that its owner wrote is in Chinese alone.")
    if not missing:
        return _(
            "All texts stand in Chinese and English; names of figures and files may be in Chinese alone."
        )
    return _("In English too: %(given)s. In Chinese alone: %(missing)s.") % {
        "given": between.join(given),
        "missing": between.join(missing),
    }
