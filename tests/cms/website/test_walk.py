"""A random walk through what can change in public: after each step strangers get what would be made for them now,
whatever was kept, remembered or rendered before. And the walk finds a house that forgets to look."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.utils import timezone

from cms.website import deployment, facts, kept, shelf
from cms.website.keeper import Keeper
from cms.website.models import KeptPart
from media_library.models import Photo, Photographer, PublicFile
from media_library.renditions.storing import make_sizes
from media_library.rights import services as rights
from publishing.approval.publication import publish_due
from tests import factories, worlds
from tests.cms.website import public_house as house
from tests.cms.website.public_house import asked, made_anew
from tests.factories.galleries import photo_gallery, row

pytestmark = [pytest.mark.slow, pytest.mark.django_db, worlds.on(house.furnished)]
LIST = "/bultenler/"
LENGTH = 26


class Walk:
    """What was done until now, and what can be done next; the same in every run for one ``seed``."""

    def __init__(self, world, time_machine, monkeypatch, seed):
        self.world, self.clock, self.patch = world, time_machine, monkeypatch
        self.chance = random.Random(seed)
        self.bulletins, self.strips, self.down, self.done = [world.bulletin], [world.banner], [], []
        self.addresses = [
            "/", LIST, house.OF_ONE_TAG, house.COLLECTION, world.bulletin.url, world.photos.url, world.news.url,
            f"{LIST}atom.xml", "/foto-galeri/", "/sitemap-bultenler.xml",
        ]  # fmt: skip
        self.move(dt.timedelta())

    def move(self, time):
        self.clock.move_to(timezone.now() + time, tick=False)  # an empty feed says when it was made

    def may_use_the_photo(self):
        ended = Photo.objects.get(pk=self.world.photo.pk).licence_ends
        return not self.down and (ended is None or ended >= timezone.localdate())

    # --- Steps; one that cannot be done now gives False ---

    def a_bulletin(self):
        photo = self.world.photo if self.may_use_the_photo() else factories.photo()
        title = f"Haber {len(self.done)}"
        self.bulletins.append(factories.publish(factories.bulletin(title=title, **factories.with_photo(photo=photo))))
        self.addresses.append(self.bulletins[-1].url)

    def a_gallery(self):
        if not self.may_use_the_photo():
            return False
        factories.publish(photo_gallery([row(self.world.photo), row()], title=f"Galeri {len(self.done)}"))
        return True

    def a_correction(self):
        if not (self.may_use_the_photo() and self.bulletins):
            return False
        page = self.chance.choice(self.bulletins)
        values = {"title": f"Düzeltilmiş {len(self.done)}", "correction": f"Düzeltme {len(self.done)}"}
        factories.publish(factories.edit(type(page).objects.get(pk=page.pk), **values))
        return True

    def a_withdrawal(self):
        if len(self.bulletins) < 2:
            return False
        factories.withdraw(self.bulletins.pop(self.chance.randrange(len(self.bulletins))))
        return True

    def a_takedown(self):
        if self.down:
            return False
        user = factories.archivist()
        self.down.append(rights.take_down(photo=self.world.photo, user=user, reason="İzinsiz çekilmiş."))
        return True

    def the_end_of_a_takedown(self):
        if not self.down:
            return False
        rights.lift(takedown=self.down.pop(), user=factories.archivist(), reason="Yanlış kişi.")
        return True

    def sizes(self):
        make_sizes(Photo.objects.get(pk=self.world.photo.pk))

    def no_sizes(self):
        self.world.photo.renditions.filter(filter_spec__contains="avif").delete()

    def an_identity(self):
        factories.identity(municipality=f"{self.chance.choice('ABCÇD')} Belediyesi", primary_colour="#7a1f2b")

    def a_strip(self):
        self.strips.append(house.banner(f"Uyarı {len(self.done)}"))

    def no_strip(self):
        return bool(self.strips) and bool(factories.withdraw(self.strips.pop()))

    def a_page(self):
        about = type(self.world.about).objects.get(pk=self.world.about.pk)
        factories.publish(factories.edit(about, title=f"Bize ulaşın {len(self.done)}"))

    def another_name(self):
        Photographer.objects.filter(pk=self.world.photographer.pk).update(name=f"Deniz Örnek {len(self.done)}")

    def a_draft(self):
        """Nothing of it is public."""
        factories.edit(type(self.world.photos).objects.get(pk=self.world.photos.pk), title="Taslak")

    def what_is_rolled_back(self):
        with transaction.atomic():
            house.banner("Geri alınan")
            for address in self.addresses[:2]:
                asked(address)
            transaction.set_rollback(True)

    def an_embargo(self):
        title, minute = f"Ambargolu {len(self.done)}", timezone.now() + dt.timedelta(minutes=5)
        factories.publish(factories.bulletin(title=title, go_live_at=minute))
        asked(LIST)
        self.move(dt.timedelta(minutes=6))
        publish_due()

    def a_day(self):
        self.move(dt.timedelta(days=1))

    def the_end_of_a_right(self):
        yesterday = timezone.localdate() - dt.timedelta(days=1)
        Photo.objects.filter(pk=self.world.photo.pk).update(licence_ends=self.chance.choice([yesterday, None]))
        rights.refresh_due()

    def a_deployment(self):
        version = f"version {len(self.done)}"
        for module in (kept, deployment):
            self.patch.setattr(module, "digest", lambda: version)

    def the_worker(self):
        Keeper().look()

    def memory_is_lost(self):
        caches["pages"].clear()
        facts.forget()

    # --- The walk ---

    def step(self, name):
        """Does it, if it can be done; between steps some pages are read, each by somebody with another browser."""
        for address in self.chance.sample(self.addresses, 3):
            asked(address, **self.chance.choice([{}, {"Accept-Encoding": "br"}, {"Accept-Encoding": "gzip"}]))
        if getattr(self, name)() is not False:
            self.done.append(name)
            self.compare(self.chance.sample(self.addresses, 4))

    def compare(self, addresses):
        for address in addresses:
            first = asked(address)[0]  # whoever is the first may draw a picture that is missing
            fresh = as_if_nothing_had_ever_been_kept(address)
            for time, shown in (("first", first), ("again", asked(address)[0])):
                same = (shown.status_code, shown.content) == (fresh.status_code, fresh.content)
                assert same, f"{address} is another one, {time}, after {', '.join(self.done)}"


STEPS = [
    name
    for name, said in vars(Walk).items()
    if callable(said) and name not in ("__init__", "move", "may_use_the_photo", "step", "compare")
]  # fmt: skip


def as_if_nothing_had_ever_been_kept(address):
    remembered = facts._Memory.held
    facts.forget()
    with transaction.atomic():
        KeptPart.objects.all().delete()
        answer = made_anew(address)
        transaction.set_rollback(True)
    facts._Memory.held = remembered
    return answer


@pytest.fixture
def walk(world, settings, time_machine, monkeypatch):
    settings.CACHES = {**settings.CACHES, "pages": house.MEMORY}
    house.empty_memory()
    facts.forget()
    yield lambda seed: Walk(world, time_machine, monkeypatch, seed)
    house.empty_memory()
    facts.forget()


def test_no_step_leaves_a_page_of_before(walk):
    one = walk(9)
    order = one.chance.sample(STEPS, len(STEPS))  # each once, then at random
    for name in order + one.chance.choices(STEPS, k=max(0, LENGTH - len(STEPS))):
        one.step(name)
    one.compare(one.addresses)
    assert len(set(one.done)) > len(STEPS) - 4, "it hardly did anything"


def pages_outlive_changes(monkeypatch):
    monkeypatch.setattr(shelf, "kept", lambda key, generation, day: shelf._get("pages", key))


def processes_remember_too_long(monkeypatch):
    remembered = facts.remembered
    monkeypatch.setattr(facts, "remembered", lambda generation, key, make: remembered(0, key, make))


def parts_outlive_a_takedown(monkeypatch):
    """Without the triggers that say that a photo is not what it was."""
    with connection.cursor() as cursor:
        for table in (Photo._meta.db_table, PublicFile._meta.db_table):
            for event in ("insert", "update", "delete"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS public_{table}_{event}{on}")


@pytest.mark.once
@pytest.mark.parametrize(
    ("forget", "step"),
    [
        (pages_outlive_changes, "a_bulletin"),
        (processes_remember_too_long, "an_identity"),
        (parts_outlive_a_takedown, "a_takedown"),
    ],
)
def test_the_walk_finds_what_is_forgotten(walk, monkeypatch, forget, step):
    one = walk(1)
    forget(monkeypatch)
    one.compare(one.addresses)
    getattr(one, step)()
    with pytest.raises(AssertionError, match="is another one"):
        one.compare(one.addresses)
