"""Whatever is typed into a field that chooses something, in whatever form of the admin: an answer in words."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.db import transaction
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.website.models import AlertBanner
from tests import factories, worlds
from tests.cms.identity import face
from tests.journeys.library import fill_library
from tests.office import browser, form_data

ODD = ("abc", "9" * 22, "-1", "1.5", "None", "[1]", "1 OR 1=1", "İ")
BLOCKS = {
    "picture": lambda odd: {"image": odd, "alt": "x", "credit": "y", "caption": ""},
    "file": lambda odd: {"document": odd, "title": "x"},
    "archive_video": lambda odd: {"video": odd, "title": "x"},
    "video": lambda odd: {"url": "https://youtu.be/aaaaaaaaaaa", "title": "x", "poster": odd},
}


def choices(html):
    """The names of fields that choose: choosers, lists, ticks with a value."""
    page = BeautifulSoup(html, "html.parser")
    found = {one.get("name") for one in page.select("form select, form input[type=radio]")}
    for one in page.select("form input[type=hidden], form input[type=text]"):
        around = [one, *one.find_parents(limit=3)]
        if any(key.startswith(("data-chooser", "data-chooser-url")) or "chooser" in str(value)
               for element in around for key, value in element.attrs.items()):  # fmt: skip
            found.add(one.get("name"))
    return {name for name in found if name and name != "csrfmiddlewaretoken"}


def answered(client, address, data):
    with transaction.atomic():
        response = client.post(address, data)
        transaction.set_rollback(True)
    return response


def furnished():
    fill_library()
    factories.publish(factories.bulletin(lists=[factories.distribution_list()], **factories.with_photo()))
    factories.bulletin(title="Taslak", **factories.with_photo())
    banner = AlertBanner(title="Lodos", text="Uyarı")
    banner.save()
    banner.save_revision(user=factories.editor())


pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once, worlds.on(furnished)]


@pytest.fixture
def office(world):
    client = browser(factories.superuser())
    client.raise_request_exception = False
    return client


def forms():
    """Addresses of forms: every model's edit page of a first row, and every page that adds."""
    for name, model in face.model_forms():
        row = model._default_manager.order_by("pk").first()
        if row is not None and (address := face.address_of(name, row.pk)):
            yield address
    for name, pattern in face.patterns(face.get_resolver().url_patterns):
        takes = pattern.pattern.converters or getattr(getattr(pattern.pattern, "regex", None), "groupindex", {})
        if not takes and name.rpartition(":")[2] in ("add", "index", "create", "finder", "page"):
            yield reverse(name)


def test_no_chooser_of_any_form_fails_on_an_odd_value(office):
    tried, failed = {}, []
    for address in dict.fromkeys(forms()):
        page = office.get(address)
        if page.status_code != 200 or page.streaming:
            continue
        html = page.content.decode()
        values = face.fields_of(html)
        for field in choices(html) & values.keys():
            for odd in ODD[:3]:
                answer = answered(office, address, {**values, field: [odd]})
                tried[field] = tried.get(field, 0) + 1
                if answer.status_code >= 500:
                    failed.append(f"{address} {field}={odd}: {answer.exc_info[1]!r}"[:300])
    assert failed == []
    assert {"logo", "photographer", "tag"} <= tried.keys(), sorted(tried)


@pytest.mark.parametrize("odd", ODD)
def test_the_emblem_says_what_is_wrong_and_keeps_the_rest(office, odd):
    address = "/admin/snippets/identity/identity/edit/1/"
    values = face.fields_of(office.get(address).content.decode())
    answer = answered(office, address, {**values, "municipality": ["Işıklı Belediyesi"], "logo": [odd]})
    assert answer.status_code in (200, 400)


@pytest.mark.parametrize("field", ["lead_image", "department", "distribution_lists", "categories"])
def test_no_choice_of_a_bulletin_fails(office, field):
    page = factories.bulletin(title="Deneme", **factories.with_photo())
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    for odd in ODD:
        assert answered(office, address, form_data(page) | {field: odd}).status_code < 500, odd


@pytest.mark.parametrize("block", BLOCKS)
def test_no_chooser_in_a_body_fails(office, block):
    page = factories.bulletin(title="Deneme")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    for odd in ODD:
        body = nested_form_data({"body": streamfield([(block, BLOCKS[block](odd))])})
        data = {key: value for key, value in form_data(page).items() if not key.startswith("body-")}
        assert answered(office, address, data | body).status_code < 500, odd


@pytest.mark.parametrize("name", ["social_texts", "correction_notes"])
def test_no_row_of_a_bulletin_fails(office, name):
    page = factories.bulletin(title="Deneme")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    for odd in ODD:
        rows = nested_form_data({name: inline_formset([{"network": odd, "text": "x", "id": odd}], initial=1)})
        assert answered(office, address, form_data(page) | rows).status_code < 500, odd
