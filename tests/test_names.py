"""The names of the house, as far as they can be found: see ``docs/glossary.md``."""

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("cms", "media_library", "press_archive", "publishing", "search", "demo")

# Letters aside, these give a Turkish name away. English words that look the same are not among them.
TURKISH = frozenset(
    re.findall(
        r"\w+",
        """
        adres akreditasyon ambargo arama arsiv arsivci ayar basin baskan baslik basvuru belge birim bulten bultenler
        bultenleri cekim cekimler cikis cocuk dagitim dergi donus durum duyuru duzelt duzeltme ekle ekleme etiket
        etkinlik foto fotograf fotografci galeri gecmis giris gonder gonderim gun guncelle haber hafta hak haklar havale
        hesap ileri imlec imza imzala iptal kanal kapak kategori kaydet kayit kaynak kisi kullanici kullanim kunye kupur
        kurum kuyruk liste makam metin mudur mudurluk neden onay onayla onizle ozet parca parola resim riza saglik sayfa
        sebep sifre sil sira sonuc sozlesme surum suzgec tarih taslak tekzip tur uyari vekalet vekil yayin yayinda
        yayinla yeni yer yil yon yonetici yukle
        """,
    )
)
# The one map at the border is a dictionary of strings, so that no identifier needs one of these.
NOT_PHOTO_NOR_VIDEO = {"film", "films", "movie", "movies", "clip", "clips", "footage"}
# Photographic film that was scanned; a module that migrations name; a kind of publication.
FILMS_ALLOWED = {
    ("publishing/publications/words.py", "FILM"),
    ("media_library/models/described.py", "FILM"),
    ("cms/core/blocks/films.py", "films"),
}

# A question about a right or a hindrance stands in one place, whichever module asks it.
QUESTION = re.compile(r"(may|can|must|is|has|obstacles?)_")
RULE_MODULES = {
    "delegation", "embargo", "guards", "holding", "holds", "permissions", "revision_guards", "rules", "selectors",
    "services", "takedowns", "troubles", "validation",
}  # fmt: skip
# One name, one meaning, told by each app for its own rows.
FAMILIES = {
    **dict.fromkeys(
        (
            "give_back",
            "lease_due",
            "mark_sending",
            "release_expired",
            "resolve_unknown",
            "retry",
            "set_aside",
            "settle",
        ),
        "what is carried by leases: letters and deliveries",
    ),
    **dict.fromkeys(("page_context", "path_of", "submission_errors"), "what every kind of content answers"),
}
JOBS = {"again", "claim", "finish", "give_up"}  # the words of the worker's queue

VERBS = frozenset(
    re.findall(
        r"\w+",
        """
        approve build check clean collect deliver do draw find get keep load make merge open parse prepare publish
        remove render run save send serve show sign sweep take tell upload verify withdraw
        """,
    )
)
# Nouns that end like verbs, the field's own words, and modules that migrations or settings name.
NOUNS_IN_ING = {
    "core/ordering", "demo/loading", "blur/drawing", "core/cleaning", "core/merging", "core/standing",
    "desk/reading", "approval/holding", "dispatch/planning", "newsroom/listing", "templatetags/standing",
    "galleries/listing", "intake/importing", "metadata/opening",
    "metadata/outgoing", "press_archive/monitoring", "prepress/rendering",
    "publishing/printing", "renditions/drawing", "renditions/storing",
}  # fmt: skip


ACTING = {"user", "actor", "by", "principal", "deputy"}
# Signatures that Wagtail and Django call with whoever it is.
WAGTAILS_OWN = {("publishing/approval/finish.py", "finish")}


@cache
def trees() -> dict[str, ast.Module]:
    """Path below the root → syntax tree, migrations left out."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(), filename=str(path))
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    }


def names_in(tree: ast.Module) -> set[str]:
    """What the module itself names: functions, classes, parameters, variables, attributes that it sets, aliases."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
        elif isinstance(node, ast.alias) and node.asname:
            found.add(node.asname)
    return found


def words_of(name: str) -> set[str]:
    """``FilmText`` → film, text; ``_take_in`` → take, in."""
    return {word.lower() for word in re.findall(r"[A-ZÇĞİÖŞÜ]+(?![a-zçğıöşü])|[A-ZÇĞİÖŞÜ]?[a-zçğıöşü]+", name)}


def named() -> list[tuple[str, str]]:
    """(path, name) of every module and everything in it."""
    return [
        (path, name) for path, tree in trees().items() for name in sorted(names_in(tree) | {Path(path).stem}) if name
    ]


def public_functions() -> dict[str, set[str]]:
    """Name → the modules that define a function of that name at their top."""
    found: dict[str, set[str]] = defaultdict(set)
    for path, tree in trees().items():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                found[node.name].add(path)
    return found


@pytest.mark.parametrize(
    ("name", "words"),
    [("FilmText", {"film", "text"}), ("_take_in", {"take", "in"}), ("MOST_FILMS", {"most", "films"}), ("öğe", {"öğe"})],
)
def test_a_name_is_read_word_by_word(name, words):
    assert words_of(name) == words


def test_no_identifier_is_turkish():
    """Officers read Turkish, programmers English; the border is one dictionary (``media_library.archive.address``)."""
    assert [(path, name) for path, name in named() if not name.isascii() or words_of(name) & TURKISH] == []


def test_photo_and_video_have_no_third_word():
    offenders = [
        (path, name)
        for path, name in named()
        if words_of(name) & NOT_PHOTO_NOR_VIDEO and (path, name) not in FILMS_ALLOWED
    ]
    assert offenders == []


def test_a_question_of_rights_is_asked_in_one_place():
    """``may_upload`` twice is two rules, sooner or later."""
    twice = {name: sorted(places) for name, places in public_functions().items() if QUESTION.match(name)}
    assert {name: places for name, places in twice.items() if len(places) > 1} == {}


def test_one_name_holds_one_rule():
    """In modules of rules a name stands once, or for one meaning that several apps tell of their own rows."""
    offenders = {}
    for name, places in public_functions().items():
        rules = sorted(path for path in places if Path(path).stem in RULE_MODULES)
        if len(rules) > 1 and name not in FAMILIES and name not in JOBS:
            offenders[name] = rules
    assert offenders == {}


def test_every_family_of_names_is_one():
    """An exception that nobody needs any more would hide the next double."""
    functions = public_functions()
    assert [name for name in (*FAMILIES, *JOBS) if len(functions.get(name, ())) < 2] == []


def test_modules_are_nouns():
    offenders = []
    for path in trees():
        parts = Path(path).with_suffix("").parts
        stem = parts[-2] if parts[-1] == "__init__" else parts[-1]
        parent = parts[-3:-2] if parts[-1] == "__init__" else parts[-2:-1]
        if "commands" in parts or "/".join((*parent, stem)) in NOUNS_IN_ING:
            continue
        if stem in VERBS or (stem.endswith("ing") and stem != "publishing"):
            offenders.append(path)
    assert offenders == []


def test_nobody_is_anything():
    """A parameter that says who acts has a type: a user of the house, or a visitor too where anybody may ask."""
    offenders = [
        (path, node.name)
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
        if argument.arg in ACTING
        and (argument.annotation is None or "Any" in ast.unparse(argument.annotation))
        and (path, node.name) not in WAGTAILS_OWN
    ]
    assert offenders == []
