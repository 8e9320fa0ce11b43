"""Numbers, shares and quantities with their comparator, as printed on a page."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language, gettext, pgettext

Number = int | Decimal | str


def decimal(value: Number) -> Decimal:
    """`value` as an exact Decimal; TypeError for a float."""
    if isinstance(value, float):
        raise TypeError("a float is not an exact number; pass an int, a Decimal or a text")
    return Decimal(value)


def number(value: Number, places: int | None = None) -> str:
    """`value` with thousands separators; rounded half up to `places`, or as it stands."""
    amount = decimal(value)
    if places is not None:
        amount = amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        return f"{amount:,f}"
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: Number, places: int = 1) -> str:
    """A share as a percentage: 0.2345 is “23.5%”. `share` is a fraction, not a percentage."""
    return f"{number(decimal(share) * 100, places)}%"


def with_unit(text: str, unit: str) -> str:
    """A number with its unit: a space before a Latin word, none before %, ‰ or Chinese."""
    return f"{text} {unit}" if unit[:1].isascii() and unit[:1].isalpha() else f"{text}{unit}"


def quantity(
    comparator: str,
    value: Number,
    unit: str = "",
    upper: Number | None = None,
    *,
    per: str = "",
) -> str:
    """A quantity of a plan in words: “不少于30家”, “3至5家”, “超过20%”, “每年15家”.

    `comparator` is one of eq, ge, gt, le, lt, range, approx (ValueError otherwise); `upper` belongs
    to range; `unit` and `per` are taken as the plan prints them.
    """
    amount = with_unit(number(value), unit)
    words = {
        "eq": "{amount}",
        "ge": pgettext("comparator", "at least {amount}"),
        "gt": pgettext("comparator", "more than {amount}"),
        "le": pgettext("comparator", "at most {amount}"),
        "lt": pgettext("comparator", "less than {amount}"),
        "approx": pgettext("comparator", "about {amount}"),
        "range": pgettext("comparator", "{lower} to {amount}"),
    }
    if comparator not in words:
        raise ValueError(f"unknown comparator {comparator!r}")
    if comparator == "range":
        if upper is None:
            raise ValueError("a range needs its upper bound")
        amount = with_unit(number(upper), unit)
    text = words[comparator].format(amount=amount, lower=number(value))
    return gettext("{quantity} per {period}").format(quantity=text, period=per) if per else text


def english() -> bool:
    """Whether the page is in English."""
    return (get_language() or "").startswith("en")
