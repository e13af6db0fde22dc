from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from media_library.kits import selectors, services, zip_response
from media_library.kits.models import FileRole, Kit, KitDownload, KitDownloadedItem, KitLink, KitState, KitTry
from media_library.models import Photo
from tests import factories
from tests.factories.kits import link_to, made_by_hand
from tests.office import browser

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.slow]
PASSWORD = "Zeytin-2026"


def page_of(link: KitLink, key: str = "") -> str:
    return reverse("press_kit:page", args=[link.token]) + (f"?k={key}" if key else "")


def zip_of(link: KitLink) -> str:
    return reverse("press_kit:zip", args=[link.token, f"basin-kiti-{link.kit_id}"])


def file_of(link: KitLink, role: str = FileRole.ORIGINAL) -> str:
    file = link.kit.files.filter(role=role).first()
    return reverse("press_kit:file", args=[link.token, file.pk, file.last_name])


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def addresses(link: KitLink) -> list[str]:
    file = link.kit.files.filter(role=FileRole.WEB).first()
    small = reverse("press_kit:thumbnail", args=[link.token, file.pk]) if file else page_of(link)
    return [page_of(link), zip_of(link), *([file_of(link), small] if file else [])]


def test_the_page_shows_pictures_with_their_words_and_every_download(client: Client, link: KitLink) -> None:
    response = client.get(page_of(link))
    text = response.content.decode()
    assert response.status_code == 200
    for words in (
        "İğdeli Mahallesi",
        "Fotoğraf: Gökçe Işık",
        "Haber amaçlı kullanım serbesttir.",
        "Hepsini indir (zip, ",
    ):
        assert words in text
    for address in addresses(link)[1:]:
        assert address in text
    assert response["X-Robots-Tag"].startswith("noindex")
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert "'unsafe-inline'" not in response["Content-Security-Policy"]


def test_the_zip_is_whole_and_says_its_size_before(client: Client, link: KitLink) -> None:
    response = client.get(zip_of(link))
    data = body(response)
    assert response.status_code == 200
    assert int(response["Content-Length"]) == len(data)
    assert response["Content-Disposition"] == f'attachment; filename="basin-kiti-{link.kit_id}.zip"'
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        assert found.testzip() is None
        assert "belge/Şenlik Programı (İğdır).pdf" in found.namelist()
    head = client.head(zip_of(link))
    assert (head["Content-Length"], head["ETag"], head["Accept-Ranges"]) == (str(len(data)), response["ETag"], "bytes")
    assert KitDownload.objects.count() == 1


def test_a_broken_download_goes_on_where_it_was(client: Client, link: KitLink) -> None:
    whole = client.get(zip_of(link))
    data, etag = body(whole), whole["ETag"]
    rest = client.get(zip_of(link), headers={"Range": "bytes=1000-", "If-Range": etag})
    assert rest.status_code == 206
    assert rest["Content-Range"] == f"bytes 1000-{len(data) - 1}/{len(data)}"
    assert body(rest) == data[1000:]
    tail = client.get(zip_of(link), headers={"Range": "bytes=-22"})
    assert body(tail) == data[-22:]
    changed = client.get(zip_of(link), headers={"Range": "bytes=1000-", "If-Range": '"anders"'})
    assert (changed.status_code, body(changed)) == (200, data)
    beyond = client.get(zip_of(link), headers={"Range": f"bytes={len(data)}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(data)}")
    for odd in ("bytes=5-1", "pages=1-2", "bytes=0-1,5-6", "bytes=x-"):
        assert client.get(zip_of(link), headers={"Range": odd}).status_code == 200
    assert [one.first for one in KitDownload.objects.order_by("pk")][:3] == [0, 1000, len(data) - 22]


def test_a_single_file_comes_under_its_own_name_and_by_range(client: Client, link: KitLink) -> None:
    response = client.get(file_of(link))
    data = body(response)
    assert response["Content-Disposition"] == f'attachment; filename="basin-kiti-{link.kit_id}-01.jpg"'
    part = client.get(file_of(link), headers={"Range": "bytes=10-19"})
    assert (part.status_code, body(part)) == (206, data[10:20])
    turkish = client.get(file_of(link, FileRole.DOCUMENT))
    assert turkish["Content-Disposition"] == (
        "attachment; filename*=utf-8''%C5%9Eenlik%20Program%C4%B1%20%28%C4%B0%C4%9Fd%C4%B1r%29.pdf"
    )
    assert client.get(file_of(link).replace("-01.jpg", "-02.jpg")).status_code == 404


def test_a_guessed_token_is_the_same_404_as_one_that_cannot_be(client: Client, link: KitLink) -> None:
    unknown = link.token[:-1] + ("A" if link.token[-1] != "A" else "B")
    answers = [
        client.get(f"/basin-kiti/{token}/") for token in (unknown, "x", "%00", "..%2f..%2fetc", "a" * 300, "ığü")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({len(answer.content) for answer in answers}) == 1
    assert client.get(zip_of(link).replace(link.token, unknown)).status_code == 404
    assert len({link.token, *(link_to(link.kit).token for _ in range(20))}) == 21
    assert len(link.token) == 43


def test_another_kits_file_cannot_be_had_with_this_kits_address(client: Client, link: KitLink, photo: Photo) -> None:
    from tests.factories.kits import build

    other = made_by_hand(photo, name="Gizli kit")
    build()
    file = other.files.first()
    assert client.get(reverse("press_kit:file", args=[link.token, file.pk, file.last_name])).status_code == 404
    assert client.get(zip_of(link).replace(f"kiti-{link.kit_id}", f"kiti-{other.pk}")).status_code == 404


def test_no_file_of_a_kit_has_an_address_of_its_own(client: Client, link: KitLink) -> None:
    for file in link.kit.files.exclude(role=FileRole.DOCUMENT):
        assert client.get(f"/media/{file.stored_name}").status_code == 404


@pytest.mark.parametrize(
    "change, words",
    [
        ({"expires_at": timezone.now() - dt.timedelta(minutes=1)}, "süresi doldu"),
        ({"revoked_at": timezone.now()}, "iptal edildi"),
    ],
)
def test_an_ended_link_says_why_and_gives_nothing(client: Client, link: KitLink, change, words: str) -> None:
    before = addresses(link)
    KitLink.objects.filter(pk=link.pk).update(**change)
    other = link_to(link.kit, label="Başka gazete")
    for address in before:
        response = client.get(address)
        assert response.status_code == 410
        assert words in response.content.decode()
    assert client.get(page_of(other)).status_code == 200
    assert not KitDownload.objects.exists()


def test_a_kit_that_is_being_made_says_so_and_looks_again(client: Client, photo: Photo) -> None:
    link = link_to(made_by_hand(photo))
    response = client.get(page_of(link))
    assert response.status_code == 200
    assert 'data-look-again="10"' in response.content.decode()
    assert "kits/waiting.js" in response.content.decode()
    early = client.get(zip_of(link))
    assert (early.status_code, early["Retry-After"]) == (503, "10")
    Kit.objects.update(state=KitState.FAILED)
    assert "hazırlanamadı" in client.get(page_of(link)).content.decode()


def test_a_withdrawn_bulletins_kit_is_gone(client: Client, link: KitLink) -> None:
    before = addresses(link)
    Kit.objects.update(state=KitState.CLOSED)
    for address in before:
        assert client.get(address).status_code == 410


def test_a_photo_that_may_not_be_used_any_more_leaves_page_zip_and_file_at_once(client, link, photo) -> None:
    page, whole, original, small = addresses(link)
    Photo.objects.filter(pk=photo.pk).update(licence_ends=timezone.localdate() - dt.timedelta(days=1))
    text = client.get(page).content.decode()
    assert "1 fotoğraf, video ya da belge kitten çıkarıldı" in text
    assert "İğdeli" not in text
    with zipfile.ZipFile(io.BytesIO(body(client.get(whole)))) as found:
        assert found.namelist() == ["belge/Şenlik Programı (İğdır).pdf"]
    assert client.get(original).status_code == client.get(small).status_code == 404


# --- Who downloaded ---------------------------------------------------------------------------------------------------


@pytest.mark.both
def test_a_download_is_attributed_to_the_link_the_person_or_the_signed_in_user(client, link, photo) -> None:
    body(client.get(zip_of(link)))
    key = selectors.personal_key(link, "muhabir@gazete.example")
    body(client.get(zip_of(link) + f"?k={key}"))
    body(client.get(file_of(link) + "?k=uydurma:imza"))
    body(browser(factories.director()).get(file_of(link)))
    stem = f"basin-kiti-{link.kit_id}"
    seen = [(one.who, one.what, one.user) for one in KitDownload.objects.order_by("pk")]
    assert seen == [
        ("Ege Postası", f"{stem}.zip", None),
        ("muhabir@gazete.example", f"{stem}.zip", None),
        ("Ege Postası", f"orijinal/{stem}-01.jpg", None),
        ("Ege Postası", f"orijinal/{stem}-01.jpg", factories.director()),
    ]
    assert KitDownload.objects.first().ip == "127.0.0.1"
    assert selectors.downloads_of(photo=photo).count() == 6  # two sizes in each zip
    section = selectors.spread(photo)
    assert any("muhabir@gazete.example" in row.text for row in section.rows)
    assert "Şenlik kiti" in section.rows[0].text


def test_a_personal_key_is_worth_nothing_at_another_link(link: KitLink) -> None:
    other = link_to(link.kit)
    key = selectors.personal_key(link, "a@b.example")
    assert selectors.recipient_in(link, key) == "a@b.example"
    assert selectors.recipient_in(other, key) == ""
    assert selectors.recipient_in(link, key[:-2] + "xx") == ""
    assert selectors.personal_key(link, "a@b.example") == key


def test_the_page_keeps_the_personal_key_in_its_downloads(client: Client, link: KitLink) -> None:
    key = selectors.personal_key(link, "a@b.example")
    text = client.get(page_of(link, key)).content.decode()
    assert f"{zip_of(link)}?k=" in text
    assert f"{file_of(link)}?k=" in text


def test_a_range_hands_over_only_the_pictures_that_are_in_it(client: Client, link: KitLink) -> None:
    size = int(client.head(zip_of(link))["Content-Length"])
    body(client.get(zip_of(link), headers={"Range": f"bytes={size - 10}-"}))
    assert not KitDownloadedItem.objects.exists()
    body(client.get(zip_of(link), headers={"Range": "bytes=100-200"}))
    assert [one.name for one in KitDownloadedItem.objects.all()] == [f"web-1600/basin-kiti-{link.kit_id}-01.jpg"]


@pytest.mark.both
@pytest.mark.parametrize("model", [KitDownload, KitDownloadedItem])
def test_the_database_itself_refuses_to_change_or_remove_a_download(client, link, model) -> None:
    body(client.get(zip_of(link)))
    row = model.objects.first()
    for act in (row.delete, row.save):
        with pytest.raises(TypeError):
            act()
    rows = model.objects.filter(pk=row.pk)
    for act in (lambda: rows.update(id=99), lambda: rows._raw_delete("default")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


# --- Passwords --------------------------------------------------------------------------------------------------------


@pytest.fixture
def guarded(kit: Kit) -> KitLink:
    return link_to(kit, password=PASSWORD)


def type_in(client: Client, link: KitLink, password: str, **options):
    return client.post(reverse("press_kit:password", args=[link.token]), {"password": password}, **options)


def test_a_password_opens_everything_for_this_browser_only(client: Client, guarded: KitLink) -> None:
    assert PASSWORD not in guarded.password
    page, *files = addresses(guarded)
    assert "parolayla korunuyor" in client.get(page).content.decode()
    assert [client.get(one).status_code for one in files] == [403, 403, 403]
    wrong = type_in(client, guarded, "zeytin-2026")
    assert wrong.status_code == 403
    assert "Parola yanlış" in wrong.content.decode()
    assert type_in(client, guarded, PASSWORD).status_code == 302
    assert [client.get(one).status_code for one in (page, *files)] == [200, 200, 200, 200]
    assert Client().get(files[0]).status_code == 403
    other = link_to(guarded.kit, password=PASSWORD)
    assert client.get(zip_of(other)).status_code == 403


@pytest.mark.both
def test_five_wrong_passwords_lock_out_the_right_one_too_until_time_has_passed(client, guarded, time_machine) -> None:
    now = timezone.now()
    time_machine.move_to(now)
    statuses = [type_in(client, guarded, f"deneme-{number}").status_code for number in range(6)]
    assert statuses == [403, 403, 403, 403, 429, 429]
    assert type_in(client, guarded, PASSWORD).status_code == 429
    assert "Çok fazla yanlış parola" in client.get(page_of(guarded)).content.decode()
    assert type_in(Client(REMOTE_ADDR="10.0.0.7"), guarded, PASSWORD).status_code == 302  # a colleague elsewhere
    time_machine.move_to(now + dt.timedelta(minutes=16))
    assert type_in(client, guarded, PASSWORD).status_code == 302


def test_all_addresses_of_one_ipv6_network_are_one_guesser(guarded: KitLink) -> None:
    statuses = [
        type_in(Client(REMOTE_ADDR=f"2001:db8:1:2::{number}"), guarded, f"deneme-{number}").status_code
        for number in range(6)
    ]
    assert statuses == [403, 403, 403, 403, 429, 429]
    assert type_in(Client(REMOTE_ADDR="2001:db8:1:2:ffff::1"), guarded, PASSWORD).status_code == 429
    assert type_in(Client(REMOTE_ADDR="2001:db8:1:3::1"), guarded, PASSWORD).status_code == 302


@pytest.mark.both
def test_guessing_from_many_addresses_locks_the_link_for_all(guarded: KitLink) -> None:
    for number in range(50):
        services.try_password(link=guarded, password="yanlış", ip=f"10.0.{number // 4}.{number % 4}")
    assert KitTry.objects.count() == 50
    assert not services.try_password(link=guarded, password=PASSWORD, ip="10.9.9.9")


def test_the_password_form_needs_its_token_against_forgery(guarded: KitLink) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert type_in(strict, guarded, PASSWORD).status_code == 403
    assert "kit_links" not in strict.session


# --- In the middle of a download --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "act",
    [
        lambda link: services.revoke_link(link=link, user=factories.editor()),
        lambda link: services.take_out(photo=Photo.objects.get()),
        lambda link: Kit.objects.update(state=KitState.CLOSED),
    ],
    ids=["revoked", "taken down", "withdrawn"],
)
def test_a_download_that_has_begun_breaks_off_when_the_kit_is_not_open_any_more(client, link, monkeypatch, act) -> None:
    monkeypatch.setattr(zip_response, "ASK_EVERY", 0.0)
    response = client.get(zip_of(link))
    pieces = response.streaming_content
    assert next(pieces)
    act(link)
    with pytest.raises(zip_response.Interrupted):
        list(pieces)


def test_a_file_that_is_missing_in_the_store_is_said_before_the_first_byte(client: Client, link: KitLink) -> None:
    from django.core.files.storage import default_storage

    default_storage.delete(link.kit.files.get(role=FileRole.WEB).stored_name)
    assert client.get(zip_of(link)).status_code == 503
    assert not KitDownload.objects.exists()
