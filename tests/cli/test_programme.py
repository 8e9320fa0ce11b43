"""``qinglan programme`` and the warnings of ``qinglan pack check``: answers, exit codes, refusals."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from qinglan.cli.pack import pack
from qinglan.cli.programme import programme
from tests.packs.reading import PACKS

ENTERPRISE = "cn-500000-chongqing/programmes/green-technology-enterprise"
SHARED = "green-technology-enterprise/2026"
"""An edition that two cities have."""


@pytest.fixture
def packs(tmp_path: Path, settings: Any) -> Path:
    """A copy of the packs that the commands use."""
    copied = tmp_path / "packs"
    shutil.copytree(PACKS, copied, ignore=shutil.ignore_patterns("demo"))
    settings.PACKS = copied
    return copied


def say(*command: str) -> Result:
    """The command's answer."""
    return CliRunner().invoke(programme, list(command))


def test_the_list_names_every_edition(packs: Path) -> None:
    answer = say("list")
    assert answer.exit_code == 0
    assert "cn-national  green-factory/2018  listing, decided above  2018-12-01 – 2025-12-30" in answer.stdout
    assert "green-technology-enterprise/2026  recognition, decided here  2026-01-01 – …" in answer.stdout


def test_a_copy_for_next_year_is_checked_and_compared(packs: Path) -> None:
    made = say(
        "new", "--from", "green-technology-enterprise", "--year", "2027", "--pack", "cn-500000-chongqing"
    )
    assert (made.exit_code, made.stderr) == (0, "")
    folder = packs / ENTERPRISE / "2027"
    scoring = folder / "scoring.yaml"
    scoring.write_text(
        scoring.read_text(encoding="utf-8").replace('at_least: "75"', 'at_least: "78"'), encoding="utf-8"
    )
    answer = say("diff", "cn-500000-chongqing/green-technology-enterprise/2026", str(folder))
    assert answer.exit_code == 1
    assert "grade recognised, at_least: changed from “75” to “78”" in answer.stdout
    assert answer.stdout.endswith("4 differences\n")
    chinese = say(
        "diff", "cn-500000-chongqing/green-technology-enterprise/2026", str(folder), "--language", "zh"
    )
    assert "等级 recognised，at_least：由“75”改为“78”" in chinese.stdout
    assert say("diff", str(folder), str(folder)).exit_code == 0


def test_a_fault_is_an_exit_code_and_a_warning_is_not(packs: Path) -> None:
    folder = packs / ENTERPRISE / "2026"
    sound = say("check", str(folder))
    assert (sound.exit_code, sound.stdout) == (0, "1 schemes checked, 0 faults, 1 warnings\n")
    assert sound.stderr == (
        f"warning: {folder}/programme.yaml:2: no conclusion of the fair-competition review is given\n"
    )
    steps = folder / "steps.yaml"
    steps.write_text(
        steps.read_text(encoding="utf-8").replace("next: {issued: granted}", "next: {issued: nowhere}"),
        encoding="utf-8",
    )
    faulty = say("check", str(folder))
    assert faulty.exit_code == 1
    assert f"{steps}:18: certificate: there is no step 'nowhere'" in faulty.stderr
    whole = CliRunner().invoke(pack, ["check", str(packs)])
    assert (whole.exit_code, f"{steps}:18: certificate" in whole.stderr) == (1, True)


def test_pack_check_tells_warnings_apart(packs: Path) -> None:
    answer = CliRunner().invoke(pack, ["check", str(packs)])
    assert answer.exit_code == 0
    lines = answer.stderr.splitlines()
    assert lines
    assert all(line.startswith("warning: ") for line in lines)
    assert answer.stdout.endswith(f"0 faults, {len(lines)} warnings\n")


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (("new", "--from", "none", "--year", "2027"), "there is no edition of none before 2027"),
        (("diff", "none/2026", "tech-sme/2017"), "none/2026: no pack has this edition"),
        (
            ("diff", SHARED, "tech-sme/2017"),
            f"{SHARED}: several packs have this edition; name one as PACK/{SHARED}",
        ),
    ],
)
def test_a_refusal_is_one_line(packs: Path, command: tuple[str, ...], reason: str) -> None:
    answer = say(*command)
    assert (answer.exit_code, answer.stderr) == (1, f"Error: {reason}\n")
