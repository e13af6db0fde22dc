"""Words from before the door was there, signed and public: everything that goes out can be read all the same."""

import json
import re
import zipfile
from io import BytesIO
from xml.dom import minidom

import pytest
from django.test import Client
from django.urls import reverse

from cms.core.message import Message
from cms.core.text import clean, clean_json, is_clean
from media_library.kits import texts
from press_archive.bulletins.messages import bulletin_message
from publishing.channels.email import EmailRecipient, compose
from tests import factories
from tests.factories.bulletins import with_labels
from tests.factories.galleries import photo_gallery

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.slow]
OLD = "Sahil\x0byolu\x1f \ufffeaçıl\u200bıyor\u202e"


@pytest.fixture
def old(monkeypatch):
    """A live bulletin and gallery whose signed words hold what nothing can hold."""
    monkeypatch.setattr("cms.core.governed.clean_content", lambda content: [])
    monkeypatch.setattr("publishing.approval.services.unclean_fields", lambda content: [])
    body = [{"type": "paragraph", "value": f"<p>{OLD} <b>a\x0bb</b></p>"}, {"type": "subheading", "value": OLD}]
    page = factories.edit(with_labels(factories.bulletin(), "Su"), title=OLD, summary=OLD, body=body, place=OLD)
    gallery = factories.edit(photo_gallery(), title=OLD, summary=OLD)
    return factories.publish(page), factories.publish(gallery)


def test_feeds_and_sitemaps_are_well_formed(old):
    assert not is_clean(old[0].title)
    client = Client()
    tag = old[0].tags.get()
    for address in (
        reverse("bulletins_rss"), reverse("bulletins_atom"), reverse("bulletins_rss_tag", args=[tag.slug]),
        reverse("photo_galleries_atom"), "/sitemap.xml", "/sitemap-bultenler.xml", "/sitemap-galeriler.xml",
    ):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 200, address
        minidom.parseString(answer.content)
        assert is_clean(answer.content.decode()), address


def test_structured_data_is_clean(old):
    for page in old:
        html = Client().get(page.get_url()).content.decode()
        data = json.loads(re.search(r'ld\+json">(.*?)</script>', html, re.DOTALL)[1])
        assert clean_json(data) == data


def test_texts_documents_and_mails_are_clean(old):
    message = Message.from_payload(json.loads(json.dumps(bulletin_message(old[0]).as_payload())))
    assert is_clean(texts.as_text(message, {"municipality": OLD}, 1).decode("utf-8-sig"))
    docx = zipfile.ZipFile(BytesIO(texts.as_docx(message, {"municipality": OLD}, 1)))
    for name in ("word/document.xml", "docProps/core.xml"):
        minidom.parseString(docx.read(name))
        assert is_clean(docx.read(name).decode())
    assert is_clean(texts.as_html(message, {"municipality": OLD}, 1))
    assert texts.as_pdf(message, {"municipality": OLD}, 1).startswith(b"%PDF")
    mail = compose(message, EmailRecipient(email="haber@gazete.example"))
    assert clean(mail.subject, lines=False) == mail.subject
    assert is_clean(mail.body)
    assert is_clean(mail.alternatives[0][0])
    mail.message().as_bytes()
