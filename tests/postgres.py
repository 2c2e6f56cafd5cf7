"""A PostgreSQL of our own for the tests: in a temporary folder, over a Unix socket, ended by its process id."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

ACCOUNT = "postgres"


class NoPostgresError(Exception):
    """This machine cannot run one; the message says what it lacks."""


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """The URL of its maintenance database, while the cluster runs; it writes to disk for real only when durable."""
    programs = _programs()
    become = _become()
    # short, since a Unix socket's path holds some 100 characters
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    try:
        if become:
            shutil.chown(folder, ACCOUNT, pwd.getpwnam(ACCOUNT).pw_gid)
        data, log = folder / "data", folder / "log"
        made = [
            programs / "initdb",
            "-D",
            data,
            "-U",
            ACCOUNT,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]
        _call([*become, *made], folder)
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c max_connections=60"
        _call([*become, programs / "pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "-t", "60", "start"], folder)
        try:
            yield f"postgresql://{ACCOUNT}@/postgres?host={quote(str(folder))}"
        finally:
            _end(data)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """The folder of the newest version there is."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    if found:
        return found[-1].parent
    if named := shutil.which("initdb"):
        return Path(named).resolve().parent
    raise NoPostgresError("no PostgreSQL")


def _become() -> list[str]:
    """What runs a program as the account of PostgreSQL, which refuses to run as root."""
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError:
        raise NoPostgresError("no account for PostgreSQL") from None
    return ["setpriv", f"--reuid={ACCOUNT}", f"--regid={pwd.getpwnam(ACCOUNT).pw_gid}", "--init-groups"]


def _call(command: list[object], folder: Path) -> None:
    # what the server inherits must be no pipe of ours, or waiting for the pipe waits for the server
    with (folder / "said").open("w+", encoding="utf-8") as said:
        done = subprocess.run(
            list(map(str, command)), stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd="/", check=False
        )
        if done.returncode:
            said.seek(0)
            raise RuntimeError(f"{command}: {said.read()}")


def _end(data: Path) -> None:
    """An immediate shutdown, waited for: nothing of it is wanted any more."""
    process = int((data / "postmaster.pid").read_text().splitlines()[0])
    os.kill(process, signal.SIGQUIT)
    for _ in range(300):
        if not (data / "postmaster.pid").exists() or not _lives(process):
            return
        time.sleep(0.1)
    os.kill(process, signal.SIGKILL)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
