"""Runs the test suite on every engine within reach and says in its last lines what ran where.

``python -m scripts.run_tests [--fast] [--part NAME] [arguments for pytest …]``

SQLite always. PostgreSQL: the server at ``TEST_POSTGRES_URL``, else a throw-away server from this machine's programs;
it runs what touches the database and is not marked ``once``. ``--part`` runs a floor's tests and those of all above it.
Browser tests need Chromium (``CHROMIUM`` names another program), those of the server in front Debian's nginx,
those of the common cache Debian's Redis, those of the search server the Elasticsearch at ``TEST_ELASTICSEARCH_URL`` or
Java and Maven for a throw-away one, which all processes share. What is not within reach is left out *by name* in the
last lines; with ``REQUIRE_POSTGRES=1``, ``REQUIRE_BROWSER=1``, ``REQUIRE_NGINX=1``, ``REQUIRE_REDIS=1``,
``REQUIRE_JAVA=1`` or ``REQUIRE_ELASTICSEARCH=1`` its absence is an error. A skipped test is an error.

A few that fail are asked once more, alone on the machine. One that then passes is *unsteady*: it is named in the last
lines, and somebody mends it; more than a few are no accident and are not asked again.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from scripts import elasticsearch
from scripts.postgres import NoPostgres, throwaway_server, version

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# From the ground up: a change can break its own floor and those above it.
FLOORS = (
    ("core", ("tests/cms/core",)),
    ("identity", ("tests/cms/identity", "tests/cms/letters")),
    ("users", ("tests/cms/users",)),
    ("media_library", ("tests/media_library",)),
    ("website", ("tests/cms/website",)),
    ("press_archive", ("tests/press_archive",)),
    ("publishing", ("tests/publishing",)),
    ("search", ("tests/search",)),
    ("demo", ("tests/demo",)),
    ("journeys", ("tests/journeys", "tests/browser", "tests/upgrade")),
)
# CPU seconds that a test may take without being marked ``slow`` or ``browser``.
BUDGET = 10.0
# So many failures may be the machine's: a browser or a race among thousands of tests on two busy cores.
MOST_UNSTEADY = 3
TESTS_FAILED = 1  # pytest's exit status; others mean that it did not come to its end


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds of one test; ``dear`` when it says itself that it takes long."""

    seconds: float
    name: str
    dear: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run on one engine; ``counts`` are pytest's, ``seconds`` wall time."""

    engine: str
    passed: int
    failed: int
    skipped: tuple[str, ...]
    seconds: float
    returncode: int
    costs: tuple[Cost, ...] = ()
    unsteady: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        return self.returncode == 0 and self.passed > 0 and not (self.failed or self.skipped or self.over_budget)

    @property
    def over_budget(self) -> list[Cost]:
        return [cost for cost in self.costs if cost.seconds > BUDGET and not cost.dear]

    def line(self) -> str:
        verdict = "" if self.good else "  ← FAILED"
        parts = [f"{self.passed} passed"]
        if self.failed:
            parts.append(f"{self.failed} failed")
        if self.unsteady:
            parts.append(f"{len(self.unsteady)} of them only at the second try: {', '.join(self.unsteady)}")
        if self.skipped:
            parts.append(f"{len(self.skipped)} skipped: {', '.join(self.skipped)}")
        if self.over_budget:
            parts.append(f"{len(self.over_budget)} over {BUDGET:.0f} CPU seconds without the mark `slow`")
        return f"{self.engine}: {', '.join(parts)} in {self.seconds:.0f} s{verdict}"

    def dearest(self) -> list[str]:
        """The ten dearest tests, and all that are over their budget."""
        ranked = sorted(self.costs, key=lambda cost: -cost.seconds)
        chosen = [cost for place, cost in enumerate(ranked) if place < 10 or cost in self.over_budget]
        over = self.over_budget
        return [f"  {cost.seconds:6.1f} s  {cost.name}{'  ← over budget' if cost in over else ''}" for cost in chosen]


def run(*, engine: str, database_url: str, marks: str, arguments: list[str]) -> Outcome:
    """Runs pytest in a process of its own against ``database_url`` ("" is SQLite, else the second engine)."""
    print(f"\n── {engine} {'─' * (90 - len(engine))}", flush=True)
    BUILD.mkdir(exist_ok=True)
    report = BUILD / f"tests-{re.sub(r'[^a-z0-9]+', '-', engine.lower())}.xml"
    report.unlink(missing_ok=True)
    # Without compiled modules every process of the suite, and each that a test starts, compiles the house anew.
    unwanted = {"DATABASE_URL", "EMAIL_URL", "PYTHONDONTWRITEBYTECODE"}
    environment = {key: value for key, value in os.environ.items() if key not in unwanted}
    environment |= {"TEST_DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    environment |= {"SECOND_ENGINE": "1" if database_url else ""}
    pytest = [sys.executable, "-m", "pytest", f"--junitxml={report}"]
    command = [*pytest, *(["-m", marks] if marks else [])]
    if not any(argument.startswith("-n") for argument in arguments):
        # A process that has run out of tests takes some of another one: the dear ones lie close together.
        command += ["-n", os.environ.get("TEST_PROCESSES", "auto"), "--dist", "worksteal"]
    started = time.monotonic()
    returncode = subprocess.call([*command, *arguments], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
    passed, failed, skipped, costs = _read(report)
    unsteady: tuple[str, ...] = ()
    if returncode == TESTS_FAILED and 0 < len(failed) <= MOST_UNSTEADY:
        print(f"\n── {engine}: once more, alone {'─' * (77 - len(engine))}", flush=True)
        report.rename(report.with_suffix(".first.xml"))
        returncode = subprocess.call([*pytest, "-n", "0", *failed], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
        _passed, still, _skipped, _costs = _read(report)
        unsteady = tuple(one for one in failed if one not in still) if _passed else ()
        report.with_suffix(".first.xml").rename(report)
        passed, failed = passed + len(unsteady), tuple(one for one in failed if one not in unsteady)
    seconds = time.monotonic() - started
    return Outcome(engine, passed, len(failed), skipped, seconds, returncode, costs, unsteady)


def _read(report: Path) -> tuple[int, tuple[str, ...], tuple[str, ...], tuple[Cost, ...]]:
    """How many passed, the ids of those that failed, what was skipped and why, and what each cost."""
    if not report.exists():
        return 0, (), (), ()
    passed = 0
    failed: dict[str, None] = {}
    skipped, costs = [], []
    for case in ET.parse(report).getroot().iter("testcase"):
        said = {one.get("name"): one.get("value") for one in case.iter("property")}
        name = f"{case.get('classname')}::{case.get('name')}"
        costs.append(Cost(float(said.get("cpu") or 0), name, "dear" in said))
        if case.find("failure") is not None or case.find("error") is not None:
            failed[said.get("id") or name] = None
        elif (skip := case.find("skipped")) is not None:
            skipped.append(f"{case.get('name')} ({skip.get('message')})")
        else:
            passed += 1
    return passed, tuple(failed), tuple(skipped), tuple(costs)


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The URL of a server to test on; raises :class:`NoPostgres` when there is none."""
    if url := os.environ.get("TEST_POSTGRES_URL", ""):
        try:
            version(url)
        except psycopg.OperationalError as error:
            raise NoPostgres(f"the server at TEST_POSTGRES_URL does not answer ({error})") from error
        yield url
    else:
        with throwaway_server() as url:
            yield url


def browser() -> str:
    """The Chromium to drive, or ""."""
    wanted = os.environ.get("CHROMIUM", "")
    return next((path for name in ([wanted] if wanted else BROWSERS) if (path := shutil.which(name))), "")


def nginx() -> str:
    """The nginx to start, or ""."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin") or ""


def no_checker() -> str:
    """Why the Nu Html Checker cannot be run here, or ""; brings it where it is not here yet."""
    if not shutil.which("java"):
        return "no Java here (apt install default-jre-headless)"
    brought = subprocess.run([ROOT / "scripts" / "nu.sh"], capture_output=True, text=True)
    return "" if brought.returncode == 0 else f"scripts/nu.sh could not bring it: {brought.stderr.strip()[-200:]}"


def search_engine(arguments: list[str], around: contextlib.ExitStack) -> str:
    """Why there is no Elasticsearch, or ""; starts one that ends with ``around``, unless no test of the search is asked
    for."""
    paths = [argument for argument in arguments if argument.startswith("tests")]
    is_asked = not paths or any("search" in path or path.rstrip("/") == "tests" for path in paths)
    if os.environ.get("TEST_ELASTICSEARCH_URL") or not is_asked:
        return ""
    try:
        server = around.enter_context(elasticsearch.throwaway_server())
    except elasticsearch.NoElasticsearch as reason:
        return str(reason)
    os.environ["TEST_ELASTICSEARCH_URL"] = server.url
    return ""


def floors_from(name: str) -> list[str]:
    """The test folders of the floor ``name`` and of all above it."""
    bottom = [floor for floor, _folders in FLOORS].index(name)
    return list(dict.fromkeys(folder for _floor, folders in FLOORS[bottom:] for folder in folders))


def main(around: contextlib.ExitStack) -> int:
    """Gives the exit status; what is started ends with ``around``."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # unwinds, so that the throw-away server stops
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument("--fast", action="store_true", help="SQLite only, without slow, thorough and browser tests")
    parser.add_argument("--part", choices=[name for name, _folders in FLOORS], help="this floor and those above it")
    options, arguments = parser.parse_known_args()
    if options.part:
        arguments += [path for path in floors_from(options.part) if (ROOT / path).exists()]

    left_out: list[str] = []
    missing: list[str] = []
    unwanted = ["slow", "thorough", "browser", "nginx", "redis", "java", "elasticsearch"] if options.fast else []
    if options.fast:
        left_out.append(
            "slow, thorough, browser, nginx, Redis, Java, Elasticsearch, PostgreSQL tests:"
            " left out by `make test-fast`;"
            " `make test` runs them"
        )
    elif program := browser():
        os.environ["CHROMIUM"] = program
    else:
        unwanted.append("browser")
        message = "browser tests: left out, no Chromium here (apt install chromium)"
        (missing if os.environ.get("REQUIRE_BROWSER") == "1" else left_out).append(message)
    if not options.fast and not nginx():
        unwanted.append("nginx")
        message = "nginx tests: left out, no nginx here (apt install nginx-light openssl; it need not run by itself)"
        (missing if os.environ.get("REQUIRE_NGINX") == "1" else left_out).append(message)
    if not options.fast and not shutil.which("redis-server"):
        unwanted.append("redis")
        message = "Redis tests: left out, no Redis here (apt install redis-server; it need not run by itself)"
        (missing if os.environ.get("REQUIRE_REDIS") == "1" else left_out).append(message)
    if not options.fast and (reason := no_checker()):
        unwanted.append("java")
        message = f"Nu Html Checker: left out, {reason}"
        (missing if os.environ.get("REQUIRE_JAVA") == "1" else left_out).append(message)
    if not options.fast and (reason := search_engine(arguments, around)):
        unwanted.append("elasticsearch")
        message = f"Elasticsearch tests: left out, {reason}"
        (missing if os.environ.get("REQUIRE_ELASTICSEARCH") == "1" else left_out).append(message)

    outcomes: list[Outcome] = []
    if not missing:
        marks = " and ".join(f"not {mark}" for mark in [*unwanted, "postgres"])
        outcomes.append(run(engine="SQLite", database_url="", marks=marks, arguments=arguments))
    if not missing and not options.fast:
        try:
            with postgres() as url:
                marks = " and ".join(f"not {mark}" for mark in unwanted)
                name = f"PostgreSQL {version(url)}"
                outcomes.append(run(engine=name, database_url=url, marks=marks, arguments=arguments))
        except NoPostgres as reason:
            message = f"PostgreSQL: left out, {reason}; or set TEST_POSTGRES_URL"
            required = os.environ.get("REQUIRE_POSTGRES") == "1" or os.environ.get("TEST_POSTGRES_URL")
            (missing if required else left_out).append(message)

    for outcome in outcomes:
        print(f"\n── Dearest tests on {outcome.engine}, in CPU seconds {'─' * 50}")
        print("\n".join(outcome.dearest()))
    print(f"\n── What ran {'─' * 82}")
    for outcome in outcomes:
        print(outcome.line())
    for line in left_out:
        print(line)
    for line in missing:
        print(f"REQUIRED BUT MISSING: {line}")
    return 0 if outcomes and not missing and all(outcome.good for outcome in outcomes) else 1


if __name__ == "__main__":
    with contextlib.ExitStack() as servers:
        sys.exit(main(servers))
