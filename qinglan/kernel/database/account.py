"""The system account under which PostgreSQL runs when we are root.

PostgreSQL refuses to run as root. As root we therefore hand its directory to an unprivileged
account and start it there. The directory may lie below one that only root may enter (`/root`, a
temporary directory of mode 0700). Of the ways to let the account through, the smallest is taken:
the right to pass (not to list or read) for this one account on just those directories, as an
access control entry; where the file system knows none, the pass bit for others. Rejected: the
capability to bypass read checks (it would open every file of the machine to the server, and
containers lack it) and bind mounts (need more rights than a container has).
"""

import grp
import os
import pwd
import shutil
import stat
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .problems import DatabaseProblem, Say

_PREFERRED = "qinglan"
_FALLBACKS = ("postgres", "nobody")
_ACL = "system.posix_acl_access"
_USER_OBJ, _USER, _GROUP_OBJ, _MASK, _OTHER = 0x01, 0x02, 0x04, 0x10, 0x20
_NO_ID = 0xFFFFFFFF
_PASS = 1


@dataclass(frozen=True)
class Account:
    """An unprivileged system account."""

    name: str
    uid: int
    gid: int

    def run_as(self) -> dict[str, Any]:
        """The keyword arguments by which `subprocess` starts a program under this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def _lookup(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
        grp.getgrgid(entry.pw_gid)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid) if entry.pw_uid else None


def _owner_of(directory: Path) -> Account | None:
    """The account that already owns `directory`, so that a second start keeps the first's choice."""
    try:
        return _lookup(pwd.getpwuid(directory.stat().st_uid).pw_name)
    except (FileNotFoundError, KeyError):
        return None


def server_account(data_directory: Path) -> Account | None:
    """The account for the server of `data_directory`; `None` when we are not root ourselves.

    An existing owner of the directory is kept; otherwise the account `qinglan`, created when
    missing; otherwise `postgres` or `nobody`.
    """
    if os.geteuid() != 0:
        return None
    found = _owner_of(data_directory) or _lookup(_PREFERRED)
    if found is None and (useradd := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")):
        command = [useradd, "--system", "--no-create-home", "--user-group"]
        command += ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", _PREFERRED]
        # Another start may create it at the same moment, so only the outcome counts.
        subprocess.run(command, capture_output=True, check=False)
        found = _lookup(_PREFERRED)
    for name in _FALLBACKS:
        found = found or _lookup(name)
    if found is None:
        raise DatabaseProblem(
            "PostgreSQL does not run as root, and no unprivileged account could be found or made; "
            "create one named qinglan."
        )
    return found


def may(account: Account, right: str, *paths: Path) -> bool:
    """Whether `account` has `right` (`x` pass or run, `r` read, `w` write) on each of `paths`."""
    script = f'for path; do test -{right} "$path" || exit 1; done'
    command = ["/bin/sh", "-c", script, "sh", *map(str, paths)]
    done = subprocess.run(
        command,
        cwd="/",
        check=False,
        capture_output=True,
        user=account.uid,
        group=account.gid,
        extra_groups=[],
    )
    return done.returncode == 0


def let_through(account: Account, directory: Path, say: Say) -> None:
    """Make `directory` reachable for `account`, telling each permission that had to be given.

    Raises `DatabaseProblem` where the file system allows neither way.
    """
    if may(account, "x", directory):
        return
    for step in [*reversed(directory.parents), directory]:
        if may(account, "x", step):
            continue
        try:
            _add_entry(step, account.uid)
        except OSError:
            _add_pass_bit(step)
        if not may(account, "x", step):
            raise DatabaseProblem(
                f"PostgreSQL runs under the account {account.name}, which may not pass {step}; "
                f"grant it search permission there or set QINGLAN_HOME."
            )
        say(f"The account {account.name}, under which PostgreSQL runs, may now pass {step}.")


def _add_pass_bit(directory: Path) -> None:
    try:
        directory.chmod(stat.S_IMODE(directory.stat().st_mode) | stat.S_IXOTH)
    except OSError:
        return  # The caller tests the outcome and says what lacks.


def _add_entry(directory: Path, uid: int) -> None:
    """Add the entry `u:uid:--x` to the access control list of `directory`."""
    mode = stat.S_IMODE(directory.stat().st_mode)
    try:
        raw = os.getxattr(directory, _ACL)
        entries = [struct.unpack_from("<HHI", raw, at) for at in range(4, len(raw), 8)]
    except OSError:
        entries = [
            (_USER_OBJ, mode >> 6 & 7, _NO_ID),
            (_GROUP_OBJ, mode >> 3 & 7, _NO_ID),
            (_OTHER, mode & 7, _NO_ID),
        ]
    rights = {(tag, who): perm for tag, perm, who in entries}
    rights[_USER, uid] = rights.get((_USER, uid), 0) | _PASS
    widest = rights.get((_MASK, _NO_ID), rights[_GROUP_OBJ, _NO_ID])
    rights[_MASK, _NO_ID] = widest | _PASS
    packed = struct.pack("<I", 2)
    for (tag, who), perm in sorted(rights.items()):
        packed += struct.pack("<HHI", tag, perm, who)
    os.setxattr(directory, _ACL, packed)
