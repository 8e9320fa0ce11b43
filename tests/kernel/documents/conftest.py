"""People and a store of one's own."""

from typing import Any

import pytest

from tests.support.people import person


@pytest.fixture
def officer(db: None, settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path / "files"
    return person("officer", "officer")


@pytest.fixture
def stranger(db: None) -> Any:
    return person("stranger")
