"""Why a file may not come in."""

from qinglan.kernel.conflicts import Impossible


class Refused(Impossible):
    """The file may not come in; `reason` is a stable word for tests and logs, the message says why."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message, field="file")
        self.reason = reason
