"""The process that asks other sites and reads what they answer: no database, little memory, nothing to lose.

``python -m press_archive.monitoring.reader``: errands come as lines of JSON on standard input, what came of them goes
out as lines on standard output, in whichever order they end. A document that breaks the reader breaks this process
alone; whoever sent it for errands (``line``) starts another.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from press_archive.monitoring.errands import Errand, Found, errand_of, run, written

AT_ONCE = 6
# A bomb that nobody foresaw meets a wall; two documents of the longest kind are far below it.
MOST_MEMORY = 1024**3
PR_SET_PDEATHSIG = 1
_out = threading.Lock()


def main() -> None:
    """Until standard input ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started us ends us
    threading.stack_size(1024 * 1024)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for line in sys.stdin.buffer:
            pool.submit(_do, errand_of(line))


def _do(errand: Errand) -> None:
    try:
        found = run(errand)
    except Exception as error:  # MemoryError too: this errand is lost, the next one is not
        sys.stderr.write(f"errand {errand.address}: {type(error).__name__}: {error}\n")
        found = Found(errand.number, errand.what, trouble="broken", address=errand.address)
    with _out:
        try:
            sys.stdout.buffer.write(written(found))
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            os._exit(0)


if __name__ == "__main__":
    main()
