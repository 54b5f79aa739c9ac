"""A real PostgreSQL of one's own, for tests: started here, gone afterwards, reached by a Unix socket alone.

    python tests/web/postgres.py pytest -m db tests/web

runs a command with DATABASE_URL set to it, and ends with the command's status. Without PostgreSQL on this machine
it says so and runs nothing. PostgreSQL refuses to run as root: there it runs as the user `postgres`, which Debian's
package makes.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

USER = "postgres"
SKIPPED = "no PostgreSQL here: tests on it are skipped (apt-get install postgresql)"
# Tests do not outlive a power cut, so nothing waits for the disk.
OPTIONS = (
    "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    " -c max_connections=60 -c shared_buffers=64MB -k {folder}"
)


def programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs: Debian's, else that of the search path."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda path: [int(part) for part in re.findall(r"\d+", str(path))])
    path = shutil.which("initdb")
    return Path(path).resolve().parent if path else None


class Postgres:
    """A context manager; `url` is where it listens. `with Postgres() as postgres: postgres.url`."""

    def __enter__(self) -> Postgres:
        found = programs()
        assert found is not None, SKIPPED
        self.programs = found
        self.folder = Path(tempfile.mkdtemp(prefix="postgres-"))  # short: a socket's path is
        self.folder.chmod(0o755)
        if os.geteuid() == 0:
            shutil.chown(self.folder, USER)
        self.data = self.folder / "data"
        self.run("initdb", "-D", str(self.data), "-U", "backstay", "-A", "trust", "-E", "UTF8",
                 "--locale", "C.UTF-8", "--no-sync")  # fmt: skip
        self.run("pg_ctl", "start", "-D", str(self.data), "-w", "-t", "60", "-l",
                 str(self.folder / "log.txt"), "-o", OPTIONS.format(folder=self.folder))  # fmt: skip
        self.url = f"postgresql://backstay@{quote(str(self.folder), safe='')}/postgres"
        return self

    def run(self, program: str, *arguments: str) -> None:
        """Run one of its programs as its owner."""
        command = [str(self.programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", USER, "--", *command]
        done = subprocess.run(
            command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        log = self.folder / "log.txt"
        assert done.returncode == 0, done.stderr + (log.read_text() if log.exists() else "")

    def __exit__(self, *_: object) -> None:
        self.run("pg_ctl", "stop", "-D", str(self.data), "-m", "immediate", "-w")
        shutil.rmtree(self.folder)


def main(command: list[str]) -> int:
    """Run a command beside a PostgreSQL; its exit status."""
    if not command:
        sys.stderr.write(__doc__ or "")
        return 2
    if programs() is None:
        sys.stderr.write(f"{SKIPPED}\n")
        return 0
    with Postgres() as postgres:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": postgres.url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
