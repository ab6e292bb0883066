"""Reading processes as copies of the program, or from a server: they end with it, are replaced, and copy no threads."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.test_readers import MANY, a_page, a_visit

ORPHANS = """
import os, sys, time
from pathlib import Path
import config
from cli.readers import Readers
from tests.cli.test_readers import AS_OF, DATA, MANY, START, a_page
pool = Readers(config.load(DATA).vocabulary)
if "forked" in sys.argv:
    pool.__enter__()
crawl = pool.passing("p", AS_OF, START)
for number in range(MANY):
    crawl.take(a_page(number))
print(*pool.processes, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("origin", ["forked", "served"])
def test_no_process_outlives_a_killed_audit(origin: str) -> None:
    """SIGKILL of the program ends its reading processes as well, copies of the program or not."""
    with subprocess.Popen([sys.executable, "-c", ORPHANS, origin], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        processes = [int(number) for number in program.stdout.readline().split()]
        program.kill()
    deadline = time.monotonic() + 30
    while (alive := [number for number in processes if Path(f"/proc/{number}/cmdline").exists()]) and time.monotonic() < deadline:
        time.sleep(0.2)

    assert processes
    assert alive == []


FORKED = """
import os, signal, sys, threading
from pathlib import Path
import config
from archive.errors import ArchiveError
from archive.visit import read_visit
from cli import readers
from cli.readers import Readers
from tests.cli.test_readers import AS_OF, DATA, START, told
file = read_visit(Path(sys.argv[1]))
with Readers(config.load(DATA).vocabulary) as pool:
    copies = pool.processes
    print(len(copies), all(Path(f"/proc/{number}/stat").read_text().split()[3] == str(os.getpid()) for number in copies))
    expected = told(pool.read(file, AS_OF))
    print(pool.processes == copies, len(expected))
    for process in copies:
        os.kill(process, signal.SIGKILL)
    print(told(pool.read(file, AS_OF)) == expected, bool(set(pool.processes) - set(copies)))
threading.Thread(target=threading.Event().wait, daemon=True).start()
with Readers(config.load(DATA).vocabulary) as pool:
    print(pool.processes)
"""


def test_processes_are_copies_of_a_program_that_does_nothing_else_yet(tmp_path: Path) -> None:
    """They are there from the beginning, read all, are replaced when killed; a program that has another thread is not copied."""
    path = tmp_path / "v.visit"
    a_visit(path, (a_page(n) for n in range(MANY)))
    program = subprocess.run([sys.executable, "-c", FORKED, str(path)], capture_output=True, text=True, timeout=120, check=False)

    assert program.stdout.splitlines() == [f"{os.cpu_count()} True", f"True {MANY}", "True True", "()"], program.stderr
