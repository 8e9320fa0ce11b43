"""Migrations that add triggers, without building the models anew for each of them.

A trigger changes nothing that a model of a migration's state shows to the operations that follow, but the
library reloads the model, and all that refer to it, for every single one: with hundreds of them that is a good
part of a first start. What is changed in the database stays the business of the operations themselves.
"""

import gc
from typing import Any

from django.db.models.signals import post_migrate, pre_migrate
from pgtrigger.migrations import AddTrigger, RemoveTrigger


def _add_trigger(self: AddTrigger, app_label: str, state: Any) -> None:
    options = state.models[app_label, self.model_name_lower].options
    options["triggers"] = [*options.get("triggers", []), self.trigger]


def _remove_trigger(self: RemoveTrigger, app_label: str, state: Any) -> None:
    options = state.models[app_label, self.model_name_lower].options
    options["triggers"] = [one for one in options.get("triggers", []) if one.name != self.name]


def _rest(**_signal: Any) -> None:
    gc.disable()


def _collect(**_signal: Any) -> None:
    gc.enable()


def install() -> None:
    """Put these in the place of the library's; and let the collector rest meanwhile, which finds nothing to collect."""
    pre_migrate.connect(_rest, weak=False, dispatch_uid="qinglan.history.rest")
    post_migrate.connect(_collect, weak=False, dispatch_uid="qinglan.history.collect")
    AddTrigger.state_forwards = _add_trigger  # type: ignore[method-assign]
    RemoveTrigger.state_forwards = _remove_trigger  # type: ignore[method-assign]
