"""Read the folder of a scheme: its files, the letters it shares, its golden cases."""

import hashlib
import json
from pathlib import Path

from qinglan.kernel.rulebook.yaml_file import PackError, read_yaml
from qinglan.programmes.definition.after import AfterFile
from qinglan.programmes.definition.golden import GoldenCase, GoldenFile
from qinglan.programmes.definition.letters import Letter, LettersFile, StandardLetters
from qinglan.programmes.definition.manifest import ManifestFile
from qinglan.programmes.definition.money import MoneyFile
from qinglan.programmes.definition.questions import QuestionsFile
from qinglan.programmes.definition.requirements import RequirementsFile
from qinglan.programmes.definition.scoring import ScoringFile
from qinglan.programmes.definition.steps import StepsFile
from qinglan.programmes.definition.whole import Definition

NATIONAL = "cn-national"
"""The pack whose standard letters every scheme may fall back on."""


def read_definition(folder: Path) -> Definition:
    """The scheme in `folder` (``packs/<pack>/programmes/<slug>/<edition>/``).

    Raises PackError with every fault of form of all its files as ``file:line: reason``. What goes beyond form
    (`check.check_folder`) isn't looked at here.
    """
    faults: list[str] = []

    def part[Form: ManifestFile | QuestionsFile | RequirementsFile | StepsFile | LettersFile | AfterFile](
        name: str, form: type[Form]
    ) -> Form | None:
        try:
            return read_yaml(folder / name, form)
        except PackError as error:
            faults.extend(error.findings)
            return None

    return _whole(folder, faults)
