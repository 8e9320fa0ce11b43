"""Which way the money of each row went: banks write it in several ways, and mean different things by a minus."""

from collections.abc import Sequence
from itertools import pairwise

from django.utils.translation import gettext_noop as _

from qinglan.contracts.settling.bank_cells import INTO, OUT, Bad, Said
from qinglan.kernel.sheets.complaint import Complaint

AGAINST = _(
    "The balances run the other way: by them, what the file calls in goes out of the account. Your own ledger has in under 借方, a bank's statement under 贷方: take the statement of the bank."
)

UNSAID = _(
    "The file does not say which way the money went: it has one amount, never below nought, and no column of directions. Take the statement with 收入 and 支出 (or 借方 and 贷方) in columns of their own, or with 借贷标志."
)


class Ways:
    """How the rows of one file are to be understood; asked row by row with `of`.

    A minus in a column of its own direction is a correction 红字冲销, money that goes back, unless the file writes
    a minus before all that goes out; balances decide where there are some. An amount beside a direction has a
    minus either as well as the direction (then every 借 has one), or to say that it is taken back.
    """

    def __init__(self, rows: Sequence[Said], *, writes_minus: bool) -> None:
        out = [row.out for row in rows if row.out]
        self._minus_is_out = writes_minus or (len(out) > 1 and all(one < 0 for one in out))
        if any(one < 0 for one in out) and not writes_minus:
            runs = {flag: self._agreeing(rows, flag) for flag in (True, False)}
            if runs[True] != runs[False]:
                self._minus_is_out = runs[True] > runs[False]
        beside = [row.amount for row in rows if row.told == OUT and not (row.into or row.out)]
        self._unsigned = any(one > 0 for one in beside)
        self._minus_would_stand = writes_minus

    def of(self, row: Said) -> tuple[str, int]:
        """Direction and amount in 分, above nought. Raises Bad."""
        if row.into or row.out:
            signed = row.into - self._out(row.out, self._minus_is_out)
        elif row.told is None or self._signs_say_it(row):
            signed = row.amount
        elif row.amount < 0 and row.told == INTO and not self._unsigned:
            raise Bad(
                "amount",
                _("Is below nought, but the row says that money came in. Ask the bank what it means."),
            )
        else:
            signed = row.amount if row.told == INTO else -row.amount
        return (INTO if signed > 0 else OUT), abs(signed)

    def _signs_say_it(self, row: Said) -> bool:
        return row.told == OUT and row.amount < 0 and not self._unsigned

    @staticmethod
    def _out(out: int, minus_is_out: bool) -> int:
        return abs(out) if minus_is_out else out

    def _agreeing(self, rows: Sequence[Said], minus_is_out: bool) -> int:
        return running([(row.into - self._out(row.out, minus_is_out), row.balance) for row in rows])

    def unsaid(self, rows: Sequence[Said]) -> Complaint | None:
        """What is wrong where nothing tells in from out; every balance that grows by its amount does."""
        if self._minus_would_stand or not rows:
            return None
        if any(row.into or row.out or row.told is not None or row.amount < 0 for row in rows):
            return None
        grows = running([(row.amount, row.balance) for row in rows]) == len(rows) - 1 > 0
        return None if grows else Complaint(UNSAID)

    def against_balances(self, rows: Sequence[Said]) -> Complaint | None:
        """What is wrong where every balance contradicts the directions and fits the opposite ones."""
        signed = []
        for row in rows:
            way, amount = self.of(row)
            signed.append((amount if way == INTO else -amount, row.balance))
        opposite = running([(-amount, balance) for amount, balance in signed])
        is_against = running(signed) == 0 and opposite == len(rows) - 1 > 0
        return Complaint(AGAINST) if is_against else None


def running(rows: Sequence[tuple[int, int | None]]) -> int:
    """In how many neighbours the balance moves by the amount, read downwards or upwards, whichever fits better."""
    pairs = [
        (one[0], one[1], other[0], other[1])
        for one, other in pairwise(rows)
        if one[1] is not None and other[1] is not None
    ]
    down = sum(after - before == amount for _one, before, amount, after in pairs)
    up = sum(before - after == amount for amount, before, _other, after in pairs)
    return max(down, up)
