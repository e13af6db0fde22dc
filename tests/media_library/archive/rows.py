"""Rows for the archive's screens that point to one stored file, so that thousands cost little."""

import datetime as dt

from django.utils import timezone
from wagtail.models import Collection

from media_library.models import Photo, Photographer, Shoot, Video


def at(day, hour=10, minute=0):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


DAY = dt.date(2026, 11, 20)


def shoot(title="Sahil yolu", **values):
    values.setdefault("date", DAY)
    return Shoot.objects.create(title=title, **values)


def photos(count, *, prefix="foto", **values):
    """``count`` photos a minute apart, the first the oldest, without files of their own."""
    collection = Collection.get_first_root_node()
    taken = values.pop("taken_at", at(DAY))
    return Photo.objects.bulk_create(
        Photo(
            title=f"{prefix} {number}",
            file="original_images/ortak.jpg",
            width=1200,
            height=800,
            collection=collection,
            orientation=values.get("orientation", "landscape"),
            taken_at=taken + dt.timedelta(minutes=number) if taken else None,
            **{name: value for name, value in values.items() if name != "orientation"},
        )
        for number in range(count)
    )


def video(title="Sahil filmi", **values):
    values.setdefault("taken_at", at(DAY, 12))
    return Video.objects.create(
        title=title, file="videos/ortak.mp4", collection=Collection.get_first_root_node(), **values
    )


def photographer(name="Gökçe Işık", **values):
    return Photographer.objects.create(name=name, **values)
