"""`qinglan run` on the tiny site: python -m tests.support.tiny_run HOME PORT [OPTION …].

Options: `failing-step`, `long-step`, `stubborn` (a worker that ignores SIGTERM), `hasty` (one that
ends at once, again and again).
"""

import sys
import urllib.request
from pathlib import Path

from qinglan.kernel.database.problems import DatabaseProblem
from qinglan.kernel.database.server import Server
from qinglan.kernel.supervisor.children import Program
from qinglan.kernel.supervisor.listening import listen
from qinglan.kernel.supervisor.signals import Signals
from qinglan.kernel.supervisor.supervisor import StepFailed, Supervisor

_WORKERS = {
    "stubborn": "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)",
    "hasty": "raise SystemExit(7)",
    "": "import time; time.sleep(600)",
}


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=0.5):
            return True
    except OSError:
        return False


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(home: Path, port: int, options: list[str]) -> None:
    """Run until told to stop."""

    def python(code: str) -> tuple[str, ...]:
        return (sys.executable, "-c", code)

    step = "raise SystemExit(1)" if "failing-step" in options else "print('step done')"
    step = "import time; print('long', flush=True); time.sleep(600)" if "long-step" in options else step
    worker = next((_WORKERS[name] for name in options if name in _WORKERS), _WORKERS[""])
    with listen("127.0.0.1", port) as listener, Signals() as signals:
        web = ("-m", "qinglan.kernel.supervisor.web", "tests.support.tiny_site:application")
        command = (sys.executable, *web, str(listener.fileno()))
        Supervisor(
            database=Server(home, say=_say),
            steps=[Program("The step", python(step))],
            programs=[
                Program("The web server", command, files=(listener.fileno(),)),
                Program("The worker", python(worker)),
            ],
            ready=lambda: _answers(port),
            announce=lambda: _say("up"),
            say=_say,
        ).run(signals)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
    except (DatabaseProblem, StepFailed) as problem:
        sys.exit(str(problem))
