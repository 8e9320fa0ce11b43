"""The registry of measures: a name, a typed function, and what it says in both languages."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from pydantic import ConfigDict, TypeAdapter, ValidationError, create_model

from qinglan.kernel.measures.result import Result, Scope

Function = Callable[..., Result]


class UnknownMeasure(LookupError):
    """No app registered a measure of this name."""


class BadParameters(ValueError):
    """The parameters do not fit the measure; the message names the parameter and the reason."""


@dataclass(frozen=True)
class Measure:
    """One registered measure. `title` and `description` are shown to readers."""

    name: str
    title: str | Promise
    description: str | Promise
    function: Function
    parameters: TypeAdapter[Any]
    parameter_names: tuple[str, ...]


REGISTRY: dict[str, Measure] = {}


def measure(name: str, *, title: str | Promise, description: str | Promise) -> Callable[[Function], Function]:
    """Register a function ``(scope: Scope, *, parameter: type, …) -> Result`` under `name`.

    The types of its keyword parameters are checked whenever it is evaluated.
    """

    def register(function: Function) -> Function:
        if name in REGISTRY:
            raise ValueError(f"measure {name} is registered twice")
        keywords = {
            key: (parameter.annotation, ... if parameter.default is parameter.empty else parameter.default)
            for key, parameter in inspect.signature(function).parameters.items()
            if parameter.kind is parameter.KEYWORD_ONLY
        }
        model = create_model(name.replace(".", "_"), __config__=ConfigDict(extra="forbid"), **keywords)  # type: ignore[call-overload]
        REGISTRY[name] = Measure(name, title, description, function, TypeAdapter(model), tuple(keywords))
        return function

    return register


def get(name: str) -> Measure:
    """The measure called `name`; raises UnknownMeasure."""
    try:
        return REGISTRY[name]
    except KeyError:
        raise UnknownMeasure(name) from None


def check_parameters(name: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters in the types that the measure asks for; raises BadParameters or UnknownMeasure."""
    registered = get(name)
    try:
        model = registered.parameters.validate_python(dict(parameters))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadParameters(f"{name}: {where}: {first['msg']}") from error
    return {key: getattr(model, key) for key in registered.parameter_names}


def evaluate(name: str, scope: Scope, parameters: Mapping[str, Any]) -> Result:
    """Evaluate a measure; raises UnknownMeasure or BadParameters."""
    return get(name).function(scope, **check_parameters(name, parameters))
