"""Measures: registered once, called with checked parameters."""

from decimal import Decimal
from typing import Literal

import pytest

from qinglan.kernel.measures import parameters, registry
from qinglan.kernel.measures.registry import (
    BadParameters,
    UnknownMeasure,
    check_parameters,
    evaluate,
    measure,
)
from qinglan.kernel.measures.result import Result, Scope
from tests.kernel.measures.city import scope


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "REGISTRY", dict(registry.REGISTRY))


def _register(name: str = "test.sample") -> None:
    @measure(name, title="Sample", description="A sample.")
    def sample(
        scope: Scope,
        *,
        threshold: Decimal,
        direction: Literal["up", "down"] = "up",
        stages: tuple[str, ...] = (),
    ) -> Result:
        return Result(threshold, direction, formula="+".join(stages))


def test_parameters_come_in_their_types_and_defaults_are_filled_in() -> None:
    _register()
    assert check_parameters("test.sample", {"threshold": "30.50", "stages": ["a", "b"]}) == {
        "threshold": Decimal("30.50"),
        "direction": "up",
        "stages": ("a", "b"),
    }
    assert evaluate("test.sample", scope(), {"threshold": "2", "direction": "down"}) == Result(
        Decimal(2), "down"
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "test.sample: threshold: Field required"),
        ({"threshold": "many"}, "test.sample: threshold: Input should be a valid decimal"),
        (
            {"threshold": "1", "direction": "left"},
            "test.sample: direction: Input should be 'up' or 'down'",
        ),
        ({"threshold": "1", "colour": "green"}, "test.sample: colour: Extra inputs are not permitted"),
    ],
)
def test_a_parameter_that_does_not_fit_is_named(given: dict[str, str], message: str) -> None:
    _register()
    with pytest.raises(BadParameters) as caught:
        check_parameters("test.sample", given)
    assert str(caught.value) == message


def test_an_unknown_measure_is_named() -> None:
    with pytest.raises(UnknownMeasure) as caught:
        evaluate("nobody.knows", scope(), {})
    assert caught.value.args == ("nobody.knows",)


def test_a_name_is_registered_once() -> None:
    _register()
    with pytest.raises(ValueError, match=r"measure test\.sample is registered twice"):
        _register()


def test_the_measures_of_reported_figures_are_registered() -> None:
    assert [name for name in sorted(registry.REGISTRY) if name.startswith("reported.")] == [
        "reported.at_least",
        "reported.entries",
        "reported.growth",
        "reported.latest",
        "reported.listed",
        "reported.share",
        "reported.total",
    ]


def test_every_parameter_is_explained_to_readers() -> None:
    used = {name for entry in registry.REGISTRY.values() for name in entry.parameter_names}
    assert used - set(parameters.WORDS) == set()
