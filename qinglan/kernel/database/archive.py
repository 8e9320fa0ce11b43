"""The file format of a backup: a tar whose last member tells the hash of every other.

Members: `database.dump` (pg_dump's custom format, compressed), `files/…`, `keys/…`, and at the end
`manifest.json`. A file cut short has no manifest; a changed one does not match it. The tar itself
is not compressed, since the dump is already and papers and pictures hardly shrink.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from .problems import DatabaseProblem

FORMAT = 1
DUMP = "database.dump"
MANIFEST = "manifest.json"
FOLDERS = ("files", "keys")
_BLOCK = 1024 * 1024


class _Counted(io.RawIOBase):
    """Reads a stream to its end, hashing what passes."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()
        self.size = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.digest.update(data)
        self.size += len(data)
        return data


class ArchiveWriter:
    """Writes the members of a backup to an open, seekable file."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self._tar = tarfile.open(fileobj=target, mode="w", format=tarfile.GNU_FORMAT)  # noqa: SIM115 - closed by close()
        self._members: dict[str, dict[str, Any]] = {}

    def add_stream(self, name: str, source: IO[bytes]) -> None:
        """Add all that `source` gives; its length need not be known before."""
        begin = self._target.tell()
        self._target.write(bytes(tarfile.BLOCKSIZE))
        counted = _Counted(source)
        while block := counted.read(_BLOCK):
            self._target.write(block)
        self._target.write(bytes(-counted.size % tarfile.BLOCKSIZE))
        end = self._target.tell()
        self._target.seek(begin)
        self._target.write(self._header(name, counted.size).tobuf(tarfile.GNU_FORMAT))
        self._target.seek(end)
        self._tar.offset = end  # the writer's own place in the file
        self._note(name, counted)

    def add_file(self, name: str, path: Path) -> None:
        """Add one file as long as it is now; one that is gone is left out."""
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return
        with source:
            size = os.fstat(source.fileno()).st_size
            counted = _Counted(source)
            self._tar.addfile(self._header(name, size), counted)
            self._note(name, counted)

    def close(self, description: dict[str, Any]) -> None:
        """Write the manifest: the format, `description` and the hashes."""
        manifest = {"format": FORMAT, **description, "members": self._members}
        content = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
        self._tar.addfile(self._header(MANIFEST, len(content)), io.BytesIO(content))
        self._tar.close()

    def _header(self, name: str, size: int) -> tarfile.TarInfo:
        header = tarfile.TarInfo(name)
        header.size, header.mode = size, 0o600
        return header

    def _note(self, name: str, counted: _Counted) -> None:
        self._members[name] = {"sha256": counted.digest.hexdigest(), "size": counted.size}


def _damaged(path: Path, what: str) -> DatabaseProblem:
    return DatabaseProblem(f"{path} is damaged or no backup of Qinglan: {what}.")


def read_manifest(path: Path) -> dict[str, Any]:
    """The manifest of the backup `path`; raises `DatabaseProblem` if it is none or too new."""
    try:
        with tarfile.open(path, "r:") as tar:
            members = tar.getmembers()
            stream = tar.extractfile(MANIFEST) if members else None
            manifest = json.loads(stream.read()) if stream else None
    except (tarfile.TarError, KeyError, ValueError, EOFError) as error:
        raise _damaged(path, f"no readable manifest ({type(error).__name__})") from None
    except OSError as error:
        raise DatabaseProblem(f"{path} can't be read: {error.strerror}.") from None
    if not isinstance(manifest, dict) or not isinstance(manifest.get("format"), int):
        raise _damaged(path, "no readable manifest")
    if manifest["format"] > FORMAT:
        raise DatabaseProblem(
            f"{path} has format {manifest['format']}, newer than {FORMAT}, the newest known here: "
            "restore it with the release that wrote it or a newer one."
        )
    return manifest


def _safe(name: str) -> bool:
    parts = name.split("/")
    plain = all(part not in ("", ".", "..") for part in parts) and "\0" not in name
    return plain and (name == DUMP or (parts[0] in FOLDERS and len(parts) > 1))


def extract(path: Path, target: Path) -> None:
    """Unpack the backup `path` into the new directory `target` and check every hash.

    Raises `DatabaseProblem` on the first difference; what was unpacked is then worthless.
    """
    expected: dict[str, Any] = read_manifest(path)["members"]
    seen: set[str] = set()
    try:
        with tarfile.open(path, "r:") as tar:
            for member in tar:
                if member.name == MANIFEST:
                    continue
                if not (member.isreg() and _safe(member.name) and member.name in expected):
                    raise _damaged(path, f"unexpected member {member.name!r}")
                source = tar.extractfile(member)
                if source is None:
                    raise _damaged(path, f"unreadable member {member.name!r}")
                counted = _Counted(source)
                destination = target / member.name
                destination.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
                with os.fdopen(os.open(destination, flags, 0o600), "wb") as output:
                    for block in iter(lambda: counted.read(_BLOCK), b""):  # noqa: B023
                        output.write(block)
                    output.flush()
                    os.fsync(output.fileno())
                if counted.digest.hexdigest() != expected[member.name]["sha256"]:
                    raise _damaged(path, f"{member.name} does not match its hash")
                seen.add(member.name)
    except (tarfile.TarError, EOFError) as error:
        raise _damaged(path, type(error).__name__) from None
    if missing := sorted(set(expected) - seen):
        raise _damaged(path, f"{missing[0]} is missing")


def walk(folder: Path) -> Iterator[Path]:
    """Every regular file under `folder`, in a fixed order; no links are followed."""
    for parent, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            path = Path(parent, name)
            if path.is_file() and not path.is_symlink():
                yield path
