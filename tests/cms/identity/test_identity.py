import pytest

from cms.identity.models import Identity
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_new_installation_prints_a_neutral_name_and_has_one_draft(client):
    assert Identity.objects.get().live is False
    assert "Belediye" in client.get("/").content.decode()


def test_signed_identity_is_printed(client):
    factories.identity(municipality="Işıklı Belediyesi")
    assert "Işıklı Belediyesi" in client.get("/").content.decode()
