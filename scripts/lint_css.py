"""Finds in our stylesheets what no formatter does: faults, doubles, unknown variables, classes that nothing uses."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("cms", "media_library", "press_archive", "publishing", "search", "demo")
# Wagtail's own variables and classes; its markup is not in this checkout.
FOREIGN_VARIABLES = re.compile(r"--w-")
FOREIGN_CLASSES = re.compile(
    r"w-|uppy-|no-js$|icon|button|bulk-|listing|status-tag|tag$|help|errorlist|wagtail|chooser|sidebar|menuitem-label|wrapper$|typed-table-block|delete-column"
)
WITH_RULES_INSIDE = {"media", "supports", "layer", "container", "scope", "starting-style"}


def files(*suffixes: str) -> list[Path]:
    """Our own files of these kinds, without vendored ones."""
    found = (path for floor in FLOORS for path in sorted((ROOT / floor).rglob("*")) if path.suffix in suffixes)
    return [path for path in found if "vendor" not in path.parts and path.is_file()]


def complaints(path: Path, known_variables: set[str], words: set[str]) -> Iterator[tuple[int, str]]:
    """Line and fault of one stylesheet."""
    yield from _rules(tinycss2.parse_stylesheet(path.read_text(), skip_comments=True, skip_whitespace=True), "", {})
    for line, name in _variables_without_fallback(path.read_text()):
        if name not in known_variables and not FOREIGN_VARIABLES.match(name):
            yield line, f"{name} is defined nowhere"
    for line, name in _classes(path.read_text()):
        if not FOREIGN_CLASSES.match(name) and not _is_used(name, words):
            yield line, f".{name} is in no template and no script"


def _rules(rules: list[Node], context: str, seen: dict[tuple[str, str], int]) -> Iterator[tuple[int, str]]:
    for rule in rules:
        if rule.type == "error":
            yield rule.source_line, rule.message
        elif isinstance(rule, AtRule) and rule.lower_at_keyword in WITH_RULES_INSIDE and rule.content is not None:
            inside = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            where = f"{context} @{rule.lower_at_keyword} {tinycss2.serialize(rule.prelude).strip()}"
            yield from _rules(inside, where, seen)
        elif isinstance(rule, QualifiedRule):
            yield from _block(rule)
            key = (context, " ".join(tinycss2.serialize(rule.prelude).split()))
            if key in seen:
                yield rule.source_line, f"“{key[1]}” stands already in line {seen[key]}"
            seen.setdefault(key, rule.source_line)


def _block(rule: QualifiedRule) -> Iterator[tuple[int, str]]:
    parts = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    if not parts:
        yield rule.source_line, "an empty rule"
    names: list[str] = []
    for part in parts:
        if part.type == "error":
            yield part.source_line, part.message
        elif isinstance(part, QualifiedRule):
            yield from _block(part)
        elif isinstance(part, Declaration):
            # Twice in a row is a fallback for older browsers.
            if part.name in names and part.name != names[-1]:
                yield part.source_line, f"{part.name} twice in one rule"
            names.append(part.name)


def _variables_without_fallback(text: str) -> Iterator[tuple[int, str]]:
    for match in re.finditer(r"var\(\s*(--[\w-]+)\s*\)", text):
        yield text.count("\n", 0, match.start()) + 1, match[1]


def _classes(text: str) -> Iterator[tuple[int, str]]:
    bare = re.sub(r"/\*.*?\*/|\"[^\"]*\"|\{[^{}]*\}", lambda part: "\n" * part[0].count("\n"), text, flags=re.S)
    for match in re.finditer(r"(?<![\w-])\.([a-zA-Z_][\w-]*)|(?<=[\w\])*])\.([a-zA-Z_][\w-]*)", bare):
        yield bare.count("\n", 0, match.start()) + 1, match[1] or match[2]


def _is_used(name: str, words: set[str]) -> bool:
    """Whether a template or script names the class, or the beginning of it that a value completes."""
    return name in words or any(name[: end.end()] in words for end in re.finditer(r"--?|__", name))


def main() -> int:
    sheets = files(".css")
    texts = [path.read_text() for path in [*sheets, *files(".html", ".js", ".py", ".svg")]]
    known = {name for text in texts for name in re.findall(r"(--[\w-]+)(?=\s*:|[\"'`]\s*,)", text)}
    words = {word for text in texts[len(sheets) :] for word in re.findall(r"[\w-]+", text)}
    faults = [(path, line, fault) for path in sheets for line, fault in complaints(path, known, words)]
    for path, line, fault in faults:
        print(f"{path.relative_to(ROOT)}:{line}: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
