"""Whatever one person sends to the forms of the admin, a stranger is served the same bytes as before."""

import pytest
from django.test import Client

from cms.users.models import User
from tests import factories
from tests.cms.identity import face

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PEOPLE = {"administrator": factories.administrator, "superuser": factories.superuser}


@pytest.fixture
def published(settings):
    lists = [factories.distribution_list()]
    factories.publish(factories.bulletin(lists=lists, **factories.with_photo()))


def sent(client, address, values):
    """The answer to a form; a refusal in words is as good as any other."""
    response = client.post(address, values)
    assert response.status_code < 500, f"{address}: {response.status_code}"
    return response


@pytest.mark.parametrize("who", PEOPLE)
def test_no_form_of_one_person_changes_what_strangers_get(published, who):
    client = Client()
    person = PEOPLE[who]()
    client.force_login(person)
    before = face.everything()
    assert before == face.everything()
    tried = 0
    for name, model in sorted(face.model_forms(), key=lambda found: found[0]):
        for row in model._default_manager.exclude(pk=person.pk if model is User else None).order_by("pk")[:2]:
            address = face.address_of(name, row.pk)
            page = client.get(address)
            values = face.fields_of(page.content.decode()) if page.status_code == 200 else {}
            for field in values:
                sent(client, address, face.changed(values, field))
                tried += 1
            sent(client, address, values)
        assert face.everything() == before, name
    assert tried > 20
