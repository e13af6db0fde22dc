"""One way to build a screen: one frame, one way back, one permission, whoever builds it."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.template import engines
from django.template.exceptions import TemplateDoesNotExist
from django.test import RequestFactory
from django.urls import reverse

from cms.office.ways import asked_for, came_from, is_ours, way_back

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = ("cms", "media_library", "press_archive", "publishing", "search", "demo")
FRAME = "office/screen.html"
EXTENDS = re.compile(r"\{%\s*extends\s+[\"']([^\"']+)[\"']")
# Wagtail's generic views bring the same frame along; a field is no screen.
GENERIC = {
    "wagtailadmin/generic/edit.html", "wagtailadmin/generic/form.html", "wagtailadmin/generic/index_results.html",
    "wagtailadmin/generic/inspect.html", "wagtailadmin/generic/listing.html",
    "wagtailimages/widgets/image_chooser.html",
}  # fmt: skip
# Signing in has no menu around it: whoever reads it is not in yet.
OUTSIDE = {"users/sign_in_base.html"}
WAGTAIL = ("wagtailadmin/", "wagtailimages/", "wagtailsnippets/", "wagtaildocs/", "wagtailusers/")


@cache
def templates():
    """Name → source of every template of ours."""
    found = {}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("templates/**/*.html"):
            found[path.as_posix().rpartition("/templates/")[2]] = path.read_text()
    return found


def bases_of(name):
    """The templates that ``name`` extends, one above the other, until the first that is not ours."""
    while name in templates() and (match := EXTENDS.search(templates()[name])):
        if match[1] == name:  # an override of Wagtail's own template
            return
        name = match[1]
        yield name


@cache
def sources():
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text())
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts
    }


def elsewhere():
    return {path: tree for path, tree in sources().items() if not path.startswith("cms/office/")}


def test_every_screen_of_the_admin_is_in_the_one_frame():
    framed, others = [], {}
    for name in templates():
        bases = list(bases_of(name))
        if not bases or not bases[-1].startswith(WAGTAIL) or name.startswith(WAGTAIL):
            continue
        if FRAME in bases:
            framed.append(name)
        elif name != FRAME and bases[-1] not in GENERIC and not OUTSIDE & {name, *bases}:
            others[name] = bases
    assert others == {}
    assert len(framed) > 25


def test_whole_pages_are_begun_in_few_places():
    """The public site, pages that ask no database, the approvers' desk; the rest are mails and sheets on paper."""
    begun = {name for name, text in templates().items() if re.search("<html", text, re.I)}
    assert begun == {
        "base.html", "error.html", "approval/base.html", "approval/preview_changed.html",
        "approval/preview_fragment.html", "mail/bulletin.html", "mail/letter.html", "kits/bulletin_pdf.html",
        "kits/preview.html", "approval/surfaces/unused.html", "digests/digest_pdf.html",
        "reports/coverage/report_pdf.html", "scans/copy_pdf.html", "replies/document.html", "printing/labels_pdf.html",
        "outdoor/order_pdf.html", "journalists/own_data_pdf.html", "accreditation/pass.html", "gate/app.html",
        "accreditation/badges/id1_pdf.html", "accreditation/badges/a6_pdf.html", "accreditation/badges/etiket_pdf.html",
    }  # fmt: skip


def test_the_frame_itself_is_found_and_whole():
    loaded = engines["django"].get_template(FRAME)
    assert "{% block screen %}" in Path(loaded.origin.name).read_text()
    with pytest.raises(TemplateDoesNotExist):
        engines["django"].get_template("archive/base.html")


def test_only_the_frame_lays_crumbs_and_titles():
    laying = [
        f"{path}:{node.lineno}"
        for path, tree in elsewhere().items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Constant) and node.value in {"breadcrumbs_items", "header_title", "header_icon"})
        or (isinstance(node, ast.FunctionDef) and node.name == "get_breadcrumbs_items")
    ]
    assert laying == []


VIEWS = re.compile(r"/(views/\w+|views|\w+_views|viewsets|wagtail_hooks|admin)\.py$")


def test_screens_ask_the_office_whether_somebody_is_allowed():
    raising = [
        f"{path}:{node.lineno}"
        for path, tree in elsewhere().items()
        if VIEWS.search(path)
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise) and "PermissionDenied" in ast.dump(node)
    ]
    assert raising == []
    assert sum(bool(VIEWS.search(path)) for path in sources()) > 30


def reads_a_way_back(node):
    """Whether ``node`` judges an address, reads the browser's word for where it came from, or reads ``next``."""
    if isinstance(node, ast.Name):
        return node.id == "url_has_allowed_host_and_scheme"
    if isinstance(node, ast.Attribute):
        return node.attr == "url_has_allowed_host_and_scheme"
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.upper() in {"REFERER", "HTTP_REFERER"}
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, ast.Constant) and node.slice.value == "next" and "POST" in ast.dump(node.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get" and node.args:
        return isinstance(node.args[0], ast.Constant) and node.args[0].value == "next"
    return False


def test_only_the_office_reads_a_way_back():
    reading = [
        f"{path}:{node.lineno}"
        for path, tree in elsewhere().items()
        for node in ast.walk(tree)
        if reads_a_way_back(node)
    ]
    assert reading == []
    assert any(reads_a_way_back(node) for node in ast.walk(sources()["cms/office/ways.py"]))


def test_only_the_office_answers_for_exceptions():
    answering = [
        f"{path}:{node.lineno}"
        for path, tree in elsewhere().items()
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == "process_exception"
    ]
    assert answering == []


ELSEWHERE = ["https://kotu.example/", "//kotu.example/", "javascript:alert(1)", "http:///kotu.example", "\\\\kotu", ""]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_way_leads_out_of_the_site(address):
    request = RequestFactory().post("/admin/x/", {"next": address}, headers={"Referer": address})
    assert not is_ours(request, address)
    assert way_back(request, "/admin/liste/") == came_from(request, "/admin/liste/") == "/admin/liste/"
    assert way_back(request) == reverse("wagtailadmin_home")


def test_a_form_knows_the_way_better_than_its_address():
    request = RequestFactory().post("/admin/x/?next=/admin/a/", {"next": "/admin/b/", "donus": "/admin/c/"})
    assert way_back(request) == "/admin/b/"
    assert way_back(request, name="donus") == "/admin/c/"
    assert way_back(RequestFactory().get("/admin/x/?next=/admin/a/")) == "/admin/a/"


def test_a_page_over_plain_http_is_no_way_back_from_a_secure_one():
    request = RequestFactory().post("/admin/x/", headers={"Referer": "http://testserver/admin/"}, secure=True)
    assert came_from(request, "/admin/y/") == "/admin/y/"


def test_after_a_screen_in_between_comes_the_page_asked_for_or_the_one_of_the_form():
    assert asked_for(RequestFactory().get("/admin/x/?a=1")) == "/admin/x/?a=1"
    came = "http://testserver/admin/form/"
    assert asked_for(RequestFactory().post("/admin/x/", headers={"Referer": came})) == came
