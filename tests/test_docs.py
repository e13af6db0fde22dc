"""The documentation speaks of what is there: every path, module, name and link in it exists, every app has its page."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("cms", "media_library", "press_archive", "publishing", "search", "demo")
TREE = (*FLOORS, "tests", "scripts", "bench", "deploy", "docs")
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")])
FEATURES = ROOT / "docs" / "features"
# Written or made on the way, by programs that are not ours, or in somebody else's documentation.
ELSEWHERE = {"captions.txt", "robots.txt", "sitemap.xml", "rapor.csv", "yedek.tar", "rss.xml", "atom.xml", "db.sqlite3"}
SUFFIXES = (".py", ".sh", ".md", ".toml", ".html", ".js", ".css", ".yaml", ".yml", ".config", ".json")
WRITTEN = (*SUFFIXES, ".txt", ".po", ".conf", ".service", "Makefile")
# Objects of Django, Wagtail and Python, by the first word of their dotted name.
FOREIGN = {"transaction", "settings", "certificate", "Site", "Group", "QuerySet", "request", "os", "self"}


@cache
def files():
    found = [
        path for top in TREE for path in (ROOT / top).rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]
    return [path.relative_to(ROOT).as_posix() for path in [*found, *(one for one in ROOT.iterdir() if one.is_file())]]


@cache
def folders():
    return {"/".join(name.split("/")[:end]) for name in files() for end in range(1, name.count("/") + 1)}


@cache
def names_in(path):
    """What a module offers by name, with the attributes of its classes as ``Class.attribute``."""
    names = set()
    for node in ast.parse((ROOT / path).read_text()).body:
        for name in _bound(node):
            names.add(name)
        if isinstance(node, ast.ClassDef):
            inside = {name for one in ast.walk(node) for name in _bound(one)}
            names |= {f"{node.name}.{name}" for name in inside}
    return names


def _bound(node):
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [(alias.asname or alias.name).split(".")[0] for alias in node.names]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    plain = [one.id for one in targets if isinstance(one, ast.Name)]
    return plain + [one.attr for one in targets if isinstance(one, ast.Attribute)]


@cache
def classes():
    """The attributes of every class of ours, by its name."""
    found = {}
    for path in files():
        if path.endswith(".py") and path.startswith(FLOORS):
            for name in names_in(path):
                first, _, rest = name.partition(".")
                if rest and first[0].isupper():
                    found.setdefault(first, set()).add(rest)
    return found


def is_there(name):
    """Whether the path, module or dotted name in backticks exists; ``None`` for what is no such thing."""
    name = name.removesuffix("()")
    if re.search(r"[\s<>{}…=$&?^;,|\"']", name) or name.startswith(("/", "-", "~", ".", "@", "http")):
        return None
    if name in ELSEWHERE or re.fullmatch(r"\w+\.([EW]\d{3}|(view|add|change|delete)_\w+)", name):
        return None
    if "*" in name:
        return bool(list(ROOT.glob(name))) if name.split("/")[0] in TREE else None
    if "/" in name or name.endswith(SUFFIXES):
        return _path_is_there(name.rstrip("/"), must="/" in name and name.split("/")[0] in TREE)
    if re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+", name):
        return _name_is_there(name)
    return None


def _path_is_there(name, *, must):
    if must:
        return name in folders() or name in files()
    known = any(one == name or one.endswith("/" + name) for one in files())
    if known or any(one == name or one.endswith("/" + name) for one in folders()):
        return True
    # A path of the machine or an address, unless it ends as our files do or begins in a room of ours.
    rooms = {one.split("/")[-2] for one in files() if one.endswith("/__init__.py")}
    return False if name.endswith((".py", ".sh", ".html", ".css")) or name.split("/")[0] in rooms else None


def _name_is_there(name):
    parts = name.split(".")
    if parts[0] in FOREIGN:
        return None
    if parts[0] in FLOORS or parts[0] == "tests":
        return _in_package(parts)
    if parts[0][0].isupper():
        found = classes().get(parts[0])
        return None if found is None else parts[1] in found
    # ``selectors.find``: some module of that name has it.
    tail = "/".join(parts[:-1])
    modules = [one for one in files() if one.endswith((f"/{tail}.py", f"/{tail}/__init__.py"))]
    if modules:
        return any(parts[-1] in names_in(one) for one in modules)
    return None


def _in_package(parts):
    for end in range(len(parts), 0, -1):
        path = "/".join(parts[:end])
        rest = parts[end:]
        if f"{path}.py" in files() or f"{path}/__init__.py" in files():
            module = f"{path}.py" if f"{path}.py" in files() else f"{path}/__init__.py"
            return not rest or ".".join(rest[:2]) in names_in(module)
        if path in folders():
            return not rest
    return False


def spoken_of(page):
    """What stands in backticks, with its line; not what is set as a block of code."""
    fenced = False
    for number, line in enumerate(page.read_text().splitlines(), start=1):
        fenced ^= line.startswith("```")
        if not fenced and not line.startswith("    "):
            for name in re.findall(r"`([^`]+)`", line):
                yield number, name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_paths_modules_and_names_exist(page):
    lost = [f"{page.name}:{number}: {name}" for number, name in spoken_of(page) if is_there(name) is False]
    assert lost == []


def anchors(page):
    heads = re.findall(r"^#+ (.+)$", page.read_text(), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def outside_their_folder(page):
    """Files named behind a folder (``cms/users/`` ``roles.py``), or behind a file of one, that are not in it."""
    folder = ""
    for number, line in enumerate(page.read_text().splitlines(), start=1):
        if not line.strip():
            folder = ""
        for name in re.findall(r"`([^`]+)`", line):
            if name.endswith("/") and name.rstrip("/") in folders():
                folder = name
            elif name in files() and "/" in name:
                folder = name.rpartition("/")[0] + "/"
            elif folder and re.fullmatch(r"\w+\.py", name) and not _is_below(folder, name):
                yield f"{page.name}:{number}: {folder}{name}"


def _is_below(folder, name):
    return any(one.startswith(folder) and one.endswith("/" + name) for one in files())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_files_stand_in_the_folder_that_is_named(page):
    assert list(outside_their_folder(page)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        other = (page.parent / path).resolve() if path else page
        if not other.exists() or (anchor and anchor not in anchors(other)):
            broken.append(target)
    assert broken == []


def test_every_app_has_its_page():
    """By its own name or that of the room it stands in: ``media_library.intake.uploads`` is told in ``intake.md``."""
    pages = {page.stem for page in FEATURES.glob("*.md")}
    ours = {config.name for config in apps.get_app_configs() if config.name.split(".")[0] in FLOORS} | {"demo"}
    rooms = {name: name.split(".")[1:] or ["media" if name == "media_library" else name] for name in ours}
    assert {name for name, parts in rooms.items() if not pages & set(parts)} == set()


def test_every_feature_page_leads_to_the_code():
    lost = [
        page.name
        for page in sorted(FEATURES.glob("*.md"))
        if page.name != "public-addresses.md"
        and not re.search(r"^## (In the code|Key files)$", page.read_text(), flags=re.M)
    ]
    assert lost == []


def test_every_decision_has_a_number_of_its_own():
    numbers = [path.name[:4] for path in (ROOT / "docs" / "decisions").glob("*.md")]
    assert sorted(numbers) == sorted(set(numbers))


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("cms/core/text.py", True),
        ("cms/core/gone.py", False),
        ("cms/gone/", False),
        ("text.py", True),
        ("no_such_file.py", False),
        ("core/no_such_folder/", False),
        ("cms.core.text.clean", True),
        ("cms.core.text.gone", False),
        ("cms.gone", False),
        ("text.clean", True),
        ("text.no_such_function", False),
        ("Photo.signed_words", True),
        ("Photo.no_such_field", False),
        ("tests/media_library/*/test_crash.py", True),
        ("tests/gone/*.py", False),
        ("/admin/", None),
        ("make demo", None),
    ],
)
def test_what_counts_as_there(name, answer):
    assert is_there(name) is answer


def test_no_file_holds_both_sides_of_a_merge():
    """What a rebase left for somebody to decide; a page of documentation breaks no other test."""
    marks = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
    texts = {name: (ROOT / name).read_bytes().decode(errors="ignore") for name in files() if name.endswith(WRITTEN)}
    assert [name for name, text in texts.items() if marks.search(text)] == []
