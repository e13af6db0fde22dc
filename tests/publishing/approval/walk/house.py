"""What every part of the walk shares: the people, the things they work on, and words and colours that name themselves.

Every text that the walk types carries a word of its own (``im0001x``) and every picture a colour of its own, so that
whatever a stranger gets can be asked where it came from.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import itertools
from typing import Any

import time_machine
from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.images import ImageFile
from django.db import transaction
from django.db.utils import DatabaseError
from hypothesis import strategies as st
from PIL import Image
from wagtail.actions.copy_page import CopyPageIntegrityError

from cms.core.holds import Held
from cms.identity.models import Identity
from cms.users.models import Department
from cms.users.roles import Role
from media_library.models import LegalBasis, Photo, Photographer, Shoot
from press_archive.bulletins.models import BulletinPage
from publishing.approval import services, snapshot
from publishing.approval.exceptions import ApprovalRefused
from publishing.approval.models import EvidenceRecord
from tests import factories
from tests.publishing.approval.walk.books import Books

PEOPLE = {
    "editor": (Role.EDITOR,),
    "editor2": (Role.EDITOR,),
    "mudur": (Role.DIRECTOR,),
    "mudur-yazar": (Role.EDITOR, Role.DIRECTOR),
    "baskan": (Role.MAYOR,),
    "hepsi": (Role.EDITOR, Role.DIRECTOR, Role.MAYOR),
    "vekil": (),
    "yonetici": (Role.ADMINISTRATOR,),
    "arsiv": (Role.ARCHIVIST,),
}
ADMINISTRATORS = ("yonetici", "kok")
REFUSALS = (PermissionDenied, ApprovalRefused, Held, ValidationError, DatabaseError, CopyPageIntegrityError)
BEGINNING = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
# Far enough from one another for every codec, and enough of them for a walk.
COLOURS = list(itertools.product((20, 90, 160, 230), repeat=3))

who = st.sampled_from([*PEOPLE, "kok"])
which = st.integers(0, 3)
texts = st.sampled_from(["Bir", "İki", "Üç"])


class House:
    """People, three photos, one bulletin and the identity, in one database transaction, rolled back at the end."""

    def begin(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.clock = time_machine.travel(BEGINNING, tick=False)
        self.traveller = self.clock.start()
        for alias in settings.CACHES:  # what an earlier walk left there is of rows that were rolled back
            caches[alias].clear()
        self.words: dict[tuple[Any, ...], str] = {}
        self.colours: dict[int, str] = {}
        self.seen: list[str] = []
        self.happened: set[str] = set()
        self.people = {name: factories.person(name, *roles) for name, roles in PEOPLE.items()}
        self.people["kok"] = factories.superuser()
        self.books = Books(self.people, ADMINISTRATORS)
        self.photographer = Photographer.objects.create(name=self.word("Deniz", "photographer"))
        self.shoot = Shoot.objects.create(title=self.word("Çekim", "shoot"))
        self.department = Department.objects.create(name=self.word("Fen İşleri", "department"), slug="fen-isleri")
        self.photos = [self.new_photo(number).pk for number in range(3)]
        self.lists = [factories.distribution_list()]
        self.pages = [self.new_bulletin("editor", photo=self.photos[0])]
        self.passwords = 0

    def end(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # --- Words and pictures that name themselves ----------------------------------------------------------------------

    def word(self, text: str, *place: Any) -> str:
        """``text`` with a word that stands nowhere but at ``place``; the same again for the same text there, so that
        the walk can come back to what it said before."""
        key = (text, *place)
        if key not in self.words:
            self.words[key] = f"{text} im{len(self.words) + 1:04d}x"
        return self.words[key]

    def picture(self) -> bytes:
        """A new picture of a colour that no other has; its digest is kept under the number of the colour."""
        number = len(self.colours)
        stream = io.BytesIO()
        Image.new("RGB", (96, 64), COLOURS[number]).save(stream, "JPEG", quality=95)
        self.colours[number] = hashlib.sha256(stream.getvalue()).hexdigest()
        return stream.getvalue()

    def new_photo(self, number: int) -> Photo:
        photo = Photo(
            title=self.word("Sahil", "photo", number, "title"), caption=self.word("Yol", "photo", number, "caption"),
            credit=self.word("Işık", "photo", number, "credit"), photographer=self.photographer, shoot=self.shoot,
            legal_basis=LegalBasis.NO_PERSON,
        )  # fmt: skip
        photo.file = ImageFile(io.BytesIO(self.picture()), name="foto.jpg")
        photo.save()
        photo.tags.add(self.word("etiket", "photo", number, "tag"))
        return photo

    def new_bulletin(self, author: str, *, photo: int | None = None) -> BulletinPage:
        number = len(getattr(self, "pages", ()))
        said = {
            "title": self.word("Sahil yolu", "page", number, "title"),
            "summary": self.word("Yol açıldı.", "page", number, "summary"),
            "body": [{"type": "paragraph", "value": f"<p>{self.word('Çalışma sürüyor.', 'page', number, 'body')}</p>"}],
            "department": self.department, "lists": self.lists,
        }  # fmt: skip
        if photo is not None:
            said |= {
                "lead_image_id": photo, "lead_image_alt": self.word("Makineler", "page", number, "alt"),
                "lead_image_credit": self.word("Fotoğraf", "page", number, "credit"),
            }  # fmt: skip
        return factories.bulletin(author=self.people[author], **said)

    # --- What the walk works on ---------------------------------------------------------------------------------------

    def page(self, number: int) -> BulletinPage:
        return BulletinPage.objects.get(pk=self.pages[number % len(self.pages)].pk)

    def thing(self, number: int) -> Any:
        """A bulletin, or for the last number the municipality's identity."""
        return Identity.objects.get() if number == 3 else self.page(number)

    def photo(self, number: int = 0) -> Photo:
        return Photo.objects.get(pk=self.photos[number % len(self.photos)])

    def things(self) -> list[Any]:
        return [*BulletinPage.objects.all(), Identity.objects.get()]

    def attempt(self, act: Any, done: str = "") -> Any:
        """What ``act`` gives, or ``None`` when the house refuses; ``done`` names what has happened at least once."""
        try:
            with transaction.atomic():
                result = act()
        except REFUSALS:
            return None
        if done:
            self.happened.add(done)
        return result

    def hash_of(self, content: Any) -> str:
        return snapshot.take(content.get_latest_revision().as_object()).content_hash

    def put_signature(self, content: Any, user: str, seen: str = "") -> EvidenceRecord | None:
        """``user`` signs ``content``, whose every signature the walk writes down in books of its own."""
        state = content.current_workflow_task_state
        if state is None:
            return None
        record = self.attempt(
            lambda: services.sign(state=state.specific, user=self.people[user], seen_hash=seen or self.hash_of(content))
        )
        if record is not None:
            self.books.signed(record)
        return record
