"""Loading Django and every app without looking for garbage meanwhile."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Within, nothing is looked through for garbage; what is there at the end never is again.

    What is loaded stays until the process ends: looking it through again and again takes a quarter
    of the start, and later every request now and then.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
