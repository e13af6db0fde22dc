"""The approvers' desk over HTTP: who may open it, what it shows, and that a signature is on what was read."""

import datetime as dt
import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from cms.letters.models import Letter, LetterKind
from cms.users.models import Delegation
from cms.users.roles import Role
from publishing.approval import reminders, selectors
from publishing.approval.desk import surfaces
from publishing.approval.models import Decision, EvidenceRecord, SignatureState
from tests import factories
from tests.office import browser
from tests.publishing.approval import attackers

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting():
    """A bulletin at Müdür's step."""
    return factories.submit(factories.bulletin(title="Sahil yolu yenileniyor", **factories.with_photo()))


def step(page) -> SignatureState:
    return page.current_workflow_task_state.specific


def address(name: str, page) -> str:
    return reverse(f"approval:{name}", args=[step(page).pk])


def seen_hash(html: str) -> str:
    return re.search(r'name="seen_hash" value="([0-9a-f]{64})"', html)[1]


def signed_in(client, user):
    client.force_login(user)
    return client


def delegate(deputy, *, principal=None, ends=dt.timedelta(days=1)) -> Delegation:
    principal = principal or factories.mayor()
    now = timezone.now()
    return Delegation.objects.create(
        office="mayor", principal=principal, deputy=deputy, starts_at=now - dt.timedelta(days=2), ends_at=now + ends,
        document_number="2026/17", created_by=principal,
    )  # fmt: skip


def text_of(response) -> str:
    return response.content.decode()


@pytest.mark.once
def test_strangers_sign_in_first_and_come_back(client, waiting):
    response = client.get(address("review", waiting))
    assert response.status_code == 302
    assert response.url.startswith(reverse("wagtailadmin_login"))
    assert f"next={address('review', waiting)}" in response.url


@pytest.mark.once
@pytest.mark.parametrize("who", ["editor", "social_editor", "archivist", "administrator", "superuser"])
def test_others_are_told_whom_the_desk_is_for(client, waiting, who):
    signed_in(client, getattr(factories, who)())
    for url in (reverse("approval:desk"), address("review", waiting)):
        response = client.get(url)
        assert response.status_code == 403
        assert "imza makamları içindir" in text_of(response)
    for name in ("sign", "return"):
        assert client.post(address(name, waiting), {"seen_hash": "0" * 64, "comment": "x"}).status_code == 403
    assert not EvidenceRecord.objects.filter(decision__in=[Decision.SIGNED, Decision.RETURNED]).exists()


def test_the_queue_shows_the_most_urgent_first(client, waiting):
    urgent = factories.bulletin(title="Fırtına uyarısı", go_live_at=timezone.now() + dt.timedelta(hours=1))
    factories.submit(urgent)
    html = text_of(signed_in(client, factories.director()).get(reverse("approval:desk")))
    assert html.index("Fırtına uyarısı") < html.index("Sahil yolu yenileniyor")
    assert "Fen İşleri Müdürlüğü" in html
    assert "Gönderen: Editor Örnek" in html
    assert "embargo-urgent" in html
    assert "Masanız temiz" not in html
    assert "Masanız temiz" in text_of(signed_in(client, factories.mayor()).get(reverse("approval:desk")))


def test_both_offices_sign_and_the_bulletin_is_live(client, waiting):
    other = factories.submit(factories.bulletin(title="İkinci haber"))
    signed_in(client, factories.director())
    html = text_of(client.get(address("review", waiting)))
    assert "İlk sürüm" in html
    assert "Müdür olarak" in html
    sign_url = address("sign", waiting)
    response = client.post(sign_url, {"seen_hash": seen_hash(html)}, REMOTE_ADDR="10.1.2.3", follow=True)
    assert "İmzalandı." in text_of(response)
    assert "Sırada 1 içerik var." in text_of(response)
    assert address("review", other) in text_of(response)
    assert EvidenceRecord.objects.get(decision=Decision.SIGNED).ip_address == "10.1.2.3"
    page = type(waiting).objects.get(pk=waiting.pk)
    assert not page.live
    signed_in(client, factories.mayor())
    html = text_of(client.get(address("review", page)))
    response = client.post(address("sign", page), {"seen_hash": seen_hash(html)}, follow=True)
    assert "içerik yayında" in text_of(response)
    assert type(waiting).objects.get(pk=waiting.pk).live


def test_a_second_tap_signs_nothing_more(client, waiting):
    signed_in(client, factories.director())
    data = {"seen_hash": seen_hash(text_of(client.get(address("review", waiting))))}
    url = address("sign", waiting)
    client.post(url, data)
    response = client.post(url, data, follow=True)
    assert "zaten vermiştiniz" in text_of(response)
    assert EvidenceRecord.objects.filter(decision=Decision.SIGNED).count() == 1


@pytest.mark.once
def test_nothing_is_signed_or_returned_by_get(client, waiting):
    signed_in(client, factories.director())
    for name in ("sign", "return"):
        assert client.get(address(name, waiting)).status_code == 405
    assert step(waiting).status == SignatureState.STATUS_IN_PROGRESS


def test_a_form_without_its_csrf_token_is_refused(waiting, client):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(factories.director())
    html = text_of(strict.get(address("review", waiting)))
    assert strict.post(address("sign", waiting), {"seen_hash": seen_hash(html)}).status_code == 403
    assert not EvidenceRecord.objects.filter(decision=Decision.SIGNED).exists()


def test_content_that_changed_under_the_readers_eyes_is_refused_with_the_difference(client, waiting):
    signed_in(client, factories.director())
    read = seen_hash(text_of(client.get(address("review", waiting))))
    attackers.overwrite(waiting, summary="Sahil yolunun beş kilometrelik bölümünde yenileme başladı.")
    response = client.post(address("sign", waiting), {"seen_hash": read, "comment": "Uygundur."})
    html = text_of(response)
    assert response.status_code == 409
    assert "Siz okurken içerik değişti" in html
    assert "<del>üç</del><ins>beş</ins>" in html
    assert "Uygundur." in html
    assert not EvidenceRecord.objects.filter(decision=Decision.SIGNED).exists()
    again = client.post(address("sign", waiting), {"seen_hash": seen_hash(html)})
    assert again.status_code == 302
    assert EvidenceRecord.objects.filter(decision=Decision.SIGNED).count() == 1


def test_a_return_needs_a_reason_and_keeps_it(client, waiting):
    signed_in(client, factories.director())
    response = client.post(address("return", waiting), {"comment": "  "})
    assert response.status_code == 400
    assert "İade gerekçesi yazılmadan içerik iade edilemez." in text_of(response)
    url = address("return", waiting)
    response = client.post(url, {"comment": "Rakamlar doğrulansın."}, follow=True)
    assert "İade edildi." in text_of(response)
    record = EvidenceRecord.objects.get(decision=Decision.RETURNED)
    assert record.comment == "Rakamlar doğrulansın."
    assert type(waiting).objects.get(pk=waiting.pk).current_workflow_state.status == "needs_changes"


def test_a_refused_return_keeps_the_comment(client, waiting):
    review = address("return", waiting)
    factories.sign(waiting, user=factories.director())
    other = factories.person("mudur2", Role.DIRECTOR)
    response = signed_in(client, other).post(review, {"comment": "Başlık düzeltilsin."})
    assert response.status_code == 409
    assert "artık bu imzayı beklemiyor" in text_of(response)


def test_the_author_finds_the_reason_instead_of_the_button(client):
    author = factories.person("yazan", Role.DIRECTOR, Role.EDITOR)
    page = factories.submit(factories.bulletin(author=author))
    html = text_of(signed_in(client, author).get(address("review", page)))
    assert "Kendi yazdığınız ya da onaya gönderdiğiniz içeriği imzalayamazsınız." in html
    assert "sign-sheet" not in html
    assert "return-sheet" in html


def test_a_deputy_sees_in_whose_name_and_after_the_term_nothing(client, waiting):
    page = factories.sign(waiting, user=factories.director())
    deputy = factories.person("vekil", Role.ARCHIVIST)
    signed_in(client, deputy)
    assert client.get(address("review", page)).status_code == 403
    delegation = delegate(deputy)
    html = text_of(client.get(address("review", page)))
    assert "Başkan Baskan Örnek adına (vekâlet, belge 2026/17)" in html
    Delegation.objects.filter(pk=delegation.pk).update(ends_at=timezone.now() - dt.timedelta(minutes=1))
    response = client.post(address("sign", page), {"seen_hash": seen_hash(html)})
    assert response.status_code == 403
    assert EvidenceRecord.objects.filter(decision=Decision.SIGNED).count() == 1


@pytest.mark.once
def test_what_changed_since_the_signed_version_is_shown_word_by_word(client):
    page = factories.publish(factories.bulletin(**factories.with_photo()))
    page = factories.edit(
        page,
        summary="Sahil yolunun dört kilometrelik bölümünde yenileme başladı.",
        lead_image=factories.photo("Yeni kare"),
        correction="Uzunluk düzeltildi.",
    )
    page = factories.submit(page)
    html = text_of(signed_in(client, factories.director()).get(address("review", page)))
    assert "Son imzalı sürümden beri değişenler" in html
    assert "<del>üç</del><ins>dört</ins>" in html
    assert "change-photo-old" in html
    assert "Uzunluk düzeltildi." in html


@pytest.mark.once
def test_registered_surfaces_appear_inline_or_framed(client, waiting, monkeypatch):
    monkeypatch.setattr(surfaces, "SURFACES", {})
    surfaces.register("social", "Sosyal medyada", lambda request, content: f"<p>gönderi: {content.title}</p>")
    surfaces.register("email", "E-postada", lambda request, content: "<!doctype html><p>Sayın basın</p>")
    surfaces.register("other", "Başka", lambda request, content: None)
    signed_in(client, factories.director())
    html = text_of(client.get(address("review", waiting)))
    assert html.index("E-postada") < html.index("Sosyal medyada")
    assert "gönderi: Sahil yolu yenileniyor" in html
    assert "Sayın basın" not in html
    state = step(waiting)
    framed = client.get(reverse("approval:preview", args=[state.pk, "email"]))
    assert "Sayın basın" in text_of(framed)
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in framed["Content-Security-Policy"]
    assert client.get(reverse("approval:preview", args=[state.pk, "other"])).status_code == 404
    stale = client.get(reverse("approval:preview", args=[state.pk, "email"]), {"ozet": "0" * 64})
    assert stale.status_code == 409


@pytest.mark.once
def test_the_web_preview_is_the_page_as_a_visitor_will_see_it(client, waiting):
    signed_in(client, factories.director())
    response = client.get(reverse("approval:preview", args=[step(waiting).pk, "web"]))
    assert response.status_code == 200
    assert "Sahil yolu yenileniyor" in text_of(response)
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]


@pytest.mark.once
def test_the_forwarded_address_counts_only_behind_our_proxy(client, settings):
    def recorded(title: str) -> str:
        page = factories.submit(factories.bulletin(title=title))
        html = text_of(client.get(address("review", page)))
        client.post(
            address("sign", page), {"seen_hash": seen_hash(html)},
            REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 10.9.8.7",
        )  # fmt: skip
        return EvidenceRecord.objects.filter(decision=Decision.SIGNED).last().ip_address

    signed_in(client, factories.director())
    settings.BEHIND_PROXY = False
    assert recorded("Bir") == "127.0.0.1"
    settings.BEHIND_PROXY = True
    assert recorded("İki") == "10.9.8.7"


def test_only_an_office_withdraws_and_only_with_a_reason(client):
    page = factories.publish(factories.bulletin(title="Geri alınacak haber"))
    link = f'<p><a linktype="page" id="{page.pk}">haber</a></p>'
    draft = factories.bulletin(title="Taslaktaki söz", body=[{"type": "paragraph", "value": link}])
    linking = factories.bulletin(title="Bağlantı veren", body=[{"type": "paragraph", "value": link}])
    assert selectors.pages_linking_to(page) == []
    factories.publish(linking)
    from publishing.approval.desk.reading import content_type_pk

    url = reverse("approval:withdraw", args=[content_type_pk(page), page.pk])
    assert signed_in(client, factories.editor()).post(url, {"reason": "x"}).status_code == 403
    signed_in(client, factories.mayor())
    assert url in text_of(client.get(reverse("approval:desk")))
    asked = text_of(client.get(url))
    assert "Evet, yayından kaldır" in asked
    assert "Bağlantı veren" in asked
    assert draft.title not in asked
    response = client.post(url, {"reason": ""})
    assert response.status_code == 400
    assert "Gerekçe yazılmadan" in text_of(response)
    assert type(page).objects.get(pk=page.pk).live
    response = client.post(url, {"reason": "Tarih yanlış."}, follow=True)
    assert "yayından kaldırıldı" in text_of(response)
    assert not type(page).objects.get(pk=page.pk).live
    assert EvidenceRecord.objects.get(decision=Decision.WITHDRAWN).comment == "Tarih yanlış."
    again = client.post(url, {"reason": "Bir daha."})
    assert again.status_code == 409
    assert "yayında ya da yayın sırasında değil" in text_of(again)


@pytest.mark.once
def test_the_reminder_leads_to_the_desk(client, waiting):
    factories.director()
    assert reminders.send_due(now=timezone.now() + dt.timedelta(hours=5)) == 1
    message = Letter.objects.get(kind=LetterKind.REMINDER)
    assert message.subject == "İmzanızı bekliyor: Sahil yolu yenileniyor"
    assert "Sayın Mudur Örnek," in message.body
    assert f"http://testserver{address('review', waiting)}" in message.body
    assert "Bilgilerinize arz ederiz." in message.body
    assert "&" not in message.body


@pytest.mark.once
@pytest.mark.parametrize("path", ["onay/iz/999999/1/", "onay/kaldir/1/1/", "onay/incele/999999/"])
def test_unknown_addresses_are_not_found(client, path):
    assert signed_in(client, factories.director()).get(f"/{path}").status_code == 404


def with_a_waiting_correction():
    page = factories.publish(factories.bulletin())
    tomorrow = timezone.now() + dt.timedelta(days=1)
    return factories.publish(factories.edit(page, go_live_at=tomorrow, correction="Yarın değişecek."))


@pytest.mark.parametrize(("only_schedule", "stays"), [("1", True), ("", False)])
def test_with_a_waiting_correction_the_office_says_what_to_stop(only_schedule, stays):
    page = with_a_waiting_correction()
    mayor = browser(factories.mayor())
    way = reverse("approval:withdraw", args=[ContentType.objects.get_for_model(page).pk, page.pk])
    text = mayor.get(way).content.decode()
    assert "Yalnız bekleyen yeni sürüm" in text
    assert "Hepsi. Sayfa kapanır" in text
    mayor.post(way, {"reason": "Program değişti.", "only_schedule": only_schedule})
    page = type(page).objects.get(pk=page.pk)
    assert page.live is stays
    assert page.scheduled_revision is None
