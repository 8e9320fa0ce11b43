"""Rows whose history is not for everybody who may see history: an app says so here.

    withheld.register("auctions.bidder", may_see)   # in AppConfig.ready()

`may_see` is asked with the user and the row (None where it is deleted), and answers with permissions' `Answer`.
"""

from collections.abc import Callable
from typing import Any

from qinglan.kernel.permissions import Answer, PermissionRefused

MaySee = Callable[[Any, Any], Answer]
_withheld: dict[str, MaySee] = {}


def register(model: str, may_see: MaySee) -> None:
    """Narrow who sees the history of `model` (``app.model``); entered once."""
    if model in _withheld:
        raise ValueError(f"the history of {model} is withheld already")
    _withheld[model] = may_see


def require(user: Any, model: str, row: Any) -> None:
    """Raise PermissionRefused where the history of this row is not for `user`."""
    may_see = _withheld.get(model)
    answer = Answer(True) if may_see is None else may_see(user, row)
    if not answer:
        raise PermissionRefused("history.see", answer.reason)
