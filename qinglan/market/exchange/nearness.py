"""Rows of a file that say nearly what stands here, or what an earlier row says: never published unseen."""

from typing import Any

from django.utils.translation import gettext as _

from qinglan.market.duplicates import near_text, runs, share_of, sketch_of
from qinglan.market.exchange.checking import Record, Refused
from qinglan.market.exchange.copying import text_of_values
from qinglan.market.quality import quality
from qinglan.market.queries import MODELS


class Neighbours:
    """What the rows of one file are compared with: the database, and the rows looked at before."""

    def __init__(self, side: str) -> None:
        self._model = MODELS[side]
        self._least = quality().similar_from
        self._rows: dict[int, list[tuple[int, str, set[str]]]] = {}

    def forget(self) -> None:
        """The rows looked at so far stand in the database now."""
        self._rows.clear()

    def require_apart(self, one: Record, there: Any = None) -> None:
        """Raise Refused where `one` says nearly what others say and not what sets it apart.

        `there` is the listing that the row would change. Of a row that may be published the words are kept
        for the rows that follow.
        """
        was = {name: getattr(there, name, "") for name in ("title", "problem", "effect")} if there else {}
        text = text_of_values(was | one.values)
        sketch = sketch_of(text)
        if not one.differs:
            without = [key for key in (there.pk, there.revises_id) if key] if there is not None else []
            for other in near_text(self._model, text, sketch, without=without)[:1]:
                raise Refused(
                    "title", self._words(other.listing.reference, str(other.listing), other.percent)
                )
            self._require_apart_from_rows(text, sketch)
        own = (one.number, str(one.values["title"]), runs(text))
        for number in sketch:
            self._rows.setdefault(number, []).append(own)

    def _require_apart_from_rows(self, text: str, sketch: list[int]) -> None:
        own = runs(text)
        for row, title, other in {
            number: (number, title, words)
            for one in sketch
            for number, title, words in self._rows.get(one, ())
        }.values():
            share = share_of(own, other)
            if share >= self._least:
                raise Refused("title", self._words(_("row %(row)s") % {"row": row}, title, int(share * 100)))

    @staticmethod
    def _words(place: str, title: str, percent: int) -> str:
        return _(
            "It says nearly the same as {place} “{title}” ({percent} %). Leave it out, or write in the column"
            " “与相近记录的区别” (differs) what sets it apart."
        ).format(place=place, title=title, percent=percent)
