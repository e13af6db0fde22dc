"""A signer reads what an editor wrote, in the signer's own session: no word of it may run there, or for the public."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from cms.core.blocks import RICH_TEXT_FEATURES
from cms.users.roles import Role
from press_archive.bulletins.models import BulletinPage
from publishing.approval.desk.reading import content_type_pk
from tests import factories
from tests.office import browser, desk_return, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]
EVIL = "\"'><script>kotu(1)</script><img src=x onerror=kotu(2)>{{7*7}}</title></textarea>"
# What a tampered editor could post: words that look like markup, and a link that is a program.
TAMPERED = {
    "blocks": [
        {
            "key": "a", "text": f"{EVIL} tıklayın", "type": "unstyled", "depth": 0,
            "inlineStyleRanges": [{"offset": 0, "length": 5, "style": '"><script>kotu(4)</script>'}],
            "entityRanges": [{"offset": len(EVIL) + 1, "length": 8, "key": 0}],
        },
        {"key": "b", "text": EVIL, "type": "atomic", "depth": 0, "inlineStyleRanges": [],
         "entityRanges": [{"offset": 0, "length": 3, "key": 1}]},
    ],
    "entityMap": {
        "0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:kotu(3)"}},
        "1": {"type": "EMBED", "mutability": "IMMUTABLE", "data": {"url": "https://kotu.example", "html": EVIL}},
    },
}  # fmt: skip
NETWORKS = ("x", "facebook", "telegram", "mastodon", "bluesky")


def hostile():
    writer = factories.person("kotu", Role.EDITOR, first_name=EVIL[:140], last_name="X")
    body = [
        {
            "type": "paragraph",
            "value": ContentstateConverter(RICH_TEXT_FEATURES).to_database_format(json.dumps(TAMPERED)),
        },
        {"type": "subheading", "value": EVIL},
        {"type": "quote", "value": {"text": EVIL, "name": EVIL, "title": EVIL}},
        {"type": "contact", "value": {"name": EVIL, "title": EVIL, "phone": "", "email": ""}},
    ]
    page = factories.bulletin(
        author=writer, title=EVIL, slug="kotu", summary=EVIL, body=body, place=EVIL, contact_name=EVIL,
        lists=[factories.distribution_list(name=EVIL[:100])], social=dict.fromkeys(NETWORKS, EVIL),
        department=factories.department(EVIL, "kotu"),
        lead_image=factories.photo(title=EVIL), lead_image_alt=EVIL, lead_image_credit=EVIL,
    )  # fmt: skip
    content = page.get_latest_revision().as_object()
    content.tags.add(EVIL)
    content.correction_notes.create(text=EVIL)
    content.save_revision(user=writer)
    return factories.submit(BulletinPage.objects.get(pk=page.pk), user=writer)


def harmless(html):
    """Whether nothing of :data:`EVIL` or :data:`TAMPERED` came out as markup."""
    return not any(text in html for text in ("<script>kotu", "<img src=x", 'href="javascript:', "</textarea>{", ">49<"))


def answer(user, address):
    response = (browser(user) if user else Client()).get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_hostile_words_are_only_words_on_the_desk():
    page = hostile()
    state, signer = waiting(page), factories.director()
    sheet = reverse("approval:evidence", args=[content_type_pk(page), page.pk])
    addresses = [
        reverse("approval:desk"),
        reverse("approval:review", args=[state.pk]),
        *(reverse("approval:preview", args=[state.pk, surface]) for surface in ("web", "email", "social")),
        sheet,
        reverse("wagtailadmin_home"),
    ]
    for address in addresses:
        html = answer(signer, address)
        assert harmless(html), address
    desk_return(signer, state, EVIL)
    author = factories.person("kotu")
    for address in (sheet, reverse("wagtailadmin_home"), reverse("wagtailadmin_pages:edit", args=[page.pk])):
        assert harmless(answer(author, address)), address


def test_hostile_words_are_only_words_in_public():
    page = hostile()
    page = factories.sign(factories.sign(page, user=factories.director()), user=factories.mayor())
    assert page.live
    for address in ("/", "/bultenler/", f"/bultenler/{page.slug}/", "/bultenler/rss.xml", "/bultenler/atom.xml"):
        assert harmless(answer(None, address)), address
    for address in (reverse("social_queue"), reverse("dagitim:index")):
        assert harmless(answer(factories.social_editor(), address)), address
