"""Fixtures; the modules that need Django are imported when they are used."""

import pytest


@pytest.fixture
def officer(db):
    from tests.kernel.ledger.books import make_officer

    return make_officer()


@pytest.fixture
def accounts(officer):
    from tests.kernel.ledger.books import make_accounts

    return make_accounts(officer)
