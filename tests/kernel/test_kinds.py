"""Registers of named kinds."""

import pytest

from qinglan.kernel.kinds import Kind, Kinds, UnknownKind


def test_a_kind_is_entered_once_and_found_again() -> None:
    kinds = Kinds("event")
    assert kinds.register("tests.came", "It came.") == Kind("tests.came", "It came.")
    assert kinds.known("tests.came") == Kind("tests.came", "It came.")
    assert dict(kinds) == {"tests.came": Kind("tests.came", "It came.")}
    with pytest.raises(ValueError, match=r"^the kind of event tests\.came is registered twice$"):
        kinds.register("tests.came", "It came again.")


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(UnknownKind, match=r"no kind of change .tests\.went. is registered"):
        Kinds("change").known("tests.went")


@pytest.mark.parametrize("name", ["came", "Tests.came", "tests.", "tests.came_in", ".came", "tests came"])
def test_a_name_says_app_and_act(name: str) -> None:
    kinds = Kinds("event")
    with pytest.raises(ValueError, match="is no name for a kind of event"):
        kinds.register(name, "It came.")
    assert dict(kinds) == {}
