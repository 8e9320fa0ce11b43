"""Lucene as a process that answers line by line, from the jar that a Python package ships."""

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple, Self

PACKAGE = "pyserini==0.22.1"
_JAR = "anserini-0.22.1-fatjar.jar"
_SOURCE = Path(__file__).parent.parent / "lucene" / "Peer.java"


class NoPeer(Exception):
    """Lucene can't be had here; the message says why."""


def classpath(cache: Path) -> str:
    """The jar and our compiled program, fetched and built once under `cache`. Raises NoPeer."""
    cache.mkdir(parents=True, exist_ok=True)
    jar = cache / _JAR
    if not jar.exists():
        fetch = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(cache), PACKAGE]
        if subprocess.run(fetch, check=False, capture_output=True).returncode:
            raise NoPeer(f"{PACKAGE} can't be downloaded")
        wheel = next(cache.glob("pyserini-*.whl"))
        with zipfile.ZipFile(wheel) as packed:
            name = next(one for one in packed.namelist() if one.endswith(_JAR))
            jar.write_bytes(packed.read(name))
        wheel.unlink()
    try:
        compiled = subprocess.run(
            ["javac", "-nowarn", "-cp", str(jar), "-d", str(cache), str(_SOURCE)],
            check=False,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError:
        raise NoPeer("there is no Java compiler (javac)") from None
    if compiled.returncode:
        raise NoPeer(f"the peer can't be compiled: {compiled.stderr[:500]}")
    return f"{jar}:{cache}"


class Indexed(NamedTuple):
    """Seconds until the commit, those of the processor until then, seconds until there was one segment."""

    committed: float
    processor: float
    merged: float


def index(path: str, documents: Path, directory: Path, threads: int = 1) -> Indexed:
    """Write an index of one segment."""
    command = ["java", "-Xmx4g", "-cp", path, "Peer", "index", str(documents), str(directory), str(threads)]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    times = dict(line.split("\t") for line in found.stdout.splitlines())
    return Indexed(float(times["indexed"]), float(times["processor"]), float(times["merged"]))


class Peer:
    """Lucene answering."""

    def __init__(self, path: str, directory: Path) -> None:
        command = ["java", "-Xmx4g", "-cp", path, "Peer", "serve", str(directory)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    def ask(self, kind: str, tokens: list[str], mode: str, least: int) -> tuple[float, float, list[str]]:
        """Milliseconds inside Lucene, those of the processor, the ids of the best ten."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{kind}\t{' '.join(tokens)}\t{mode}\t{least}\n")
        self._process.stdin.flush()
        taken, spent, ids, _counts = self._process.stdout.readline().rstrip("\n").split("\t")
        return int(taken) / 1e6, int(spent) / 1e6, ids.split()
