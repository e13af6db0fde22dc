"""A library in every state there is, and the addresses of its screens."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from media_library.archive import services as archive
from media_library.archive.models import TextTemplate
from media_library.blur import services as blur
from media_library.duplicates import services as duplicates
from media_library.duplicates.models import DuplicatePair, PairKind
from media_library.kits import services as kits
from media_library.kits.models import Kit, KitLink
from media_library.models import (
    Consent,
    File,
    LegalBasis,
    Licence,
    Photo,
    Photographer,
    Shoot,
    Takedown,
    Video,
    VideoState,
)
from media_library.rights import services as rights
from media_library.work.video import services as videos
from tests import factories
from tests.factories.galleries import photo_gallery, row, video, video_gallery
from tests.factories.kits import build, made_by_hand

CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nMerhaba\n"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def in_shoot(shoot: Shoot, title: str, **values: Any) -> Photo:
    """A photo of ``shoot`` that may be used, unless ``values`` say otherwise."""
    values = {"legal_basis": LegalBasis.PUBLIC_EVENT, "credit": "Fotoğraf: Deniz Örnek", "caption": title} | values
    photo = factories.photo(title, shoot=shoot, original_name="DSC_0042.JPG", taken_at=timezone.now(), **values)
    rights.refresh(photos=[photo.pk])
    return photo


def consent(*photos: Photo, name: str = "Ece Örnek", **values: Any) -> Consent:
    values = {"given_on": timezone.localdate() - dt.timedelta(days=30), "is_child": True} | values
    return rights.save_consent(
        consent=Consent(person_name=name, guardian_name="Sevgi Örnek", **values), user=factories.archivist(),
        photos=photos, document=SimpleUploadedFile("riza.pdf", PDF, content_type="application/pdf"),
    )  # fmt: skip


def fill_shoots() -> tuple[Shoot, Shoot]:
    """A shoot with photos in all states of rights, and an empty one."""
    archivist = factories.archivist()
    by = rights.save_photographer(
        photographer=Photographer(name="Deniz Örnek", kind=Photographer.Kind.CONTRACT, contract_number="2026/7"),
        user=archivist,
    )
    shoot = Shoot(title="Çocuk şenliği", place="İskele Mahallesi", department=factories.department(), photographer=by)
    archive.shoot_save(shoot=shoot, people=["Ece Örnek"], user=factories.editor())
    empty = archive.shoot_save(shoot=Shoot(title="Boş çekim"), people=[], user=factories.editor())
    in_shoot(shoot, "Eski sözleşme", licence=Licence.AGENCY, licence_ends=timezone.localdate() - dt.timedelta(days=1))
    archive.filter_save(user=archivist, name="Kullanılamayanlar", query="hak=blocked", shared=True)
    archive.template_save(
        user=archivist, name="İmza", field=TextTemplate.Field.CREDIT, text="Fotoğraf: {fotografci}/{belediye}"
    )
    return shoot, empty


def fill_rights(shoot: Shoot) -> tuple[list[Photo], list[Consent], list[Takedown]]:
    """Consents that hold, end soon, ended and were taken back; takedowns that hold and that ended."""
    archivist, today = factories.archivist(), timezone.localdate()
    seen = {"legal_basis": LegalBasis.CONSENT, "contains_children": True}
    used = in_shoot(shoot, "Galerideki çocuk", **seen)
    held = [
        consent(in_shoot(shoot, "Rızası var", **seen)),
        consent(in_shoot(shoot, "Rızası bitiyor", **seen), expires_on=today + dt.timedelta(days=10)),
        consent(in_shoot(shoot, "Rızası bitmiş", **seen), expires_on=today - dt.timedelta(days=1)),
        consent(used, name="Can Örnek"),
    ]
    in_shoot(shoot, "Rızası yok", **seen)
    factories.publish(photo_gallery([row(used), row(), row()], title="Şenlikten kareler"))
    rights.withdraw_consent(consent=held[-1], user=archivist, note="Dilekçe ile.")
    away, back = in_shoot(shoot, "Kaldırılan"), in_shoot(shoot, "Yeniden açılan")
    taken = [rights.take_down(photo=one, user=archivist, reason="İtiraz edildi.") for one in (away, back)]
    rights.lift(takedown=taken[1], user=archivist, reason="İtiraz geri alındı.")
    plate = in_shoot(shoot, "Plakalı araç")
    blurred = blur.blur_photo(photo=plate, boxes=[(0.1, 0.1, 0.3, 0.3)], user=archivist)
    return [plate, used, away, back, blurred], held, taken


def fill_duplicates(shoot: Shoot) -> list[Photo]:
    """Pairs to be looked at, a stack and two merged photos."""
    archivist = factories.archivist()
    photos = [in_shoot(shoot, f"Benzer {number}") for number in range(8)]
    for kind, first, second in ((PairKind.NEAR, *photos[:2]), (PairKind.EXACT, *photos[2:4])):
        DuplicatePair.objects.create(first=first, second=second, kind=kind, score=0.97)
    duplicates.stack(keeper=photos[4].pk, others=[photos[5].pk], user=archivist)
    duplicates.merge(keeper=photos[6].pk, others=[photos[7].pk], user=archivist)
    return photos


def fill_videos(shoot: Shoot) -> list[Video]:
    """Videos that are ready, being worked on and broken; the first has captions."""
    ready = video("Kent filmi", shoot=shoot, kind="promotion", legal_basis=LegalBasis.PUBLIC_EVENT)
    videos.set_captions(video=ready, user=factories.editor(), language="tr", data=CAPTIONS, name="altyazi.vtt")
    found = [
        ready,
        video("İşlenen film", shoot=shoot, state=VideoState.WORKING, progress=40),
        video("Bozuk film", shoot=shoot, state=VideoState.FAILED, error="Dosyada görüntü yok."),
        video("Bekleyen film", shoot=shoot, state=VideoState.WAITING),
    ]
    rights.refresh(videos=[one.pk for one in found])
    return found


def fill_kits(shoot: Shoot, film: Video) -> tuple[list[Kit], list[KitLink]]:
    """Kits ready, in the making and failed; links open, with a password, expired, revoked and of unready kits."""
    editor = factories.editor()
    photo = in_shoot(shoot, "Kitteki kare")
    file = File.objects.create(title="Program", file=ContentFile(b"%PDF-1.4", name="program.pdf"))

    def kit(name: str) -> Kit:
        return made_by_hand(photo, videos=(film,), files=(file,), name=name)

    ready = kit("Şenlik kiti")
    build()
    waiting, failed = kit("Bekleyen kit"), kit("Bozuk kit")
    kits.give_up(failed.pk, "Kitin hiçbir dosyası hazırlanamadı.")

    def link(kit: Kit, label: str, **values: Any) -> KitLink:
        return kits.make_link(kit=kit, user=editor, label=label, **values)

    links = [
        link(ready, "Ege Postası"),
        link(ready, "Parolalı", password="gizli-parola"),
        link(ready, "Geçmiş", expires_at=timezone.now() - dt.timedelta(days=1)),
        link(ready, "İptal"),
        link(waiting, "Bekleyen"),
        link(failed, "Bozuk"),
    ]
    kits.revoke_link(link=links[3], user=editor)
    kits.write_down(
        link=links[0], user=None, who="Ege Postası", ip="127.0.0.1", what="kit.zip", is_zip=True, first=0, length=10,
        handed=[(photo.pk, None, "foto.jpg")],
    )  # fmt: skip
    return [ready, waiting, failed], links


@dataclass
class Library:
    """What :func:`fill_library` put there, by kind."""

    shoots: tuple[Shoot, Shoot]
    photos: list[Photo]
    consents: list[Consent]
    takedowns: list[Takedown]
    videos: list[Video]
    kits: list[Kit]
    links: list[KitLink]
    galleries: list[Any]


def fill_library() -> Library:
    """Everything of the library in every state there is."""
    shoots = fill_shoots()
    galleries = fill_galleries()
    photos, consents, takedowns = fill_rights(shoots[0])
    photos += fill_duplicates(shoots[0])
    films = fill_videos(shoots[0])
    made, links = fill_kits(shoots[0], films[0])
    return Library(shoots, photos, consents, takedowns, films, made, links, galleries)


def fill_galleries() -> list[Any]:
    """A draft, a gallery of photos and one of videos that are live, and a withdrawn one."""
    return [
        photo_gallery(title="Taslak galeri"),
        factories.publish(photo_gallery(title="Yayındaki galeri")),
        factories.publish(video_gallery(title="Yayındaki filmler")),
        factories.withdraw(factories.publish(photo_gallery(title="Geri alınan galeri"))),
    ]


def entrances(library: Library) -> list[str]:
    """One address of each kind that no link may name for everybody."""
    photo, film, draft = library.photos[0], library.videos[0], library.galleries[0]
    return [
        reverse("archive:finder"),
        reverse("archive:photo", args=[photo.pk]),
        reverse("archive:video", args=[film.pk]),
        reverse("archive:batch") + f"?foto={photo.pk}",
        reverse("archive:batch") + f"?bolum=etiket&foto={photo.pk}",
        reverse("archive:kit") + f"?foto={photo.pk}",
        reverse("archive:shoot_edit", args=[library.shoots[0].pk]),
        reverse("uploads:page", args=[library.shoots[0].pk]),
        reverse("blur:photo", args=[photo.pk]),
        reverse("duplicates:groups") + f"?foto={photo.pk},{library.photos[3].pk}",
        reverse("rights:consent_add") + f"?foto={photo.pk}",
        reverse("rights:consent_add") + f"?cekim={library.shoots[0].pk}",
        reverse("rights:take_down", args=["foto", photo.pk]),
        reverse("rights:take_down", args=["video", film.pk]),
        reverse("video_chooser:choose"),
        reverse("videos:usage", args=[film.pk]),
        reverse("videos:captions", args=[film.pk]),
        reverse("wagtailimages:image_usage", args=[photo.pk]),
        reverse("wagtailimages:delete", args=[photo.pk]),
        reverse("wagtailadmin_pages:edit", args=[draft.pk]),
        reverse("kits:inspect", args=[library.kits[0].pk]),
    ]


def screens(library: Library) -> list[str]:
    """The screens of the office on everything in ``library``, whatever its state."""
    found = entrances(library)
    for shoot in library.shoots:
        found += [reverse(f"archive:{name}", args=[shoot.pk]) for name in ("shoot", "shoot_edit")]
        found.append(reverse("uploads:page", args=[shoot.pk]))
    for photo in library.photos:
        found.append(reverse("archive:photo", args=[photo.pk]))
        found.append(reverse("wagtailimages:edit", args=[photo.pk]))
    for film in library.videos:
        found.append(reverse("archive:video", args=[film.pk]))
        found += [reverse(f"videos:{name}", args=[film.pk]) for name in ("inspect", "edit", "history", "delete")]
    for consent in library.consents:
        found += [
            reverse(f"rights:{name}", args=[consent.pk]) for name in ("consent", "consent_edit", "consent_withdraw")
        ]
    for takedown in library.takedowns:
        found.append(reverse("rights:takedown", args=[takedown.pk]))
    for kit in library.kits:
        found += [reverse(f"kits:{name}", args=[kit.pk]) for name in ("inspect", "edit")]
    for gallery in library.galleries:
        found += [reverse(f"wagtailadmin_pages:{name}", args=[gallery.pk]) for name in ("edit", "history", "usage")]
    lists = [f"{reverse('rights:consents')}?durum={state}" for state in ("gecerli", "yaklasan", "biten", "geri-alinan")]
    lists += [f"{reverse('archive:finder')}?hak={state}" for state in ("clear", "incomplete", "blocked")]
    lists += [reverse(f"rights:{name}") for name in ("looks", "takedowns")]
    lists += [reverse(name) for name in ("archive:timeline", "archive:shoots", "archive:shoot_add", "kits:add")]
    lists += [reverse(name) for name in ("duplicates:groups", "kits:index", "videos:index")]
    return found + lists + ["/admin/reports/site-history/"]


def public_addresses(library: Library) -> list[str]:
    """What a reader or a journalist may open, with the answers for what is closed."""
    found = ["/foto-galeri/", "/video-galeri/", *(gallery.url for gallery in library.galleries[1:])]
    return found + [reverse("press_kit:page", args=[link.token]) for link in library.links]
