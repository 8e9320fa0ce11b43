"""What every test stands on: a home of its own, the run's server, Django's settings.

pytest reads this before Django's settings are loaded, so pytest's configuration must not name
them (`DJANGO_SETTINGS_MODULE`): they would be read with the developer's own home.
"""

import os
import shutil
import sys
from collections.abc import Generator

import pytest

from qinglan.kernel.loading import loading
from tests.support import quick, server, store
from tests.support.run_directory import is_first_process, run_directory, worker_name

if "qinglan.settings" in sys.modules:
    raise pytest.UsageError(
        "Django's settings were loaded before tests/conftest.py could give the tests a home of "
        "their own: take DJANGO_SETTINGS_MODULE out of the environment and of pytest's configuration."
    )
for _name in [name for name in os.environ if name.startswith("QINGLAN_")]:
    if not _name.startswith("QINGLAN_TEST_"):
        del os.environ[_name]
# Compiled once: every process that a test starts would compile two thousand files anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
os.environ["QINGLAN_HOME"] = str(run_directory() / f"home-{worker_name()}")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qinglan.settings")

IN_A_BROWSER = {"browser", "page", "visit"}
pytest_plugins = ["tests.support.databases", "tests.support.browser"]


def pytest_configure(config: pytest.Config) -> None:
    """Start the run's server and load the settings (pytest-django sets Django up after us)."""
    config.addinivalue_line("markers", "soak: a longer trial, run by `make soak`")
    config.addinivalue_line("markers", "browser: needs Chromium")
    config.addinivalue_line("markers", "real_data: reads ../shared, skipped where it is absent")
    if is_first_process() and not server.TEST_URL and not config.option.collectonly:
        store.fetch()
        server.embedded().start(tied=True)
    from django.conf import settings

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    quick.make_quick()
    quick.take_examples("soak" if config.option.markexpr.startswith("soak") else "every run")
    if is_first_process() and config.getoption("numprocesses", None):
        # The workers inherit our variables, and pytest-django would load their settings at once.
        del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests in a browser last: its driver keeps an event loop in the thread, beside which none can be run."""
    items.sort(key=lambda item: bool(IN_A_BROWSER & set(getattr(item, "fixturenames", ()))))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is loaded and collected stays to the end: it is not looked through for garbage again and again."""
    with loading():
        return (yield)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The first process stops the server and clears up."""
    if is_first_process():
        if not server.TEST_URL:
            worth_keeping = not config.option.collectonly and store.is_worth_keeping()
            server.embedded().stop()
            if worth_keeping:
                store.keep()
        shutil.rmtree(run_directory(), ignore_errors=True)
