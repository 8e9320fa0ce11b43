"""The schemes that are shipped: sound, with golden cases that come out."""

from pathlib import Path

import pytest

from qinglan.programmes.definition.check.folder import check_folder, findings
from qinglan.programmes.definition.check.golden import golden_faults
from qinglan.programmes.definition.reading import folders, read_definition, read_golden
from tests.packs.reading import PACKS

EVERY = pytest.mark.parametrize("folder", folders(PACKS), ids=lambda path: f"{path.parent.name}-{path.name}")


@EVERY
def test_a_shipped_scheme_has_no_fault(folder: Path) -> None:
    assert check_folder(folder) == []


@EVERY
def test_golden_cases_come_out_and_lead_to_more_than_one_end(folder: Path) -> None:
    definition = read_definition(folder)
    cases = [case for _path, _number, case in read_golden(folder)]
    assert findings(definition, folder, PACKS) == []
    assert {case.title.en: golden_faults(definition, case) for case in cases} == {
        case.title.en: [] for case in cases
    }
    assert len({case.ends for case in cases if case.ends}) >= 2
