"""A PostgreSQL of the tests' own, from the installed binaries, on a socket in a temporary folder."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import text

from models.base import connect

UNPRIVILEGED = ("postgres", "nobody")
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


def binaries() -> Path | None:
    """Find the folder that holds initdb, postgres and pg_ctl, the newest version first."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    homebrew = sorted(Path("/opt/homebrew/opt").glob("postgresql*/bin"), reverse=True)
    found = shutil.which("initdb")
    candidates = [*versions, *homebrew, *([Path(found).parent] if found else [])]
    return next((path for path in candidates if (path / "initdb").exists()), None)


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """Run a server while it is needed, and give its address."""
    user = _server_user()
    folder = Path(tempfile.mkdtemp(prefix="pl-"))
    data = folder / "data"
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    name = user.pw_name if user else None

    def program(*arguments: str) -> None:
        subprocess.run(arguments, user=name, check=True, stdout=subprocess.DEVNULL, cwd=folder)

    try:
        program(
            str(programs / "initdb"),
            "-D",
            str(data),
            "-A",
            "trust",
            "-U",
            "potluck",
            "-E",
            "UTF8",
            "--no-sync",
        )
        options = f"-k {folder} -c listen_addresses='' {FAST}"
        program(
            str(programs / "pg_ctl"), "-D", str(data), "-w", "-o", options, "-l", str(folder / "log"), "start"
        )
        try:
            yield f"postgresql://potluck@/postgres?host={quote(str(folder))}"
        finally:
            program(str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def create(url: str, name: str) -> str:
    """Make an empty database on the server, one for each of pytest's workers, and give its address."""
    name = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    server = connect(url)
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    server.dispose()
    return server.url.set(database=name).render_as_string(hide_password=False)


def _server_user() -> pwd.struct_passwd | None:
    """The server refuses to run as root: name somebody else then."""
    if os.getuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in UNPRIVILEGED if name in known)
