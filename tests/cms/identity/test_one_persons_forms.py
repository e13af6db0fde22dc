"""Whatever one person sends to the forms of the admin, a stranger is served the same bytes as before."""

import itertools
import re

import pytest
from django.core.cache import caches
from django.test import Client

from cms.users.models import User
from press_archive.bulletins.models import Category
from tests import factories
from tests.cms.identity import face

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]
PEOPLE = {"administrator": factories.administrator, "superuser": factories.superuser}


@pytest.fixture
def published():
    for cache in caches.all():  # sizes of another test's photos
        cache.clear()
    lists = [factories.distribution_list()]
    page = factories.bulletin(lists=lists, **factories.with_photo())
    page.categories = [Category.objects.create(name="Ulaşım", slug="ulasim")]
    page.tags.add("sahil")
    page.save_revision(user=factories.editor())
    factories.identity(municipality="Işıklı Belediyesi", phone="0266 222 22 22", logo=factories.photo("Amblem"))
    factories.publish(page)


def by_label(form):
    return form[1]._meta.label


def fill_in(client, address):
    """Sends the form at ``address`` with every field changed; where that is refused, with each changed alone, and as it
    stands (which is how confirmations are given). Gives how many answers it got."""
    page = client.get(address)
    values = face.fields_of(page.content.decode()) if page.status_code == 200 else {}
    fields = [name for name in values if not re.search(r"-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$", name)]
    everywhere = values
    for name in fields:
        everywhere = face.changed(everywhere, name)
    tries = [everywhere, *(face.changed(values, name) for name in fields), values]
    for number, data in enumerate(tries, 1):
        if client.post(address, data).status_code == 302 and data is everywhere:
            return number
    return len(tries)


@pytest.mark.parametrize("who", PEOPLE)
def test_no_form_of_one_person_changes_what_strangers_get(published, who):
    client = Client(raise_request_exception=False)
    person = PEOPLE[who]()
    client.force_login(person)
    before = face.everything()
    assert before == face.everything()
    tried = {}
    by_model = itertools.groupby(sorted(face.model_forms(), key=by_label), key=by_label)
    for label, forms in by_model:
        for name, model in forms:
            for row in model._default_manager.exclude(pk=person.pk if model is User else None).order_by("pk")[:2]:
                tried[name] = tried.get(name, 0) + fill_in(client, face.address_of(name, row.pk))
        assert face.everything() == before, label
    assert {"wagtailsnippets_identity_identity:edit", "wagtailsites:edit", "categories:edit"} <= set(tried)
