"""From the second signature to the answers: what is announced, who hears of it, what their calendars are told."""

import datetime as dt

import pytest

from press_archive.agenda import letters, selectors, services
from press_archive.agenda.models import EventVersion, Invitation
from cms.letters.models import Letter
from tests import factories
from tests.factories import agenda
from tests.office import browser

pytestmark = [pytest.mark.django_db]


def test_smoke(client):
    found = agenda.announced()
    assert [one.title for one in selectors.announced()] == [found.title]
    row = agenda.invited(found)
    print(Letter.objects.get(kind="invitation").body)
    print(Letter.objects.get(kind="invitation").calendar)
    for path in ("/basin/takvim/", "/basin/takvim.ics", found.public_path, f"/basin/etkinlik/{found.pk}.ics", f"/basin/davet/{row.token}/"):
        answer = client.get(path)
        assert answer.status_code == 200, path
    office = browser(factories.editor())
    v = agenda.visit()
    for path in (f"/admin/basin-etkinlikleri/{found.pk}/", "/admin/basin-ziyaretleri/", f"/admin/basin-ziyaretleri/{v.pk}/", f"/admin/basin-ziyaretleri/{v.pk}/yazdir/", f"/admin/basin-ziyaretleri/{v.pk}/duzenle/", "/admin/basin-ziyaretleri/yeni/", "/admin/basin-ziyaretleri/takvim/", "/admin/snippets/agenda/pressevent/", "/admin/snippets/agenda/pressevent/add/", f"/admin/snippets/agenda/pressevent/edit/{found.pk}/", "/admin/"):
        answer = office.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
    moved = agenda.changed(found, starts_at=found.starts_at + dt.timedelta(days=1), ends_at=found.ends_at + dt.timedelta(days=1))
    assert [v.change for v in EventVersion.objects.all()] == ["announced", "moved"]
    factories.withdraw(moved)
    assert [v.change for v in EventVersion.objects.all()] == ["announced", "moved", "cancelled"]
