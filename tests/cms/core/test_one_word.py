"""One word for one thing: a photo is "fotoğraf" wherever people read, in our texts and in Wagtail's."""

import re

import polib

from tests.cms.core.test_english_catalogue import CATALOGUE, own_messages

OTHER_WORDS = re.compile(r"\b(?:görsel|resim|resm[ie]n?\b|imaj)", re.I)
TURKISH = CATALOGUE.parents[2] / "tr" / "LC_MESSAGES"


def test_nobody_reads_another_word_for_a_photo():
    read = set(own_messages())
    for name in ("django.po", "djangojs.po"):
        for entry in polib.pofile(str(TURKISH / name)):
            read.update(entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr])
    assert len(read) > 3000
    assert sorted(text for text in read if OTHER_WORDS.search(text)) == []
