"""The Turkish of the packages we build on: nothing in English, no broken placeholder, no I for İ."""

import re
from collections import Counter

import polib
import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import RequestFactory
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from wagtail.admin.views.i18n import js_catalog
from wagtail.log_actions import registry
from wagtail.models import ReferenceIndex

from cms.core.catalogues import (
    DOMAINS,
    compile_catalogue,
    entries,
    own_catalogues,
    package_locale_directories,
    source_messages,
    translation_of,
    translations,
    untranslated,
)
from tests.english import find_english

PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sd]|\{[\w.]*\}")
TAG = re.compile(r"</?\w+")
# A word that begins with dotless I holds no front vowel next: "Işık" but never "Işlem" or "Içerik".
WRONG_I = re.compile(r"\bI[^\W\d_aeıioöuüAEIİOÖUÜ]*[eiöü]")
PROPER_NAMES = {"Interlingua"}


def turkish_catalogues():
    found = [path for path in own_catalogues() if path.parent.parent.name == "tr"]
    assert {path.stem for path in found} == set(DOMAINS)
    return found


def forms(entry):
    """(English, Turkish) of every form of a catalogue entry."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [(entry.msgid if number == 0 else entry.msgid_plural, text) for number, text in entry.msgstr_plural.items()]


@pytest.mark.parametrize("domain", DOMAINS)
def test_nothing_of_the_packages_stays_english(domain):
    assert len(source_messages(domain)) > 80, "the catalogues of the packages were not found"
    assert untranslated("tr", domain) == []


def test_the_overlay_is_what_makes_it_complete(settings):
    settings.LOCALE_PATHS = []
    assert len(untranslated("tr")) > 300
    assert len(untranslated("tr", "djangojs")) > 30


def test_wagtail_is_among_the_packages():
    names = {directory.parent.name for directory in package_locale_directories()}
    assert {"admin", "wagtail", "users", "images", "documents", "snippets", "django_otp"} <= names


@pytest.mark.parametrize("language", ["tr", "en"])
def test_compiled_catalogues_match_their_sources(language):
    for path in own_catalogues():
        if path.parent.parent.name == language:
            assert path.with_suffix(".mo").read_bytes() == compile_catalogue(path), f"run compile_locale: {path}"


def test_compile_locale_writes_what_is_stale_and_reports_it(tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]
    source = tmp_path / "tr" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Status"\nmsgstr "Durum"\n\n'
        '#, fuzzy\nmsgid "Live"\nmsgstr "Canlı"\n',
        encoding="utf-8",
    )
    with pytest.raises(CommandError):
        call_command("compile_locale", check=True)
    assert not source.with_suffix(".mo").exists()
    call_command("compile_locale")
    call_command("compile_locale", check=True)
    compiled = {entry.msgid: entry.msgstr for entry in polib.mofile(str(source.with_suffix(".mo")))}
    assert compiled == {"Status": "Durum"}


def test_the_overlay_has_no_fuzzy_or_empty_entry():
    for path in turkish_catalogues():
        for entry in entries(path):
            assert entry.translated(), (path.name, entry.msgid)
            assert "fuzzy" not in entry.flags, (path.name, entry.msgid)


def test_placeholders_and_tags_survive_translation():
    for path in turkish_catalogues():
        for entry in entries(path):
            for source, text in forms(entry):
                # A form for "one" may name the number that English spells out.
                allowed = [source, entry.msgid_plural] if entry.msgid_plural else [source]
                assert set(PLACEHOLDER.findall(text)) in [set(PLACEHOLDER.findall(a)) for a in allowed], (source, text)
                assert Counter(TAG.findall(text)) == Counter(TAG.findall(source)), (source, text)


def test_no_turkish_word_begins_with_I_for_İ():
    for domain in DOMAINS:
        known = translations("tr", domain)
        wrong = {text for text in known.values() if WRONG_I.search(text) and text not in PROPER_NAMES}
        assert not wrong


def test_the_check_for_I_knows_right_from_wrong():
    assert WRONG_I.search("Işlem yapıldı")
    assert WRONG_I.search("Bu Içerik")
    assert not WRONG_I.search("Işık, Irmak, IP adresi, İşlem")


def test_capfirst_leaves_every_verbose_name_turkish():
    wrong = []
    with translation.override("tr"):
        for model in apps.get_models():
            meta = model._meta
            names = [meta.verbose_name, meta.verbose_name_plural]
            names += [f.verbose_name for f in meta.fields if f.verbose_name != f.name.replace("_", " ")]
            wrong += [(meta.label, str(name)) for name in names if str(name)[:1] == "i" and capfirst(name)[0] == "I"]
        assert capfirst(apps.get_model("wagtailcore", "Workflow")._meta.verbose_name) == "İş akışı"
    assert not wrong, "begin these names with İ"


def test_lists_of_uses_name_the_fields_of_the_library_in_turkish():
    library = {apps.get_model("media_library", name) for name in ("Photo", "File", "Shoot", "Person", "Photographer")}
    named = {
        f"{model._meta.label}.{field.name}": field.verbose_name
        for model in apps.get_models()
        if ReferenceIndex.model_is_indexable(model, allow_child_models=True)
        for field in model._meta.get_fields()
        if field.concrete and not field.auto_created and field.related_model in library
    }
    assert named["kits.KitPhoto.photo"] == "fotoğraf"
    english = {label: name for label, name in named.items() if name == label.rsplit(".", 1)[1].replace("_", " ")}
    assert english == {}, "name the field, or leave the model out of the reference index"


def test_every_action_of_the_log_is_named_in_turkish():
    with translation.override("tr"):
        labels = [str(label) for _, label in registry.get_choices()]
    assert {"Yeniden işle", "Kite ekle", "Yayından kaldırıldı"} <= set(labels)
    assert find_english("".join(f"<p>{label}</p>" for label in labels)) == []


def test_django_answers_with_the_overlay():
    with translation.override("tr"):
        assert gettext("Request changes") == "Değişiklik iste"
        assert gettext("Page '%(page_title)s' has been submitted for moderation.").endswith("sayfası onaya gönderildi.")
        assert ngettext("Delete 1 document", "Delete %(counter)s documents", 1) == "1 belgeyi sil"
        assert ngettext("Delete 1 document", "Delete %(counter)s documents", 3) == "%(counter)s belgeyi sil"


def test_the_admin_scripts_get_the_overlay():
    with translation.override("tr"):
        script = js_catalog(RequestFactory().get("/admin/jsi18n/")).content.decode()
    assert '"Retry": "Yeniden dene"' in script


def test_english_is_found_on_a_screen():
    html = """
      <html><head><title>Edit</title><style>.Status {}</style><script>var a = "Delete";</script></head><body>
      <h1>Durum</h1><th> Status
      </th><label>Title:</label><input type="submit" value="Publish">
      <input type="text" value="Draft" placeholder="Search">
      <button aria-label="Close dialog"><svg><title>Delete</title></svg></button>
      <p>Publishing this page will <b>cancel</b> the current workflow.</p>
      <p>You have <span>unsaved edits</span></p>
      <div hidden>Draft <p>Delete</p><input type="submit" value="Delete"></div>
      <template><button>Add comment</button></template>
      <div>Page 3 of 12.</div><div>Workflow</div></body></html>"""
    assert find_english(html) == [
        "Edit", "Status", "Title:", "Publish", "Search", "Close dialog",
        "Publishing this page will cancel the current workflow.", "You have unsaved edits", "Add comment",
        "Page 3 of 12.", "Workflow",
    ]  # fmt: skip


def test_turkish_is_not_taken_for_english():
    html = """<title>Sayfayı düzenle</title><h1>İş akışı</h1><p>Site</p><p>Form</p><option>English</option>
      <p>Sayfa 3 / 12.</p><a title="Değişiklik iste">Başkan Ayşe, Status adlı belgeyi okudu.</a>"""
    assert find_english(html) == []


def test_every_plural_of_the_packages_has_both_forms():
    known = translations("tr")
    plurals = [message for message in source_messages() if message.plural]
    assert len(plurals) > 50
    assert all(translation_of(message, known) for message in plurals)
