"""The rules of the house that can be read from its source."""

import ast
import contextlib
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("cms", "media_library", "press_archive", "publishing", "search", "demo")
FORBIDDEN_NAMES = {"utils", "helpers", "common", "util", "helper", "misc"}
LONGEST = 400  # lines; beyond it a file usually holds two things
# Screens of the photo and video library inside Wagtail's admin, whose policy (``cms.core.csp.ADMIN``) is wider.
ADMIN_TEMPLATES = (
    "media_library/archive/templates/",
    "media_library/intake/uploads/templates/",
    "media_library/duplicates/templates/",
    "media_library/templates/rights/",
)
LOWER_FLOORS = ("cms/core", "cms/users", "cms/website", "media_library", "press_archive")


CLOCKS = re.compile(r"""setattr\([^\n]*?[."'](?:now|today|localtime|monotonic|time)["'],""")


@cache
def sources() -> dict[str, ast.Module]:
    """Path below the root → syntax tree, migrations left out."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(), filename=str(path))
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    }


def imported(tree: ast.Module) -> set[str]:
    """Every module that ``tree`` imports, at the top or inside a function."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def where(tree_path: str, node: ast.AST) -> str:
    return f"{tree_path}:{getattr(node, 'lineno', '?')}"


def _lint_imports(*options: str) -> str:
    result = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
            "--no-cache",
            *options,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_imports_point_down_only():
    assert "0 broken" in _lint_imports()


def test_types_point_down_too(tmp_path):
    """Inside a package a function may name the type of what calls it; between the floors types point down as well."""
    rules = (ROOT / "pyproject.toml").read_text().partition("[tool.importlinter]")[2]
    strict = re.sub(r"(?m)^exclude_type_checking_imports = true$", "", rules)
    assert strict != rules
    (tmp_path / "pyproject.toml").write_text(f"[tool.importlinter]{strict}")
    floors = [option for name in ("layers", "channels", "desk") for option in ("--contract", name)]
    assert "3 kept, 0 broken" in _lint_imports("--config", str(tmp_path / "pyproject.toml"), *floors)


# Imports of weight, so that processes which never need them start without them; one engine under the other; and what
# is imported before there are models.
LATE_IMPORTS = {
    "publishing/approval/finish.py": {"publishing.approval.publication"},  # Wagtail's models import it while they load
    "cms/core/paper.py": {"weasyprint"},
    "media_library/kits/texts.py": {"docx"},
    "publishing/publications/package.py": {"docx"},
    "publishing/publications/layouts/typefaces.py": {"PIL"},
    "publishing/publications/prepress/codes.py": {"qrcode"},
    "publishing/publications/prepress/colour.py": {"PIL", "numpy"},
    "publishing/publications/prepress/contents.py": {"pikepdf"},
    "publishing/publications/prepress/files.py": {"PIL", "pikepdf"},
    "publishing/publications/prepress/preflight/__init__.py": {"pikepdf"},
    "publishing/publications/prepress/preflight/code.py": {"numpy"},
    "publishing/publications/prepress/preflight/finished.py": {"pikepdf", "pypdfium2"},
    "publishing/publications/prepress/preflight/photos.py": {"PIL", "numpy", "pikepdf"},
    "publishing/publications/prepress/program.py": {"PIL", "pillow_heif", "weasyprint"},  # a program of its own
    "publishing/publications/prepress/proofs.py": {"PIL", "pypdfium2"},
    "publishing/publications/prepress/rendering.py": {"PIL", "weasyprint"},
    "media_library/duplicates/apps.py": {"media_library.duplicates.finder"},  # numpy
    "press_archive/clippings/apps.py": {"press_archive.clippings.pictures"},  # numpy
    "press_archive/clippings/article.py": {"trafilatura"},
    "press_archive/scans/renderer.py": {"PIL", "numpy", "pillow_heif", "pypdfium2"},  # a program of its own
    "search/backends.py": {"search.postgres", "search.sqlite"},
}


def test_imports_stand_at_the_top():
    """An import inside a function hides an arrow. ``ready()`` has to; libraries of weight may."""
    offenders = []
    for path, tree in sources().items():
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) or function.name == "ready":
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Import):
                    names = {alias.name for alias in node.names}
                elif isinstance(node, ast.ImportFrom):
                    names = {node.module or ""}
                else:
                    continue
                late = LATE_IMPORTS.get(path, set())
                if any(not {name, name.partition(".")[0]} & late for name in names):
                    offenders.append(where(path, node))
    assert offenders == []


# What stands above publishing, whatever the room is called (decisions 0052, 0055, 0069).
ABOVE_PUBLISHING = ("press_archive/replies/", "press_archive/portal/")


@pytest.mark.parametrize("floor", LOWER_FLOORS)
def test_what_is_written_knows_nothing_of_publishing(floor):
    offenders = [
        path
        for path, tree in sources().items()
        if path.startswith(f"{floor}/") and not path.startswith(ABOVE_PUBLISHING)
        if any(name.split(".")[0] == "publishing" for name in imported(tree))
    ]
    assert offenders == []


def test_channels_touch_no_database():
    offenders = [
        (path, name)
        for path, tree in sources().items()
        if path.startswith("publishing/channels/")
        for name in imported(tree)
        if re.match(r"(django\.(db|contrib)|wagtail|modelcluster)(\.|$)|.*\.models$", name)
    ]
    assert offenders == []


def test_no_module_is_called_after_nothing():
    named = [path for path in sources() if FORBIDDEN_NAMES & {Path(path).stem, Path(path).parent.name}]
    assert named == []


# They refuse a change that a rule forbids.
GUARDS = {"guards.py", "holds.py", "revision_guards.py", "child_rows.py", "watch.py"}
# What content holds and whose a credential is follow the rows themselves, so that no way round the services is missed;
# a remark follows Wagtail's own comment, which only Wagtail's form saves.
# What a person deletes is put aside in the transaction that deletes it, whatever screen it comes from.
# The moment a screen was opened is known only when Wagtail's own script says so.
BOOKKEEPING = {
    "publishing/approval/holding.py", "cms/users/watch.py", "publishing/approval/remarks/mirror.py",
    "cms/core/open_screens.py", "cms/recycle_bin/receivers.py",
}  # fmt: skip
# Rows and pages that are written in few statements say so themselves, as each one's own save would.
SENDERS = {"cms/core/children.py", "publishing/approval/release.py"}


def test_no_business_hangs_on_save_signals():
    """A ``post_save`` receiver is a consequence nobody asked for; other model signals only refuse, in guards,
    or take the files of a deleted row out of the store, in ``removal.py``; ``cms.core.cleaning`` cleans the row."""
    harmless = {"ModelSignal", "post_migrate", "pre_migrate"}
    offenders = [
        (path, name)
        for path, tree in sources().items()
        for name in imported(tree)
        if name.startswith("django.db.models.signals.")
        and name.rpartition(".")[2] not in harmless
        and (path != "cms/core/cleaning.py" or not name.endswith(".pre_save"))
        and (Path(path).name not in GUARDS or name.endswith((".post_save", ".post_delete")))
        and path not in BOOKKEEPING | SENDERS
        and (Path(path).name != "removal.py" or not name.endswith(".post_delete"))
    ]
    assert offenders == []


def test_only_dispatch_listens_to_publication():
    """One receiver turns publication into deliveries; a cache may be emptied by others."""
    may_listen = ("publishing/dispatch/", "cms/website/receivers", *SENDERS)
    offenders = [
        (path, name)
        for path, tree in sources().items()
        for name in imported(tree)
        if re.match(r"wagtail\.signals\.(page_)?(un)?published$", name) and not path.startswith(may_listen)
    ]
    assert offenders == []


def test_no_html_is_put_together_in_python():
    """Markup lives in templates; in Python every value goes through ``escape`` or ``format_html``."""
    offenders = []
    for path, tree in sources().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.JoinedStr):
                continue
            values = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
            if all(_called(value) == "escape" for value in values):
                continue
            literal = "".join(part.value for part in node.values if isinstance(part, ast.Constant))
            if re.search(r"</?(a|b|div|em|h[1-6]|img|li|p|script|span|strong|table|td|ul)\b[^>]*>?", literal):
                offenders.append(where(path, node))
    assert offenders == []


def test_public_and_signing_templates_have_no_inline_script_or_style():
    """Their policy (``cms.core.csp.STRICT``) would block it; mails, PDFs and the framed preview of a kit are documents
    of their own and have no other way to be styled."""
    offenders = []
    for package in PACKAGES:
        for path in (ROOT / package).rglob("templates/**/*.html"):
            name = path.relative_to(ROOT).as_posix()
            if re.search(
                r"/(admin|wagtailadmin|email|mail|e_mail)[^/]*(/|\.html$)|_pdf\.html$|kits/preview\.html$", name
            ):
                continue
            if name.startswith(ADMIN_TEMPLATES):
                continue
            text = path.read_text()
            script = re.search(r"<script(?![^>]*\b(src|type=\"application/(ld\+)?json\"))", text)
            handler = re.search(r"<[a-z][^>]*\s(on[a-z]+|style)\s*=", text)
            style = re.search(r"<style", text)
            if script or handler or style:
                offenders.append(name)
    assert offenders == []


def test_nobody_sets_live_by_hand():
    """``live = True`` is Wagtail's to write, after the certificate; the guard would refuse it anyway."""
    offenders = []
    for path, tree in sources().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and any(
                isinstance(target, ast.Attribute) and target.attr == "live" for target in node.targets
            ):
                if isinstance(node.value, ast.Constant) and node.value.value is True:
                    offenders.append(where(path, node))
            elif isinstance(node, ast.Call):
                offenders += [
                    where(path, node)
                    for keyword in node.keywords
                    if keyword.arg == "live"
                    and isinstance(keyword.value, ast.Constant)
                    and keyword.value.value is True
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in {"create", "update", "get_or_create", "update_or_create"}
                ]
    assert offenders == []


def test_services_are_typed_and_state_changes_keyword_only():
    """What a person does is called by name, so that no two arguments can be mixed up."""
    offenders = []
    for path, tree in sources().items():
        if Path(path).name != "services.py":
            continue
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            positional = [*node.args.posonlyargs, *node.args.args]
            every = [*positional, *node.args.kwonlyargs]
            writes = any(_called(call) in {"save", "create", "update", "delete"} for call in ast.walk(node))
            acts = writes and any(argument.arg in {"user", "actor", "by"} for argument in every)
            if (acts and positional) or node.returns is None or any(a.annotation is None for a in every):
                offenders.append(where(path, node))
    assert offenders == []


def test_public_functions_of_services_and_selectors_say_what_they_do():
    offenders = []
    for path, tree in sources().items():
        if Path(path).name not in {"services.py", "selectors.py", "publication.py", "evidence.py", "snapshot.py"}:
            continue
        offenders += [
            where(path, node)
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ]
    assert offenders == []


def test_data_migrations_import_nothing_of_the_project_and_can_be_undone():
    offenders = []
    for package in PACKAGES:
        for path in (ROOT / package).rglob("migrations/[0-9]*.py"):
            tree = ast.parse(path.read_text())
            code = [node for node in ast.walk(tree) if _called(node) in {"RunPython", "RunSQL"}]
            name = path.relative_to(ROOT).as_posix()
            ours = {module for module in imported(tree) if module.split(".")[0] in PACKAGES}
            # The migration operation for triggers.
            ours = {module for module in ours if not f"{module}.".startswith("cms.core.triggers.")}
            if code and ours:
                offenders.append(f"{name} imports the project")
            offenders += [f"{name} cannot be undone" for node in code if not _can_be_undone(node)]
    assert offenders == []


def _called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _can_be_undone(node: ast.Call) -> bool:
    return len(node.args) >= 2 or any(keyword.arg in {"reverse_code", "reverse_sql"} for keyword in node.keywords)


def test_migrations_are_named_by_hand():
    automatic = [
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("migrations/[0-9]*.py")
        if re.search(r"_auto_|_and_more|_alter_.*_alter_", path.name)
    ]
    assert automatic == []


def test_files_stay_readable():
    long = {
        path: lines
        for path in sources()
        if (lines := len((ROOT / path).read_text().splitlines())) > LONGEST * 1.25 and not path.startswith("demo/")
    }
    assert long == {}


def test_every_type_ignore_and_noqa_names_its_rule():
    offenders = []
    for path in sources():
        for number, line in enumerate((ROOT / path).read_text().splitlines(), 1):
            if re.search(r"#\s*type:\s*ignore(?!\[)|#\s*noqa(?!:)", line):
                offenders.append(f"{path}:{number}")
    assert offenders == []


@pytest.mark.parametrize("path", ["requirements.txt", "requirements-dev.txt"])
def test_every_dependency_is_pinned_and_says_what_it_is_for(path):
    lines = [line for line in (ROOT / path).read_text().splitlines() if line and not line.startswith(("#", "-r"))]
    locked = {line.lower() for line in (ROOT / "constraints.txt").read_text().splitlines()}
    assert lines
    for line in lines:
        match = re.fullmatch(r"([A-Za-z0-9._-]+)(\[[a-z]+\])?==(\S+)  # \S.*", line)
        assert match, line
        assert f"{match[1]}=={match[3]}".lower() in locked, line


def test_every_locked_package_installs_on_debian_12():
    """Debian 12 brings Python 3.11.2; a package that asks for a later 3.11 could not be installed there."""
    locked = {line.partition("==")[0] for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line}
    refused = {
        name: asked
        for name in locked
        if (asked := metadata.metadata(name).get("Requires-Python")) and not SpecifierSet(asked).contains("3.11.2")
    }
    assert locked
    assert refused == {}


def test_what_the_site_imports_is_declared():
    """A package that another one happens to bring may go with its next version."""
    tools = {"cms/core/catalogues.py": {"polib"}}  # compiles the catalogues on a developer's machine
    requirements = re.findall(
        r"^([A-Za-z0-9._-]+)(?:\[[a-z]+\])?==", (ROOT / "requirements.txt").read_text(), re.MULTILINE
    )
    declared = {canonicalize_name(name) for name in requirements}
    owners = metadata.packages_distributions()
    undeclared = {
        (path, name)
        for path, tree in sources().items()
        for name in {module.partition(".")[0] for module in imported(tree)} - tools.get(path, set())
        if name in owners
        and name not in PACKAGES
        and not declared & {canonicalize_name(owner) for owner in owners[name]}
    }
    assert undeclared == set()


def test_factories_stand_in_one_package():
    """A conftest holds fixtures, which pytest finds; whoever imports from one reaches into another room."""
    assert [
        where(path.relative_to(ROOT).as_posix(), node)
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom)
        and (str(node.module).endswith(".conftest") or any(name.name == "conftest" for name in node.names))
    ] == []


def modules_of(path: Path) -> Iterator[tuple[str, ModuleType]]:
    """The modules of our own that a file imports at its top, under the names that it gives them."""
    for node in ast.parse(path.read_text()).body:
        if not isinstance(node, ast.ImportFrom) or not node.module or node.level:
            continue
        if node.module.partition(".")[0] not in (*PACKAGES, "tests", "bench"):
            continue
        parent = importlib.import_module(node.module)
        for alias in node.names:
            with contextlib.suppress(ModuleNotFoundError):
                importlib.import_module(f"{node.module}.{alias.name}")
            found = getattr(parent, alias.name, None)
            if isinstance(found, ModuleType):
                yield alias.asname or alias.name, found


def test_time_is_moved_by_one_clock():
    """``time_machine`` moves it for every module; a patched ``now`` for one, and the rest disagrees."""
    files = [path for path in sorted((ROOT / "tests").rglob("*.py")) if path != Path(__file__).resolve()]
    assert {str(path.relative_to(ROOT)) for path in files if CLOCKS.search(path.read_text())} == set()
    assert CLOCKS.search('patch.setattr(timezone, "now", lambda: 1)')
    assert CLOCKS.search('setattr("a.time.time", f)')


def test_what_tests_ask_of_a_module_is_there():
    """What was moved or removed is missed here, by every test that names it, and not one by one. The types of the
    other code are checked by mypy."""
    missing = []
    for path in sorted(path for package in ("tests", "bench") for path in (ROOT / package).rglob("*.py")):
        modules = dict(modules_of(path))
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
                continue
            module = modules.get(node.value.id)
            if module and not hasattr(module, node.attr):
                missing.append(f"{path.relative_to(ROOT)}:{node.lineno}: {module.__name__}.{node.attr}")
    assert missing == []
