"""Which model the vectors of an index come from: a note beside the index."""

import json
from dataclasses import asdict
from pathlib import Path

from qinglan.kernel.search.vectors.model import RECORDS, Model, Noted, OwnRecords, noted_of
from qinglan.kernel.search.vectors.space import DIMENSIONS, Space

SPACE = "space.npz"
NOTE = "model.json"


def note(directory: Path, model: Model) -> None:
    """Note it, and keep what it needs."""
    if isinstance(model, OwnRecords):
        model.space.save(directory / SPACE)
    (directory / NOTE).write_text(json.dumps(asdict(noted_of(model))), "utf-8")


def noted(directory: Path) -> Noted | None:
    """What was noted; None where the records were too few to learn from, and words alone decide."""
    try:
        held = json.loads((directory / NOTE).read_text("utf-8"))
    except FileNotFoundError:  # an index of before encoders has a space and no note
        return Noted(RECORDS, DIMENSIONS) if (directory / SPACE).exists() else None
    return Noted(held["name"], held["dimensions"])


def model_of(directory: Path, encoder: Model | None) -> Model | None:
    """The model of the index's vectors, where this process has it: else likeness is told by words alone."""
    held = noted(directory)
    if held is None:
        return None
    if held.name == RECORDS:
        space = Space.load(directory / SPACE)
        return OwnRecords(space) if space is not None else None
    return encoder if encoder is not None and encoder.name == held.name else None
