"""Read one YAML file and remember on which line each value stands."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Location = tuple[str | int, ...]


class PackError(Exception):
    """A pack file can't be used. `str()` gives ``file:line: reason``, one line per finding."""

    def __init__(self, findings: list[str]) -> None:
        super().__init__("\n".join(findings))
        self.findings = findings


class _Loader(yaml.CSafeLoader):
    """Safe loading; a key that stands twice in one mapping is an error, dates stay dates."""


def _mapping(loader: yaml.CSafeLoader, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _value in node.value:
        if key_node.tag == "tag:yaml.org,2002:merge":
            continue  # `<<: *other` takes over what isn't written here
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} stands twice", key_node.start_mark
            )
        seen.add(key)
    return yaml.constructor.SafeConstructor.construct_mapping(loader, node, deep=deep)


_Loader.add_constructor(
    yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG,
    lambda loader, node: _mapping(loader, node, deep=True),  # type: ignore[arg-type]
)


Model = TypeVar("Model", bound=BaseModel)


def read_yaml(path: Path, model: type[Model]) -> Model:
    """The content of `path` as `model`.

    Raises PackError, which names file, line and reason, when the file is missing, no UTF-8, no
    YAML, or not of the model's form.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PackError([f"{path}: can't be read: {error}"]) from error
    try:
        data = yaml.load(text, _Loader)  # noqa: S506 - _Loader is a SafeLoader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise PackError([f"{path}:{line}: {getattr(error, 'problem', None) or error}"]) from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        lines = _lines(yaml.compose(text, yaml.CSafeLoader))
        raise PackError([_finding(path, lines, detail) for detail in error.errors()]) from error


def lines_of(path: Path) -> dict[Location, int]:
    """On which line each value of a readable file stands, by its place: ``("steps", 2, "next")``."""
    return _lines(yaml.compose(path.read_text(encoding="utf-8"), yaml.CSafeLoader))


def line_at(lines: dict[Location, int], at: Location) -> int:
    """The line of `at`, or of the nearest thing around it that has one."""
    while at and at not in lines:
        at = at[:-1]
    return lines.get(at, 1)


def _finding(path: Path, lines: dict[Location, int], detail: Any) -> str:
    location: Location = tuple(detail["loc"])
    where = ".".join(str(part) for part in location)
    return f"{path}:{line_at(lines, location)}: {where}: {detail['msg']}"


def _lines(node: yaml.Node | None, at: Location = ()) -> dict[Location, int]:
    if node is None:
        return {}
    found = {at: node.start_mark.line + 1}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            found |= _lines(value, (*at, key.value))
            found[(*at, key.value)] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            found |= _lines(value, (*at, index))
    return found
