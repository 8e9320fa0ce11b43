"""What the tests of pages need beside the database."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation


@pytest.fixture(autouse=True, scope="session")
def static_root() -> None:
    """Whitenoise warns about a missing folder of collected files, and warnings are errors."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Each test begins in the default language, whatever the one before has activated."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def await_in_thread() -> Callable[[Coroutine[Any, Any, Any]], Any]:
    """Run a coroutine to its end in a thread: in ours the browser's event loop may be running."""

    def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, coroutine).result()

    return run
