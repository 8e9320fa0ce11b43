"""Filters for pages about people."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(table: Mapping[Any, Any], key: Any) -> Any:
    """The entry of `table` under `key`."""
    return table[key]


@register.filter
def field_name(one: Any, names: Mapping[tuple[str, str], str]) -> str:
    """The name of a field in the reader's language, its code where no list holds it."""
    return names.get((one.family, one.code), f"{one.family} {one.code}")
