"""PostgreSQL's settings for the embedded server, written anew at every start."""

import os
from pathlib import Path

from .problems import DatabaseProblem

MANAGED_FILE = "qinglan.conf"
LOCAL_FILE = "local.conf"
"""Settings of the operator in the data directory; read last and never written by us."""

INCLUDES = f"\ninclude = '{MANAGED_FILE}'\ninclude_if_exists = '{LOCAL_FILE}'\n"

HBA = """\
# Written by Qinglan at every start. Every role signs in with its password, everywhere.
local   all          all                 scram-sha-256
local   replication  qinglan_superuser   scram-sha-256
host    all          all   127.0.0.1/32  scram-sha-256
host    all          all   ::1/128       scram-sha-256
"""

_MEGABYTE = 1024 * 1024


def tcp_port(value: str | None) -> int | None:
    """The port that `QINGLAN_DATABASE_TCP_PORT` asks for, `None` when it asks for none."""
    if not value:
        return None
    if not value.isdecimal() or not 1024 <= int(value) <= 65535:
        raise DatabaseProblem("QINGLAN_DATABASE_TCP_PORT must be a number from 1024 to 65535.")
    return int(value)


def _memory_megabytes() -> int:
    """Memory that we may count on: the machine's, or the control group's limit if smaller."""
    found = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii").strip()
    except OSError:
        limit = "max"
    return min(found, int(limit) if limit.isdecimal() else found) // _MEGABYTE


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def managed_settings(sockets: Path, log: Path, port: int, *, tcp: bool, durable: bool) -> str:
    """The text of `qinglan.conf`.

    `durable=False` is for tests alone: a crash of the machine may then lose the whole cluster.
    A quarter of the memory would be usual for a machine of its own; here web and workers live
    beside it, so shared buffers take an eighth, 128 MB at least and 8 GB at most (for tests 128 MB:
    making and dropping databases walks all of them).
    """
    memory = _memory_megabytes()
    settings = {
        "listen_addresses": "127.0.0.1" if tcp else "",
        "port": str(port),
        "unix_socket_directories": str(sockets),
        "max_connections": "200",
        "password_encryption": "scram-sha-256",
        "cluster_name": "qinglan",
        "shared_buffers": f"{min(max(memory // 8, 128), 8192) if durable else 128}MB",
        "effective_cache_size": f"{max(memory // 2, 256)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{min(max(memory // 32, 64), 1024)}MB",
        "random_page_cost": "1.1",
        "wal_level": "replica",
        "wal_compression": "on",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "fsync": "on" if durable else "off",
        "synchronous_commit": "on" if durable else "off",
        "full_page_writes": "on" if durable else "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "lc_messages": "C",
        "logging_collector": "on",
        "log_directory": str(log),
        "log_filename": "postgresql-%a.log",
        "log_rotation_age": "1d",
        "log_truncate_on_rotation": "on",
        "log_line_prefix": "%m [%p] %q%u@%d ",
        "log_min_duration_statement": "1s",
        "log_lock_waits": "on",
        "log_checkpoints": "on" if durable else "off",
    }
    lines = ["# Written by Qinglan at every start; put settings of your own into local.conf."]
    lines += [f"{name} = {_quoted(value)}" for name, value in settings.items()]
    return "\n".join(lines) + "\n"
