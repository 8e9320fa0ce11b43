"""``auction_results.yaml`` of the packs: periods of notice and signing, defaults, the committee."""

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from qinglan.auctions.models.choices import LotMode
from qinglan.kernel.periods import Length, Unit
from qinglan.kernel.rulebook.in_force import in_force
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack, Strict
from qinglan.kernel.rulebook.yaml_file import read_yaml

OnDefault = Literal["fail", "offer_again", "offer_again_with_difference", "next_candidate"]


class LengthForm(Strict):
    """A period."""

    number: int = Field(ge=1, le=366)
    unit: Literal["day", "working_day"]

    def length(self) -> Length:
        """In the form of legal periods."""
        return Length(self.number, Unit(self.unit))


class CommitteeForm(Strict):
    """How many members at least, whether their number is odd, how many thirds of them are experts."""

    fewest: int = Field(ge=3, le=15)
    odd: bool
    expert_thirds: int = Field(ge=0, le=3)


class ResultsFile(Strict):
    """``auction_results.yaml``."""

    source: str
    certainty: Literal["seen", "known", "default"]
    notice: dict[str, LengthForm]
    signing: LengthForm
    on_default: dict[str, OnDefault]
    committee: CommitteeForm

    @model_validator(mode="after")
    def _whole(self) -> "ResultsFile":
        modes = set(LotMode.values) - {LotMode.OPEN_LICENCE}
        for name in ("notice", "on_default"):
            if set(getattr(self, name)) != modes:
                raise ValueError(f"{name}: name every mode but open_licence, and no other: {sorted(modes)}")
        return self


def load_results(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """The file is read whenever it changed; this only proves that it can be."""
    return len(read_yaml(path, ResultsFile).notice)


def result_rules() -> ResultsFile:
    """The rules of results in force. Raises LookupError without any."""
    return in_force("auction_results.yaml", ResultsFile)


register(FileKind("results of auctions", "auction_results.yaml", ResultsFile, load_results, order=99))
