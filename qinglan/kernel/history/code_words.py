"""Codes of lists that a model's field knows by a pack and not by `choices`: an app says here how they read.

code_words.register("contracts.registration", tech_field=lambda code: …)   # in AppConfig.ready()
"""

from collections.abc import Callable
from typing import Any

Words = Callable[[str], str]
_words: dict[tuple[str, str], Words] = {}


def register(model: str, **fields: Words) -> None:
    """How the codes of some fields of `model` (``app.model``) read in the reader's language."""
    for name, words in fields.items():
        if (model, name) in _words:
            raise ValueError(f"the codes of {model}.{name} have their words already")
        _words[model, name] = words


def said(field: Any, code: Any) -> str:
    """A code in words; "" for a field that has none."""
    words = _words.get((field.model._meta.label_lower, field.name))
    return words(str(code)) if words is not None else ""
