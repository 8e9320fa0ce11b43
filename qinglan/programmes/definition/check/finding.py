"""A fault or warning, and walking through the parts of a definition with their places."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from qinglan.kernel.rulebook.yaml_file import Location
from qinglan.programmes.definition.whole import Definition


@dataclass(frozen=True)
class Finding:
    """What is wrong (or, as a warning, should be looked at): file, place in it, reason."""

    file: str
    at: Location
    reason: str


def files_of(definition: Definition) -> Iterator[tuple[str, Location, BaseModel]]:
    """Each file's content with its name and the place where it begins."""
    yield "programme.yaml", ("programme",), definition.manifest
    yield "questions.yaml", (), definition.questions
    yield "requirements.yaml", (), definition.requirements
    yield "steps.yaml", (), definition.steps
    yield "letters.yaml", (), definition.letters
    yield "after.yaml", (), definition.after
    if definition.scoring is not None:
        yield "scoring.yaml", (), definition.scoring
    if definition.money is not None:
        yield "money.yaml", (), definition.money


def walk(part: Any, at: Location) -> Iterator[tuple[Location, BaseModel]]:
    """`part` and every form inside it, each with its place."""
    if isinstance(part, BaseModel):
        yield at, part
        for name, field in type(part).model_fields.items():
            yield from walk(getattr(part, name), (*at, field.alias or name))
    elif isinstance(part, tuple | list):
        for number, one in enumerate(part):
            yield from walk(one, (*at, number))
    elif isinstance(part, dict):
        for key, one in part.items():
            yield from walk(one, (*at, key))


def everything(definition: Definition) -> Iterator[tuple[str, Location, BaseModel]]:
    """Every form of every file: file, place, form."""
    for file, at, part in files_of(definition):
        for place, one in walk(part, at):
            yield file, place, one
