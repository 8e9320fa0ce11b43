"""A process that brings a file in, in small portions, until it is killed.

``python -m tests.market.bringing_in FILE CODE PORTION``: says after each portion how many rows are done.
"""

import sys
from pathlib import Path


def run(path: Path, code: str, portion: int) -> None:
    """As the command does."""
    import django

    django.setup()
    from qinglan.kernel.history.context import acting_as
    from qinglan.market.domain.importing import import_file
    from qinglan.parties.domain.account import system_user
    from qinglan.parties.models import Organisation

    user = system_user()
    print("ready", flush=True)  # noqa: T201 - the test waits for it
    with acting_as(user, "test"):
        report = import_file(
            acting_user=user,
            side="technology",
            path=path,
            owner=Organisation.objects.get(code=code),
            portion=portion,
            progress=lambda done: print(done, flush=True),  # noqa: T201 - as above
        )
    print("refused", report.refused, flush=True)  # noqa: T201 - as above


if __name__ == "__main__":
    run(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
