"""Fills the demo's photo and video archive, through the same door and services as everybody.

``underway``: draws the files, which carry all their words, beside other work; ``load``: photographers, shoots with
their photos, videos, consents, what the archivist keeps at hand. What the archive knows it has read out of the files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction

from cms.users.models import Department
from demo import archive_texts, darkroom
from demo.archive_texts import PhotoText, ShootText, VideoText
from demo.loading import Progress, rest, workplace
from demo.office import Staff
from media_library.archive import services as archive
from media_library.archive.models import SavedFilter, TextTemplate
from media_library.intake import services as intake
from media_library.models import Consent, Photo, Photographer, Shoot, Video, VideoState
from media_library.rights import services as rights
from media_library.work.video import services as videos
from media_library.work.video.job import process_video

Developed = tuple[darkroom.Files, dict[str, Path]]
TEMPLATE = ("Fotoğraf imzası", "Fotoğraf: {fotoğrafçı}/{belediye}")
FILTER = ("Kullanılamayanlar", "hak=blocked")


@contextmanager
def underway(tell: Progress) -> Iterator[Future[Developed] | None]:
    """Draws what is missing while other things are loaded; ``None`` when nothing is. The files go at the end."""
    shoots, video_texts = missing_shoots(), missing_videos()
    if not shoots and not video_texts:
        yield None
        return
    with workplace() as place, ThreadPoolExecutor(1) as thread:
        yield thread.submit(darkroom.work, shoots, video_texts, place, tell)


def load(staff: Staff, developed: Future[Developed] | None, tell: Progress) -> None:
    """Loads what is missing, with the files that ``underway`` gave."""
    load_photographers(staff)
    if developed is not None:
        files, found = developed.result()
        load_shoots(files, staff, tell)
        load_videos(found, staff)
    finish_videos()
    load_consents(staff)
    load_things_at_hand(staff)


@transaction.atomic
def load_photographers(staff: Staff) -> None:
    """Staff, contract and outside photographers, with what their contracts allow."""
    known = set(Photographer.objects.values_list("name", flat=True))
    for entry in archive_texts.content()["photographer"]:
        if entry["name"] not in known:
            values = {
                key: entry[key]
                for key in ("name", "kind", "contract_number", "rights_until", "credit_pattern")
                if key in entry
            }
            rights.save_photographer(photographer=Photographer(**values), user=staff.archivist)


# Shoots and photos ------------------------------------------------------------------------------------------------


def missing_shoots() -> list[ShootText]:
    """The shoots that are not there or lack photos."""
    there: dict[str, set[str]] = {title: set() for title in Shoot.objects.values_list("title", flat=True)}
    for title, name in Photo.objects.filter(shoot__isnull=False).values_list("shoot__title", "original_name"):
        there[title].add(name)
    return [
        text for text in archive_texts.shoots() if {photo.name for photo in text.photos} - there.get(text.title, set())
    ]


def load_shoots(files: darkroom.Files, staff: Staff, tell: Progress) -> None:
    """Every shoot whose files were developed, each in a transaction of its own."""
    titles = {title for title, _name in files}
    missing = [text for text in archive_texts.shoots() if text.title in titles]
    for number, text in enumerate(missing, start=1):
        with transaction.atomic():
            take_in(text, files, staff)
        tell("shoots", number, len(missing))
        rest()


def take_in(text: ShootText, files: darkroom.Files, staff: Staff) -> None:
    """Opens the shoot if need be and takes in its photos that are not there yet."""
    shoot = Shoot.objects.filter(title=text.title).first()
    if shoot is None:
        shoot = Shoot(
            **text.values,
            department=Department.objects.get(slug=text.department),
            photographer=Photographer.objects.get(name=text.photographer),
        )
        # A photo that names nobody gets the people of its shoot; here each file says who is seen in it.
        archive.shoot_save(shoot=shoot, people=[], user=staff.editor)
    known = set(Photo.objects.filter(shoot=shoot).values_list("original_name", flat=True))
    for photo in text.photos:
        if photo.name not in known:
            take_in_photo(photo, files[text.title, photo.name], shoot, staff)
    archive.shoot_save(shoot=shoot, people=text.people, user=staff.archivist)


def take_in_photo(text: PhotoText, path: Path, shoot: Shoot, staff: Staff) -> None:
    """One file through the door. Sizes for pages are made when a page wants the photo; the archive's own at once."""
    intake.take_in_photo(
        path=path, name=text.name, user=staff.archivist, shoot=shoot, values=text.values, imported=True
    )


# Videos ------------------------------------------------------------------------------------------------------------


def missing_videos() -> list[VideoText]:
    """The videos that are not there."""
    known = set(Video.objects.values_list("original_name", flat=True))
    return [text for text in archive_texts.videos() if text.name not in known]


def load_videos(paths: dict[str, Path], staff: Staff) -> None:
    """The videos that were cut."""
    for text in archive_texts.videos():
        if text.name in paths:
            with transaction.atomic():
                take_in_video(text, paths[text.name], staff)


def finish_videos() -> None:
    """Makes the videos fit for the web, those of an interrupted call too: a gallery shows them at once."""
    names = [text.name for text in archive_texts.videos()]
    unfinished = (VideoState.WAITING, VideoState.WORKING)
    for video in Video.objects.filter(original_name__in=names, state__in=unfinished):
        process_video(video.pk, lambda _percent: None)


def take_in_video(text: VideoText, path: Path, staff: Staff) -> Video:
    """One video through the door, with its subtitles."""
    values = {**text.values, "photographer": Photographer.objects.get(name=text.by)}
    video = intake.take_in_video(
        path=path, name=text.name, user=staff.archivist, shoot=Shoot.objects.get(title=text.shoot), values=values
    )
    video.tags.add(*text.tags)
    if text.subtitles:
        data = text.subtitles.encode()
        videos.set_captions(video=video, user=staff.archivist, language="tr", data=data, name="altyazi.vtt")
    return video


# Consents and what the archivist keeps at hand --------------------------------------------------------------------


@transaction.atomic
def load_consents(staff: Staff) -> None:
    """The parents' consents; the withdrawn one is in force until ``withdraw_consents``."""
    known = set(Consent.objects.values_list("person_name", flat=True))
    for text in archive_texts.consents():
        if text.person not in known:
            consent = Consent(
                person_name=text.person, is_child=True, guardian_name=text.guardian, given_on=text.given,
            )  # fmt: skip
            rights.save_consent(consent=consent, user=staff.archivist, photos=marked(text.marks))


def withdraw_consents(staff: Staff) -> None:
    """What a parent took back. Comes after the galleries, so that the photo has something to disappear from."""
    held = set(Consent.objects.filter(withdrawn_at=None).values_list("person_name", flat=True))
    for text in archive_texts.consents():
        if text.withdrawn and text.person in held:
            consent = Consent.objects.get(person_name=text.person)
            rights.withdraw_consent(consent=consent, user=staff.archivist, note=text.withdrawn)


def marked(marks: Iterable[str]) -> list[Photo]:
    """The photos with these marks in the demo's files."""
    marks = set(marks)
    names = [(text.title, one.name) for text in archive_texts.shoots() for one in text.photos if one.mark in marks]
    return [Photo.objects.get(shoot__title=title, original_name=name) for title, name in names]


@transaction.atomic
def load_things_at_hand(staff: Staff) -> None:
    """A template for credits and a filter that the whole office sees."""
    if not TextTemplate.objects.filter(name=TEMPLATE[0]).exists():
        archive.template_save(user=staff.archivist, name=TEMPLATE[0], field=TextTemplate.Field.CREDIT, text=TEMPLATE[1])
    if not SavedFilter.objects.filter(user=staff.archivist, name=FILTER[0]).exists():
        archive.filter_save(user=staff.archivist, name=FILTER[0], query=FILTER[1], shared=True)


def numbered(shoot: Any, numbers: Iterable[int]) -> list[Photo]:
    """The photos of the shoot called ``shoot`` by their numbers (from 1) in the demo's files, in that order."""
    text = next(one for one in archive_texts.shoots() if one.title == shoot)
    rows = {photo.original_name: photo for photo in Photo.objects.filter(shoot__title=shoot)}
    return [rows[text.photos[number - 1].name] for number in numbers]
