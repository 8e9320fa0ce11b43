"""Partners abroad: what they are shown, and what the law asks, as ``abroad.yaml`` of the packs says.

A listing is in the view for partners abroad when its owner admits them, and English title, language, mode
and, for a technology, class of export let them in (`admitted`); `lacking` tells the owner what keeps it out.
"""

from pathlib import Path
from typing import Any, Literal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from qinglan.kernel.rulebook.in_force import in_force
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.rulebook.packs import Pack, Strict, Text
from qinglan.kernel.rulebook.yaml_file import read_yaml
from qinglan.market.models import ADMITS_ABROAD, ExportClass, Mode
from qinglan.market.models.listing import LANGUAGES
from qinglan.market.quality import CODE
from qinglan.market.queries import published

EXPORTABLE = (ExportClass.FREE, ExportClass.RESTRICTED)


class Note(Strict):
    """What the law asks: about technologies or needs, of these modes and classes (empty: all).

    `certainty` says whether the source was read (``seen``) or the rule is known from practice (``known``).
    """

    code: str = Field(pattern=CODE)
    about: Literal["technology", "need", "both"]
    modes: tuple[Mode, ...] = ()
    classes: tuple[ExportClass, ...] = ()
    text: Text
    next: Text
    source: Text
    certainty: Literal["seen", "known"]

    def holds_for(self, side: str, modes: set[str], export_class: str) -> bool:
        """Whether it concerns a listing of this side, with these modes and this class."""
        return (
            self.about in (side, "both")
            and (not self.modes or bool(modes & set(self.modes)))
            and (not self.classes or export_class in self.classes)
        )


class AbroadFile(Strict):
    """``abroad.yaml``: the modes and languages that admit partners abroad, and what the law asks."""

    source: str
    checked_on: str
    modes: tuple[Mode, ...] = Field(min_length=1)
    languages: tuple[str, ...] = Field(min_length=1)
    notes: tuple[Note, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _sound(self) -> "AbroadFile":
        known = {code for code, _name in LANGUAGES}
        if unknown := sorted(set(self.languages) - known):
            raise ValueError(f"languages: {unknown[0]} is none of {', '.join(sorted(known))}")
        codes = [one.code for one in self.notes]
        if len(set(codes)) != len(codes):
            raise ValueError("notes: a code stands twice")
        return self


def load_abroad(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """The file is read whenever it changed; this only proves that it can be."""
    return len(read_yaml(path, AbroadFile).notes)


def rules() -> AbroadFile:
    """The rules for partners abroad in force. Raises LookupError without any."""
    return in_force("abroad.yaml", AbroadFile)


def admitted(side: str) -> QuerySet[Any]:
    """What is public and admits partners abroad."""
    found = rules()
    rows = published(side).filter(
        ~Q(title_en=""),
        abroad__in=ADMITS_ABROAD,
        languages__overlap=list(found.languages),
        modes__overlap=[mode.value for mode in found.modes],
    )
    return rows.filter(export_class__in=EXPORTABLE) if side == "technology" else rows


def lacking(listing: Any) -> list[str]:
    """What keeps a listing out of the view for partners abroad, whether published or not; empty where nothing."""
    found = rules()
    said: list[str] = []
    if listing.abroad not in ADMITS_ABROAD:
        return [_("Its owner has not admitted partners abroad.")]
    if not listing.title_en:
        said.append(_("It has no English title."))
    if not set(listing.languages) & set(found.languages):
        said.append(_("Nobody can be talked to in a language other than Chinese."))
    if not set(listing.modes) & {mode.value for mode in found.modes}:
        said.append(_("Its modes are for partners in the country only."))
    if listing.SIDE == "technology" and listing.export_class not in EXPORTABLE:
        said.append(_("Its class of technology export is not named."))
    return said


def notes_for(listing: Any) -> list[dict[str, Any]]:
    """What the law asks of this listing, in the reader's language."""
    export_class = getattr(listing, "export_class", "")
    modes = set(listing.modes)
    return [shown(one) for one in rules().notes if one.holds_for(listing.SIDE, modes, export_class)]


def shown(note: Note) -> dict[str, Any]:
    """A note as pages show it."""
    return {
        "code": note.code,
        "text": in_reader_language(note.text),
        "next": in_reader_language(note.next),
        "source": in_reader_language(note.source),
        "certainty": _("source read")
        if note.certainty == "seen"
        else _("known from practice, source not read: ask before you rely on it"),
        "modes": [str(Mode(mode).label) for mode in note.modes],
        "classes": [str(ExportClass(one).label) for one in note.classes],
        "about": note.about,
    }


register(FileKind("partners abroad", "abroad.yaml", AbroadFile, load_abroad, order=98))
