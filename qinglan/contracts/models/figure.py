"""Sums over registered contracts, kept up to date by triggers on the table of registrations. Amounts are in 分.

Derived: `domain.figure.rebuild_figures` makes them anew from the registrations. A statement that changes registrations
adds its differences to `FigureDelta`, and nothing else: no row is locked, so that registering at the same time
neither waits nor loses a count. `domain.figure.fold_figures` moves differences into `FigureCell`. Who reads adds both.
"""

from typing import ClassVar

from django.db import models


class _Sums(models.Model):
    """`contracts` registered in a `period` (first day of a month; of a year for parties) with this `code`.

    `dated` of them say when they were first offered; `days` is the sum of days from there to the signing.
    """

    period = models.DateField()
    dimension = models.CharField(max_length=16)
    code = models.CharField(max_length=120)
    is_green = models.BooleanField()
    contracts = models.IntegerField()
    amount = models.BigIntegerField()
    technology_amount = models.BigIntegerField()
    dated = models.IntegerField()
    days = models.BigIntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.dimension} {self.code} {self.period}"


class FigureCell(_Sums):
    """Folded sums: one row for each place. Parties are found by the size of their sums too."""

    class Meta(_Sums.Meta):
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["dimension", "period", "is_green", "-amount"],
                condition=models.Q(dimension__in=["seller", "buyer", "broker"]),
                name="sums_of_parties_by_size",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["dimension", "period", "code", "is_green"], name="a_place_has_one_sum"
            ),
        ]


class FigureDelta(_Sums):
    """What statements changed since the last fold."""

    class Meta(_Sums.Meta):
        pass


class FigureUnits(models.Model):
    """How many different parties stand behind a place in a year, the fewer of sellers and buyers; as of last night.

    A public table shows a place only where at least three do. `is_green` says that green contracts alone count.
    """

    year = models.PositiveSmallIntegerField()
    dimension = models.CharField(max_length=16)
    code = models.CharField(max_length=120)
    is_green = models.BooleanField()
    units = models.IntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["year", "dimension", "code", "is_green"], name="units_of_a_place_are_counted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.code} {self.year} {self.units}"


class FigureConcentration(models.Model):
    """How concentrated the contract value of a year is on one side, as of last night.

    `top_4` and `top_10` are the shares of the largest in tenths of a per cent; `herfindahl` is the sum of squared
    shares in per cent (0 to 10,000). `is_green` says that green contracts alone count.
    """

    year = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=6)
    is_green = models.BooleanField()
    parties = models.IntegerField()
    top_4 = models.PositiveSmallIntegerField()
    top_10 = models.PositiveSmallIntegerField()
    herfindahl = models.PositiveSmallIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["year", "side", "is_green"], name="concentration_of_a_year_is_counted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.side} {self.herfindahl}"
