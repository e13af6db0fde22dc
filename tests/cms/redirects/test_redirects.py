"""Old addresses lead on, into the site only and to what is public only."""

import io

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.core.refusal import Refusal
from cms.redirects import services
from cms.website.models import HomePage, StandardPage
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def live():
    """A page that the public reads."""
    return factories.publish(factories.bulletin(title="Sahil yolu"))


def test_an_old_address_leads_to_a_public_page_and_to_nothing_else(client, live, settings):
    admin = factories.administrator()
    assert services.save_one(old="https://eski.example/haber.asp?id=12&tur=3", new=live.url, user=admin).fault == ""
    answer = client.get("/haber.asp?tur=3&id=12")
    assert (answer.status_code, answer["Location"]) == (301, live.url)
    assert client.get("/haber.asp?id=13").status_code == 404
    assert client.post("/haber.asp?tur=3&id=12").status_code == 404
    assert services.save_one(old="/haberler", new="/bultenler/", user=admin).fault == ""
    assert client.get("/haberler/?x=1")["Location"] == "/bultenler/"
    assert services.save_one(old="/yil", new="/bultenler/?yil=2026", user=admin).fault == ""
    assert client.get("/yil/")["Location"] == "/bultenler/?yil=2026"
    assert services.save_one(old="/sorgulu", new=f"{live.url}?x=1", user=admin).fault == ""
    assert client.get("/sorgulu/")["Location"] == f"{live.url}?x=1"
    settings.SITE_URL = "https://yeni.example"
    assert client.get("/haberler/?x=1")["Location"] == "/bultenler/"
    draft = factories.bulletin(title="Gizli")
    faults = {
        ("/a", "https://baska.example/"): "bu sitenin içinde",
        ("/a", "//baska.example/"): "bu sitenin içinde",
        ("/a", "/\\baska.example/"): "bu sitenin içinde",
        ("/a", "javascript:alert(1)"): "bu sitenin içinde",
        ("/a", "/admin/"): "herkese açık bölümünde değil",
        ("/a", draft.url or "/bultenler/gizli/"): "yayında bir sayfa yok",
        ("/a", "/boyle-bir-sey-yok/"): "yayında bir sayfa yok",
        ("/", "/bultenler/"): "yalnızca ana sayfa",
        ("/onay/x", "/bultenler/"): "herkese açık bölümünde değil",
        ("/a\u200b", "/bultenler/"): "görünmeyen",
        ("/" + "a" * 300, "/bultenler/"): "çok uzun",
        (live.url, "/bultenler/"): "yayında bir sayfa var",
    }
    for (old, new), said in faults.items():
        assert said in services.save_one(old=old, new=new, user=admin).fault, (old, new)
    # What is withdrawn is led to by nothing: its address would tell its title.
    factories.withdraw(live)
    assert client.get("/haber.asp?tur=3&id=12").status_code == 404
    assert client.get("/sorgulu/").status_code == 404
    for outside in ("https://baska.example/", "//baska.example/x"):
        with pytest.raises(Refusal):
            Redirect.objects.create(old_path="/x", redirect_link=outside)
    Redirect.objects.bulk_create([Redirect(old_path="/y", redirect_link="https://baska.example/")])
    assert client.get("/y/").status_code == 404


def test_a_table_is_shown_before_it_is_taken(client):
    address = reverse("redirects_table")
    client.force_login(factories.editor())
    assert client.get(address).status_code in (302, 403)
    admin = factories.administrator()
    client.force_login(admin)
    Redirect.objects.create(old_path="/eski1", redirect_link=f"{settings.SITE_URL}/galeriler/")
    text = "Eski adres;Yeni adres\n/eski1;/bultenler/\n/ığdır;/bultenler/\n;\n/eski1;/bultenler/\n/b;https://kotu.example/\n"
    shown = client.post(address, {"table": SimpleUploadedFile("a.csv", text.encode("cp1254"))}).content.decode()
    assert "2 satır alınabilir, 2 satırda sorun var" in shown
    assert "2. satırda da var" in shown
    assert "değişecek" in shown
    assert Redirect.objects.get().link.endswith("/galeriler/")
    seal = shown.split('name="seal" value="')[1].split('"')[0]
    assert "önizleme eskidi" in client.post(address, {"seal": seal + "x"}, follow=True).content.decode().lower()
    client.post(address, {"seal": seal})
    assert set(Redirect.objects.values_list("old_path", "redirect_page__slug")) == {
        ("/eski1", "bultenler"),
        ("/ığdır", "bultenler"),
    }
    assert client.get("/%C4%B1%C4%9Fd%C4%B1r/")["Location"] == "/bultenler/"

    book = Workbook()
    book.active.append(["/kitap", "/bultenler/"])
    stream = io.BytesIO()
    book.save(stream)
    assert services.read_rows(stream.getvalue()) == [(1, "/kitap", "/bultenler/")]
    for broken in (b"PK\x03\x04abc", b"", b"\xff\xfe\x00", b"x" * (services.MOST_BYTES + 1), b"/a;/b\n" * 2001):
        with pytest.raises(Refusal):
            services.read_rows(broken)
    answer = client.post(address, {"table": SimpleUploadedFile("a.xlsx", b"PK\x03\x04abc")})
    assert answer.status_code == 400
    assert "Dosya okunamadı" in answer.content.decode()
    # Wagtail's own screens, whose forms take any target, give way.
    assert client.get("/admin/redirects/add/")["Location"] == reverse("redirects_index")
    client.post(reverse("redirects_remove", args=[Redirect.objects.first().pk]))
    assert Redirect.objects.count() == 1


def test_an_unsigned_page_that_is_renamed_or_moved_keeps_its_old_address(client, django_capture_on_commit_callbacks):
    admin = factories.superuser()
    home = HomePage.objects.get()
    page, other = (
        home.add_child(instance=StandardPage(title=title, live=False, owner=admin, body=[factories.PARAGRAPH]))
        for title in ("Basın odası", "Kurumsal")
    )
    with django_capture_on_commit_callbacks(execute=True):
        page.slug = "basin-merkezi"
        page.save()
        draft = factories.bulletin()
        draft.slug = "baska-ad"
        draft.save()
    assert list(Redirect.objects.values_list("old_path", flat=True)) == ["/basin-odasi"]
    assert client.get("/basin-odasi/").status_code == 404  # nobody signed the page yet
    StandardPage.objects.get(pk=page.pk).move(Page.objects.get(pk=other.pk), pos="last-child")
    page = StandardPage.objects.get(pk=page.pk)
    page.save_revision(user=factories.editor())
    other.save_revision(user=factories.editor())
    factories.publish(other)
    live = factories.publish(page)
    assert client.get("/basin-odasi/")["Location"] == live.url
    assert client.get("/basin-merkezi/")["Location"] == live.url == "/kurumsal/basin-merkezi/"
