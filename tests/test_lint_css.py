"""The linter of our stylesheets finds what it is there for, and leaves what is right alone."""

import pytest

from scripts import lint_css

pytestmark = pytest.mark.once


def faults(tmp_path, css, variables=(), words=()):
    sheet = tmp_path / "sheet.css"
    sheet.write_text(css)
    return [(line, fault) for line, fault in lint_css.complaints(sheet, set(variables), set(words))]


@pytest.mark.parametrize(
    ("css", "line", "part"),
    [
        ("p {\n  color red;\n}", 2, "qualified rule"),
        ("p {}", 1, "an empty rule"),
        ("p {\n  color: red;\n  margin: 0;\n  color: blue;\n}", 4, "color twice"),
        ("p {\n  margin: 0;\n}\np {\n  padding: 0;\n}", 4, "stands already in line 1"),
        ("@media print {\n  p {\n    margin: 0;\n  }\n  p {\n    padding: 0;\n  }\n}", 5, "stands already in line 2"),
        ("p {\n  color: var(--ink);\n}", 2, "--ink is defined nowhere"),
        (".gone {\n  margin: 0;\n}", 1, ".gone is in no template"),
        ("@media print {\n  .gone--far {\n    margin: 0;\n  }\n}", 2, ".gone--far is in no template"),
    ],
)
def test_a_fault_is_found_in_its_line(tmp_path, css, line, part):
    found = faults(tmp_path, css)
    assert [number for number, _ in found] == [line]
    assert part in found[0][1]


def test_what_is_right_is_left_alone(tmp_path):
    css = """
.state--ready, .w-label { height: 100vh; height: 100dvh; color: var(--ink); background: var(--w-color-x, red); }
p { margin: 0 }
@media print { p { margin: 1cm } a::after { content: ".not-a-class"; } }
"""
    assert faults(tmp_path, css, variables=["--ink"], words=["state--"]) == []


def test_vendored_files_are_not_ours():
    sheets = lint_css.files(".css", ".js")
    assert sheets
    assert not [path for path in sheets if "vendor" in path.parts]
