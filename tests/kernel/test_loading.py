"""What is loaded is not looked through for garbage; what comes after is."""

import gc
import weakref

import pytest

from qinglan.kernel.loading import loading


class Ring:
    def __init__(self) -> None:
        self.self = self


def test_garbage_is_looked_for_again_afterwards() -> None:
    with loading():
        assert not gc.isenabled()
        kept = gc.get_freeze_count()
    assert gc.isenabled()
    assert gc.get_freeze_count() > kept
    left = weakref.ref(Ring())
    gc.collect()
    assert left() is None


def test_garbage_is_looked_for_again_after_a_fault() -> None:
    with pytest.raises(LookupError), loading():
        raise LookupError
    assert gc.isenabled()
