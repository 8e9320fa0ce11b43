"""Migrations that add triggers, tables, fields, constraints and indexes, without building the other models anew.

A trigger, a constraint or an index changes nothing that a model of a migration's state shows to the operations that
follow but itself; nothing built so far refers to a model that is new; and a new field joins the model as it stands. The
libraries rebuild the model, and all that are tied to it over any number of steps, for every single one: with hundreds
of them that is most of a first start. What is changed in the database stays the business of the operations themselves.
An operation that changes or takes away a field rebuilds all that is tied to it as before, from the same state.
"""

import gc
from typing import Any

from django.db.migrations.state import ModelState, ProjectState
from django.db.models import NOT_PROVIDED
from django.db.models.signals import post_migrate, pre_migrate
from pgtrigger.migrations import AddTrigger, RemoveTrigger


def _add_trigger(self: AddTrigger, app_label: str, state: Any) -> None:
    options = state.models[app_label, self.model_name_lower].options
    options["triggers"] = [*options.get("triggers", []), self.trigger]


def _remove_trigger(self: RemoveTrigger, app_label: str, state: Any) -> None:
    options = state.models[app_label, self.model_name_lower].options
    options["triggers"] = [one for one in options.get("triggers", []) if one.name != self.name]


def _add_model(self: ProjectState, model_state: ModelState) -> None:
    key = (model_state.app_label, model_state.name_lower)
    self.models[key] = model_state
    if self._relations is not None:  # type: ignore[attr-defined]
        self.resolve_model_relations(key)
    if "apps" in self.__dict__:
        self.apps.render_multiple([model_state])


def _add_field(
    self: ProjectState, app_label: str, model_name: str, name: str, field: Any, preserve_default: bool
) -> None:
    if not preserve_default:
        field = field.clone()
        field.default = NOT_PROVIDED
    key = (app_label, model_name)
    self.models[key].fields[name] = field
    if self._relations is not None:  # type: ignore[attr-defined]
        self.resolve_model_field_relations(key, name, field)
    if "apps" in self.__dict__:
        self.apps.get_model(app_label, model_name).add_to_class(name, field.clone())


def _append_option(self: ProjectState, app_label: str, model_name: str, option_name: str, obj: Any) -> None:
    options = self.models[app_label, model_name].options
    options[option_name] = [*options[option_name], obj]
    if "apps" in self.__dict__:
        meta = self.apps.get_model(app_label, model_name)._meta
        setattr(meta, option_name, [*getattr(meta, option_name), obj])


def _rest(**_signal: Any) -> None:
    gc.disable()


def _collect(**_signal: Any) -> None:
    gc.enable()


def install() -> None:
    """Put these in the place of the libraries'; and let the collector rest meanwhile, which finds nothing to collect."""
    pre_migrate.connect(_rest, weak=False, dispatch_uid="qinglan.history.rest")
    post_migrate.connect(_collect, weak=False, dispatch_uid="qinglan.history.collect")
    AddTrigger.state_forwards = _add_trigger  # type: ignore[method-assign]
    ProjectState.add_model = _add_model  # type: ignore[method-assign]
    ProjectState.add_field = _add_field  # type: ignore[method-assign]
    ProjectState._append_option = _append_option  # type: ignore[attr-defined]
    RemoveTrigger.state_forwards = _remove_trigger  # type: ignore[method-assign]
