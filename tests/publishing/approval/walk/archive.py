"""The archive: every word that may go out, the files themselves, at every moment, by the normal save and past it."""

from __future__ import annotations

import io

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from cms.users.models import Department
from media_library.models import Photo, Photographer, Shoot
from media_library.rights import selectors as rights_selectors
from media_library.rights import services as rights
from tests.publishing.approval.walk.house import COLOURS, House, texts, which, who

WORDS = ("title", "headline", "caption", "credit", "copyright_notice", "usage_terms", "description", "city", "tags")
NAMES = ((Photographer, "name"), (Shoot, "title"), (Department, "name"))


class Archive(House):
    @rule(number=which, bulk=st.booleans(), x=st.integers(1, 90))
    def move_the_focal_point(self, number, bulk, x):
        photo = self.photo(number)
        photo.focal_point_x = x
        rows = Photo.objects.filter(pk=photo.pk)
        self.attempt((lambda: rows.update(focal_point_x=x)) if bulk else photo.save)

    @rule(number=which, field=st.sampled_from(WORDS), bulk=st.booleans(), text=texts)
    def describe_the_photo(self, number, field, bulk, text):
        photo = self.photo(number)
        said = self.word(text, "photo", photo.pk, field)
        if field == "tags":
            self.attempt(lambda: photo.tags.add(said))
            return
        setattr(photo, field, said)
        rows = Photo.objects.filter(pk=photo.pk)
        done = "archive edited while public" if photo.signed_words is not None else ""
        self.attempt((lambda: rows.update(**{field: said})) if bulk else photo.save, done)

    @rule(place=st.sampled_from(NAMES), bulk=st.booleans(), text=texts)
    def rename_whom_it_names(self, place, bulk, text):
        model, field = place
        row = {Photographer: self.photographer, Shoot: self.shoot, Department: self.department}[model]
        row = model.objects.get(pk=row.pk)
        setattr(row, field, self.word(text, model.__name__, field))
        rows = model.objects.filter(pk=row.pk)
        self.attempt((lambda: rows.update(**{field: getattr(row, field)})) if bulk else row.save)

    @precondition(lambda self: len(self.colours) < len(COLOURS))
    @rule(number=which, bulk=st.booleans(), honest=st.booleans())
    def replace_the_file(self, number, bulk, honest):
        """A picture of another colour; a bulk update may name its digest (``honest``) or leave the old one there."""
        photo, data = self.photo(number), self.picture()
        if not bulk:
            photo.file = ImageFile(io.BytesIO(data), name="yeni.jpg")
            self.attempt(photo.save, "file replaced")
            return
        stored = default_storage.save("original_images/baska.jpg", ContentFile(data))
        digest = {"sha256": self.colours[len(self.colours) - 1]} if honest else {}
        self.attempt(lambda: Photo.objects.filter(pk=photo.pk).update(file=stored, **digest))

    @rule(user=who, number=which)
    def take_the_photo_down(self, user, number):
        down = {"photo": self.photo(number), "user": self.people[user], "reason": "İstek üzerine."}
        self.attempt(lambda: rights.take_down(**down))

    @rule(number=which)
    def open_the_photo_again(self, number):
        if down := rights_selectors.open_takedown(photo=self.photo(number)):
            self.attempt(lambda: rights.lift(takedown=down, user=self.people["arsiv"], reason="Yanlışlıkla."))
