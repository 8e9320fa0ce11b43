"""Record every insert, update and delete of a table, by triggers of its own."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pghistory
from django.db import models

Tracked = TypeVar("Tracked", bound=type[models.Model])


def tracked(*, exclude: Sequence[str] = ()) -> Callable[[Tracked], Tracked]:
    """Decorate a model: each change of its rows is kept in ``<table>event``, with who made it.

    The triggers work for each statement, so that a bulk load costs one more statement and not one
    for each row. `exclude` names fields that are not kept (secrets, and what changes all the time).
    The migration that adds the table must call `qinglan.kernel.database.append_only` for it.
    """
    decorate: Any = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(exclude) or None,
        level=pghistory.Statement,
        obj_field=pghistory.ObjForeignKey(related_name="+", related_query_name="+"),
        context_field=pghistory.ContextJSONField(),
        context_id_field=pghistory.ContextUUIDField(),
    )

    def apply(model: Tracked) -> Tracked:
        decorate(model)
        return model

    return apply
