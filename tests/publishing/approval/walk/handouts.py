"""Kits made by hand: filled, named, renamed, their links given and revoked, by anybody; and the worker that builds."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from media_library.kits import services as kits
from media_library.kits.models import Kit, KitLink
from media_library.work.jobs.worker import MediaWorker
from tests.publishing.approval.walk.house import House, texts, which, who


class HandOuts(House):
    def kit(self, number: int) -> Kit | None:
        found = list(Kit.objects.filter(content_type=None).order_by("pk"))
        return found[number % len(found)] if found else None

    @rule(user=who, number=which, photo=which, new=st.booleans(), text=texts)
    def put_into_a_kit(self, user, number, photo, new, text):
        kit = None if new else self.kit(number)
        name = self.word(text, "kit", number)
        self.attempt(
            lambda: kits.add_to_kit(kit=kit, user=self.people[user], photos=[self.photo(photo)], name=name),
            "kit made by hand",
        )

    @rule(user=who, number=which, page=which)
    def fill_a_kit_with_a_whole_bulletin(self, user, number, page):
        if kit := self.kit(number):
            self.attempt(lambda: kits.kit_saved(kit=kit, user=self.people[user], new=False, whole=self.page(page)))

    @rule(number=which, field=st.sampled_from(["name", "title"]), bulk=st.booleans(), text=texts)
    def rename_a_kit(self, number, field, bulk, text):
        if kit := self.kit(number):
            said = self.word(text, "kit", number, field)
            setattr(kit, field, said)
            rows = Kit.objects.filter(pk=kit.pk)
            self.attempt((lambda: rows.update(**{field: said})) if bulk else kit.save)

    @rule(user=who, number=which, text=texts)
    def give_a_link(self, user, number, text):
        if kit := self.kit(number):
            label = self.word(text, "link", number)
            self.attempt(lambda: kits.make_link(kit=kit, user=self.people[user], label=label), "link given")

    @rule(user=who, number=which)
    def revoke_a_link(self, user, number):
        if links := list(KitLink.objects.order_by("pk")):
            self.attempt(lambda: kits.revoke_link(link=links[number % len(links)], user=self.people[user]))

    @rule()
    def the_worker_works(self):
        worker = MediaWorker(poll=0.01)
        worker.housekeeping = lambda: None
        worker.run(drain=True)
