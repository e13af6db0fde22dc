"""Before something is deleted one sees what links to it, as far as one may know it."""

import pytest
from django.urls import reverse

from cms.office.uses import uses_of
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_the_screen_of_deletion_names_what_links_here(client):
    editor = factories.editor()
    client.force_login(editor)
    page = factories.bulletin(author=editor, title="Hedef")
    link = {"type": "paragraph", "value": f'<p><a linktype="page" id="{page.pk}">şurada</a></p>'}
    source = factories.bulletin(author=editor, title="Bağlanan taslak", body=[link])
    shown = client.get(reverse("wagtailadmin_pages:delete", args=[page.pk])).content.decode()
    assert "Buraya bağlananlar" in shown
    assert "Bağlanan taslak" in shown
    assert reverse("wagtailadmin_pages:edit", args=[source.pk]) in shown
    assert "referenced" not in shown
    # Who may not open the draft is told that there is something, not what.
    seen = uses_of(page, factories.social_editor())
    assert (seen.named, seen.others) == ([], 1)
    photo = factories.photo("Afiş")
    factories.bulletin(author=editor, title="Fotoğraflı", **factories.with_photo(photo=photo))
    shown = client.get(reverse("wagtailimages:delete", args=[photo.pk])).content.decode()
    assert "Fotoğraflı" in shown
    assert "Kullanıldığı için silinemez" in shown
    alone = factories.bulletin(author=editor, title="Yalnız")
    assert (
        "Buraya bağlananlar" not in client.get(reverse("wagtailadmin_pages:delete", args=[alone.pk])).content.decode()
    )
