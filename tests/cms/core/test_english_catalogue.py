"""Our own messages are written in Turkish; here it is checked that each one has its English."""

import ast
import re
from collections import Counter
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, ngettext
from django.utils.translation.template import templatize

from cms.core.catalogues import source_messages
from tests.cms.core.test_locale import PLACEHOLDER
from tests.factories import person
from tests.office import browser

FLOORS = ("cms", "demo", "media_library", "press_archive", "publishing", "search")
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
IN_TEMPLATE = re.compile(r"""\b(?:n?gettext|_)\(\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
IN_COUNTED = re.compile(r"""\bngettext\(\s*u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
TAG = re.compile(r"</?(?:a|b|br|em|strong|span)\b")
CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "en" / "LC_MESSAGES" / "django.po"


def files(pattern):
    base = Path(settings.BASE_DIR)
    return [path for floor in FLOORS for path in sorted((base / floor).rglob(pattern)) if "static" not in path.parts]


def messages_of_code(source):
    """The messages that Python ``source`` marks for translation."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in CALLS and isinstance(node.args[0].value, str):
                yield node.args[0].value


def messages_of_template(source):
    """The messages that a template marks for translation."""
    for literal in IN_TEMPLATE.findall(templatize(source)):
        yield ast.literal_eval(literal)


def counted_messages():
    """Those that are asked for with a number: gettext knows them only by an entry with a plural."""
    for path in files("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name.startswith("ngettext"):
                    yield node.args[0].value
    for path in [*files("*.html"), *files("*.txt")]:
        for literal in IN_COUNTED.findall(templatize(path.read_text(encoding="utf-8"))):
            yield ast.literal_eval(literal)


def own_messages():
    found = {message for path in files("*.py") for message in messages_of_code(path.read_text(encoding="utf-8"))}
    for pattern in ("*.html", "*.txt"):
        for path in files(pattern):
            found.update(messages_of_template(path.read_text(encoding="utf-8")))
    return found - {message.id for message in source_messages()} - {""}


def catalogue():
    return {entry.msgid: entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete}


def test_every_own_message_has_its_english():
    known = catalogue()
    own = own_messages()
    assert len(own) > 800, "the messages were not found"
    missing = sorted(message for message in own if message not in known or not known[message].translated())
    assert missing == [], "add them to cms/locale/en, then run compile_locale"
    assert not [entry.msgid for entry in known.values() if "fuzzy" in entry.flags]


def test_what_is_counted_has_an_entry_that_counts():
    known, counted = catalogue(), set(counted_messages())
    assert len(counted) > 50, "the messages were not found"
    assert sorted(one for one in counted if one in known and not known[one].msgid_plural) == []


def test_placeholders_and_tags_are_the_same_in_english():
    for entry in catalogue().values():
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            assert Counter(PLACEHOLDER.findall(text)) == Counter(PLACEHOLDER.findall(entry.msgid)), entry.msgid
            assert Counter(TAG.findall(text)) == Counter(TAG.findall(entry.msgid)), entry.msgid


def test_django_answers_in_english():
    with translation.override("en"):
        assert gettext("Onay masası") == "Approval desk"
        assert ngettext("%(total)s bülten", "%(total)s bülten", 1) == "%(total)s bulletin"
        assert ngettext("%(total)s bülten", "%(total)s bülten", 2) == "%(total)s bulletins"
    with translation.override("tr"):
        assert gettext("Onay masası") == "Onay masası"


def test_the_search_for_messages_finds_them():
    code = '_("Bir" " iki")\ngettext_lazy("Üç")\nngettext("Dört", "Dört", 4)\nprint("Beş")\n'
    assert list(messages_of_code(code)) == ["Bir iki", "Üç", "Dört"]
    template = (
        '{% translate "Altı" %} Yedi {% blocktranslate with a=b %}<b>{{ a }}</b> sekiz{% endblocktranslate %}'
        "{% icon title=_('Dokuz') %}"
        "{% blocktranslate count n=m %}{{ n }} on{% plural %}{{ n }} on{% endblocktranslate %}"
    )
    assert list(messages_of_template(template)) == ["Altı", "<b>%(a)s</b> sekiz", "Dokuz", "%(n)s on"]


@pytest.mark.django_db
def test_a_reader_of_english_gets_the_admin_in_english():
    from wagtail.users.models import UserProfile

    from cms.users.roles import Role

    reader = person("reader", Role.EDITOR)
    UserProfile.objects.update_or_create(user=reader, defaults={"preferred_language": "en"})
    html = browser(reader).get("/admin/").content.decode()
    assert "Write a new bulletin" in html
    assert "Yeni bülten yaz" not in html
