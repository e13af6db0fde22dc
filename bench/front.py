"""nginx with the shipped configuration in front of the site, between two ends of a scale: a static file of nginx's own,
and plain Django that says "hello" under gunicorn.

Two clients of their own, each with one line kept open, without TLS. Read CPU rather than requests: on a small machine
the clients take their share of it. The file has as many bytes as the page.
"""

from __future__ import annotations

import contextlib
import gzip
import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import goals as promises
from bench.goals import Goal
from bench.house import GUNICORN, ROOT, House, answering, serving
from bench.load import cpu_seconds, family
from bench.tables import table
from tests.services.nginx import PROGRAM, Nginx, free_port

CLIENTS = 2
ROUNDS, SECONDS = 3, 2.0
PUBLICATIONS = 5
HALF = 0.5  # of the static file's rate
VISIBLE = 1.0  # seconds from the commit to the first answer of nginx that shows it
STATIC, PAGE, LIST = "nginx, a static file", "nginx, a bulletin's page", "nginx, list, page 1"
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
HEADERS = {"Host": "localhost", "Accept-Encoding": "gzip"}


@dataclass(frozen=True, slots=True)
class Measured:
    """Requests a second and CPU ms a request by name, and the seconds from each publication to a reader."""

    rates: dict[str, tuple[float, float]]
    visible: list[float]


def measure(house: House, scratch: Path) -> Measured | None:
    """What is measured; ``None`` where there is no nginx."""
    if not PROGRAM:
        return None
    for name in ("front-static", "front-nginx"):
        (scratch / name).mkdir()
    page, listed = house.paths["page"][0], house.paths["list"][0]
    with contextlib.ExitStack() as stack:
        house = house.under(CACHE_URL="")  # pages are kept, and packed
        gunicorn = stack.enter_context(serving(house))
        hello_port, hello = stack.enter_context(_hello())
        nginx = Nginx(
            root=scratch / "front-nginx", upstream=f"127.0.0.1:{house.port}", static=scratch / "front-static",
            media=scratch / "media", name="localhost", plain=True,
        )  # fmt: skip
        body = _get(house.port, page)
        (scratch / "front-static" / "page.html").write_bytes(body)
        (scratch / "front-static" / "page.html.gz").write_bytes(gzip.compress(body, mtime=0))
        nginx.start()
        stack.callback(nginx.stop)
        ours, front = family(gunicorn.pid), family(nginx.process.pid)
        asked = {
            STATIC: (nginx.port, "/static/page.html", front),
            PAGE: (nginx.port, page, [*front, *ours]),
            LIST: (nginx.port, listed, [*front, *ours]),
            "gunicorn, the same bulletin": (house.port, page, ours),
            'gunicorn, Django\'s "hello"': (hello_port, "/", family(hello.pid)),
        }
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in asked}
        for port, path, _pids in asked.values():
            _pack(port, path)
        for _ in range(ROUNDS):
            for name, (port, path, pids) in asked.items():
                found[name].append(_load(port, path, pids))
        visible = _visible(house.under(FRONT_ROOT=str(nginx.front)), nginx.port, listed)
    rates = {
        name: (statistics.median(one[0] for one in runs), statistics.median(one[1] for one in runs))
        for name, runs in found.items()
    }
    return Measured(rates, visible)


def publications(count: int) -> dict[str, Any]:
    """Inside Django: publishes ``count`` bulletins; gives the title of each and when it was committed."""
    from django.db import connections
    from wagtail.signals import published

    from tests import factories

    made: dict[str, float] = {}
    on_the_way: list[str] = []
    connection: Any = connections["default"]
    commit = connection._commit

    def committing() -> None:
        commit()
        while on_the_way:  # what is done after a commit has not begun yet
            made[on_the_way.pop()] = time.time()

    def publishing(instance: Any, **kwargs: Any) -> None:
        on_the_way.append(str(instance.title))

    connection._commit = committing
    published.connect(publishing)
    for number in range(count):
        factories.publish(factories.bulletin(title=f"Göründü mü {number}?", **factories.with_photo()))
        time.sleep(1.5)  # nginx keeps the list again, so that a copy of it is there to be replaced
    return {"made": made}


def _visible(house: House, port: int, listed: str) -> list[float]:
    """Seconds from the commit of each publication until a reader who asks nginx for the list all the time sees it."""
    seen: dict[str, float] = {}
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            text = _get(port, listed).decode()
            now = time.time()
            for title in re.findall(r"Göründü mü \d+\?", text):
                seen.setdefault(title, now)
            over.wait(0.02)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        made = house.inside("publications", PUBLICATIONS)["made"]
    finally:
        over.set()
        reader.join()
    if made.keys() - seen.keys():
        raise RuntimeError("a publication was not seen")
    return [seen[title] - at for title, at in made.items()]


def goals(measured: Measured | None) -> list[Goal]:
    """Pages beside nginx' own file, and how soon a publication is seen."""
    if measured is None:
        return [Goal("nginx in front", "", "no nginx here", None)]
    rate = measured.rates[STATIC][0]
    found = [
        promises.at_least(f"{name}: rate of its static file's", measured.rates[name][0] / rate, HALF)
        for name in (PAGE, LIST)
    ]
    longest = max(measured.visible)
    return [*found, promises.at_most("from the commit to a reader of nginx, longest", longest, VISIBLE, " s")]


def report(measured: Measured | None) -> None:
    """Prints it."""
    if measured is None:
        print("nginx in front: left out, no nginx here (apt install nginx-light openssl)\n")
        return
    print(
        f"nginx in front: {CLIENTS} clients with open lines, gzip, no TLS, median of {ROUNDS} rounds of {SECONDS:g} s\n"
    )
    rate, cpu = measured.rates[STATIC]
    rows = [
        [name, f"{one[0]:,.0f}", f"{one[0] / rate:.2f}", f"{one[1]:.3f}", f"{one[1] / cpu:.1f}×" if cpu else "—"]
        for name, one in measured.rates.items()
    ]
    table(["", "requests/s", "of the file's", "CPU ms a request", "of the file's"], rows)
    found = sorted(measured.visible)
    print(f"  from the commit of a publication to a reader: {found[0]:.2f} to {found[-1]:.2f} s\n")


@contextlib.contextmanager
def _hello() -> Iterator[tuple[int, subprocess.Popen[str]]]:
    port = free_port()
    command = [
        GUNICORN, "--bind", f"127.0.0.1:{port}", "--workers", "2",
        "--worker-class", "gthread", "--threads", "8", "--log-level", "error", "bench.hello",
    ]  # fmt: skip
    with answering(command, dict(os.environ), port=port, path="/") as child:
        yield port, child


def _pack(port: int, path: str) -> None:
    """Asks until the answer is one that is kept packed, with its length."""
    deadline = time.monotonic() + 30
    while True:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        with contextlib.closing(line):
            line.request("GET", path, headers=HEADERS)
            answer = line.getresponse()
            answer.read()
        packed = answer.getheader("Content-Encoding") or path == "/"
        if answer.status == 200 and packed and answer.getheader("Content-Length"):
            return
        if time.monotonic() > deadline:
            raise RuntimeError(f"{path} is not kept packed")
        time.sleep(0.1)


def _get(port: int, path: str) -> bytes:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with contextlib.closing(line):
        line.request("GET", path, headers={"Host": "localhost"})
        answer = line.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        return body


def _load(port: int, path: str, pids: list[int]) -> tuple[float, float]:
    command = [sys.executable, "-m", "bench.front", str(port), path, str(SECONDS)]
    before, began = cpu_seconds(pids), time.perf_counter()
    clients = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(CLIENTS)]
    counts = [int(child.communicate()[0]) for child in clients]
    if any(child.returncode for child in clients):
        raise RuntimeError(f"{path}: a client was not answered")
    wall, cpu = time.perf_counter() - began, cpu_seconds(pids) - before
    return sum(counts) / min(wall, SECONDS), cpu * 1000 / sum(counts)


def client(port: int, path: str, seconds: float) -> int:
    """How many answers came over one line at a time. Raises ``RuntimeError`` at the first that is not 200."""
    said = "".join(f"{name}: {value}\r\n" for name, value in HEADERS.items())
    request = f"GET {path} HTTP/1.1\r\n{said}\r\n".encode()
    done, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        with socket.create_connection(("127.0.0.1", port), 30) as line:
            while time.perf_counter() < end:
                line.sendall(request)
                if not _answer(line):
                    break
                done += 1
    return done


def _answer(line: socket.socket) -> bool:
    """Reads one answer; whether there was one. A server closes a line after some thousand."""
    with contextlib.suppress(ConnectionResetError):
        data = line.recv(65536)
        while data and b"\r\n\r\n" not in data:
            data += line.recv(65536)
        if not data:
            return False
        head, _end, rest = data.partition(b"\r\n\r\n")
        if b" 200 " not in head[:16]:
            raise RuntimeError(head.decode("latin-1"))
        if length := LENGTH.search(head):
            missing = int(length[1]) - len(rest)
            while missing > 0:
                missing -= len(line.recv(65536))
        else:  # the first answer of a gunicorn process that has not kept the page yet: packed by nginx, in chunks
            while not rest.endswith(b"0\r\n\r\n"):
                if not (data := line.recv(65536)):
                    raise RuntimeError("nginx ended in the middle of an answer")
                rest += data
        return b"connection: close" not in head.lower()
    return False


if __name__ == "__main__":
    print(client(int(sys.argv[1]), sys.argv[2], float(sys.argv[3])))
