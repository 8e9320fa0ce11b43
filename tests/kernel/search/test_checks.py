"""The start says at once when the encoder of the settings can't be used."""

from pathlib import Path
from typing import Any

import click
import pytest
from django.core.checks import run_checks

from qinglan.cli import startup
from tests.kernel.search.vectors.tiny import encoder_in


def told() -> list[str]:
    return [one.msg for one in run_checks() if one.id == "search.E001"]


def test_an_encoder_that_works_or_none_is_right(settings: Any, tmp_path: Path) -> None:
    settings.ENCODER = ""
    assert told() == []
    settings.ENCODER = str(encoder_in(tmp_path / "encoder"))
    assert told() == []


def test_one_that_is_not_there_stops_the_start(settings: Any, tmp_path: Path, db: None) -> None:
    settings.ENCODER = str(tmp_path / "nowhere")
    assert [one.startswith(f"QINGLAN_ENCODER names {tmp_path}") for one in told()] == [True]
    with pytest.raises(click.ClickException, match="QINGLAN_ENCODER names"):
        startup.check_the_settings()
