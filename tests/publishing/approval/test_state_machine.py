"""Random people do random things in random order; what the public sees always has two valid signatures on its hash."""

from __future__ import annotations

import datetime as dt
import os

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.utils import DatabaseError
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from wagtail.actions.copy_page import CopyPageAction, CopyPageIntegrityError
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.revert_to_page_revision import RevertToPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Revision

from cms.core import holds
from cms.core.holds import Held
from cms.users import services as people_services
from cms.users.roles import Role
from cms.website.models import HomePage
from media_library.models import Photo
from media_library.rights import selectors as rights_selectors
from media_library.rights import services as rights
from press_archive.bulletins.models import BulletinIndexPage, BulletinPage
from publishing.approval import evidence, holding, publication, selectors, services, snapshot, troubles
from publishing.approval.exceptions import ApprovalRefused
from publishing.approval.models import Decision, EvidenceRecord
from tests import factories

pytestmark = pytest.mark.slow

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
REFUSALS = (PermissionDenied, ApprovalRefused, Held, ValidationError, DatabaseError, CopyPageIntegrityError)
who = st.sampled_from([*PEOPLE, "kok"])
which = st.integers(0, 3)


class Office(RuleBasedStateMachine):
    """A press office in one database transaction, rolled back at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.clock = time_machine.travel(dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC), tick=False)
        self.traveller = self.clock.start()
        self.people = {name: factories.person(name, *roles) for name, roles in PEOPLE.items()}
        self.people["kok"] = factories.superuser()
        self.pages = [factories.bulletin(author=self.people["editor"], **factories.with_photo())]
        self.seen: list[str] = []
        self.went_live = 0

    def teardown(self) -> None:
        self.clock.stop()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def page(self, number: int) -> BulletinPage:
        return BulletinPage.objects.get(pk=self.pages[number % len(self.pages)].pk)

    def attempt(self, act) -> None:
        try:
            with transaction.atomic():
                act()
        except REFUSALS:
            pass

    @precondition(lambda self: len(self.pages) < 3)
    @rule(user=who)
    def create(self, user):
        self.pages.append(factories.bulletin(author=self.people[user]))

    @rule(
        user=who, number=which, text=st.sampled_from(["Bir", "İki", "Üç"]), in_place=st.booleans(), skip=st.booleans()
    )
    def edit(self, user, number, text, in_place, skip):
        page = self.page(number)
        user = self.people[user]
        if not skip and (
            not page.permissions_for_user(user).can_edit() or page.permissions_for_user(user).page_locked()
        ):
            return
        content = page.get_latest_revision().as_object()
        content.title = text
        content.correction_notes.create(text=f"{text} olarak düzeltildi ({page.latest_revision_id}).")
        self.attempt(
            lambda: content.save_revision(
                user=user, overwrite_revision=page.get_latest_revision() if in_place else None
            )
        )

    @rule(user=who, number=which)
    def submit(self, user, number):
        self.attempt(lambda: services.submit(content=self.page(number), user=self.people[user]))

    @rule(number=which)
    def look(self, number):
        self.seen.append(snapshot.take(self.page(number).get_latest_revision().as_object()).content_hash)

    def state(self, number):
        return self.page(number).current_workflow_task_state

    @rule(user=who, number=which, stale=st.booleans())
    def sign(self, user, number, stale):
        state = self.state(number)
        if state is None:
            return
        current = snapshot.take(self.page(number).get_latest_revision().as_object()).content_hash
        seen = self.seen[-1] if stale and self.seen else current
        self.attempt(lambda: services.sign(state=state.specific, user=self.people[user], seen_hash=seen))

    @rule(number=which)
    def the_usual_way(self, number):
        """Without it, two right people would seldom meet the same content by chance."""
        self.attempt(lambda: services.submit(content=self.page(number), user=self.people["editor"]))
        for name in ("mudur", "baskan"):
            if state := self.state(number):
                seen = snapshot.take(self.page(number).get_latest_revision().as_object()).content_hash
                self.attempt(
                    lambda state=state, name=name, seen=seen: services.sign(
                        state=state.specific, user=self.people[name], seen_hash=seen
                    )
                )
        self.went_live += self.page(number).live

    @rule(user=who, number=which, comment=st.sampled_from(["", "Tarihi düzeltin."]))
    def send_back(self, user, number, comment):
        if state := self.state(number):
            self.attempt(
                lambda: services.return_to_editor(state=state.specific, user=self.people[user], comment=comment)
            )

    @rule(user=who, number=which, reason=st.sampled_from(["", "İptal edildi."]))
    def withdraw(self, user, number, reason):
        self.attempt(lambda: services.withdraw(content=self.page(number), user=self.people[user], reason=reason))

    @rule(user=who, number=which)
    def cancel(self, user, number):
        state = self.page(number).current_workflow_state
        if state is not None and state.user_can_cancel(self.people[user]):
            self.attempt(lambda: state.cancel(user=self.people[user]))

    @rule(
        principal=st.sampled_from(["mudur", "baskan", "editor"]),
        deputy=who,
        office=st.sampled_from(["director", "mayor"]),
    )
    def delegate(self, principal, deputy, office):
        now = timezone.now()
        self.attempt(
            lambda: people_services.delegate(
                office=office,
                principal=self.people[principal],
                deputy=self.people[deputy],
                starts_at=now,
                ends_at=now + dt.timedelta(hours=5),
                by=self.people[principal],
                document_number="E-1",
            )
        )

    @rule(number=which, hours=st.integers(1, 6))
    def schedule(self, number, hours):
        page = self.page(number)
        if page.workflow_in_progress or page.scheduled_revision:
            return
        content = page.get_latest_revision().as_object()
        content.go_live_at = timezone.now() + dt.timedelta(hours=hours)
        content.correction_notes.create(text=f"Saat değişti ({page.latest_revision_id}).")
        content.save_revision(user=self.people["editor"])

    @rule(hours=st.integers(1, 8))
    def time_passes(self, hours):
        self.traveller.shift(dt.timedelta(hours=hours))
        publication.publish_due()

    @rule(user=who, number=which, keep_live=st.booleans(), alias=st.booleans(), skip=st.booleans())
    def copy(self, user, number, keep_live, alias, skip):
        page = self.page(number)
        if alias:
            self.attempt(
                lambda: page.create_alias(update_slug=f"a{timezone.now():%H%M}{page.pk}", user=self.people[user])
            )
            return
        action = CopyPageAction(
            page, to=BulletinIndexPage.objects.get(), update_attrs={"slug": f"k{BulletinPage.objects.count()}"},
            keep_live=keep_live, user=self.people[user],
        )  # fmt: skip
        self.attempt(lambda: action.execute(skip_permission_checks=skip))

    @rule(user=who, number=which, skip=st.booleans())
    def move(self, user, number, skip):
        action = MovePageAction(self.page(number), HomePage.objects.get(), pos="last-child", user=self.people[user])
        self.attempt(lambda: action.execute(skip_permission_checks=skip))

    @rule(user=who, number=which, back=st.integers(0, 5), skip=st.booleans())
    def revert(self, user, number, back, skip):
        page = self.page(number)
        revisions = list(page.revisions.order_by("-pk"))
        action = RevertToPageRevisionAction(page, revisions[back % len(revisions)], user=self.people[user])
        self.attempt(lambda: action.execute(skip_permission_checks=skip))

    @rule(user=who, number=which, back=st.integers(0, 5), skip=st.booleans())
    def publish_directly(self, user, number, back, skip):
        revisions = list(self.page(number).revisions.order_by("-pk"))
        action = PublishPageRevisionAction(revisions[back % len(revisions)], user=self.people[user])
        self.attempt(lambda: action.execute(skip_permission_checks=skip))

    @rule(user=who, number=which, skip=st.booleans())
    def unpublish(self, user, number, skip):
        action = UnpublishPageAction(self.page(number), user=self.people[user])
        self.attempt(lambda: action.execute(skip_permission_checks=skip))

    @rule(number=which)
    def save_by_script(self, number):
        page = self.page(number)
        page.title = "Betikle"
        page.live = True
        self.attempt(page.save)

    def photo(self):
        return Photo.objects.get(pk=self.pages[0].lead_image_id)

    @rule(bulk=st.booleans(), x=st.integers(1, 500))
    def move_the_focal_point(self, bulk, x):
        photo = self.photo()
        photo.focal_point_x = x
        rows = Photo.objects.filter(pk=photo.pk)
        self.attempt((lambda: rows.update(focal_point_x=x)) if bulk else photo.save)

    @rule(bulk=st.booleans(), text=st.sampled_from(["Bir", "İki", "Üç"]))
    def describe_the_photo(self, bulk, text):
        photo = self.photo()
        photo.caption = text
        rows = Photo.objects.filter(pk=photo.pk)
        self.attempt((lambda: rows.update(caption=text)) if bulk else photo.save)

    @rule(user=who)
    def take_the_photo_down(self, user):
        self.attempt(lambda: rights.take_down(photo=self.photo(), user=self.people[user], reason="İstek üzerine."))

    @rule()
    def open_the_photo_again(self):
        if down := rights_selectors.open_takedown(photo=self.photo()):
            self.attempt(lambda: rights.lift(takedown=down, user=self.people["arsiv"], reason="Yanlışlıkla."))

    @rule(user=who, number=which)
    def try_again(self, user, number):
        self.attempt(lambda: troubles.retry(content=self.page(number), user=self.people[user]))

    @rule(number=which, text=st.sampled_from(["Bir", "İki"]))
    def overwrite_by_bulk_update(self, number, text):
        revision = self.page(number).get_latest_revision()
        rows = Revision.objects.filter(pk=revision.pk)
        self.attempt(lambda: rows.update(content={**revision.content, "title": text}))

    @invariant()
    def what_is_on_its_way_stays_as_it_was_submitted(self):
        for page in BulletinPage.objects.all():
            stage, revision = holding.state_of(page)
            hold = holds.of_content(page)
            assert (hold.stage if hold else None) == stage, page
            if stage is None:
                continue
            said = revision.as_object()
            submitted = selectors.records_of(page).filter(decision=Decision.SUBMITTED).last()
            certificate = selectors.certificates_of(page).first() if stage == "scheduled" else None
            assert snapshot.take(said, certificate=certificate).content_hash == submitted.content_hash, page

    @invariant()
    def what_is_public_is_signed_twice(self):
        for page in BulletinPage.objects.filter(live=True):
            certificate = selectors.certificate_of(page)
            content_hash = snapshot.take(page, certificate=certificate).content_hash
            records = EvidenceRecord.objects.filter(
                content_type_id=evidence.content_type_of(page).pk, object_id=str(page.pk), content_hash=content_hash,
                decision=Decision.SIGNED,
            )  # fmt: skip
            directors = [record for record in records if record.office == "director"]
            mayors = [record for record in records if record.office == "mayor"]
            assert any(
                not {d.actor_id, d.principal_id or d.actor_id} & {m.actor_id, m.principal_id or m.actor_id}
                for d in directors
                for m in mayors
            ), page
            certificate = selectors.certificate_of(page)
            assert certificate, page
            assert not selectors.withdrawn_since(certificate), page
        assert list(publication.unsigned_live_content()) == []

    @invariant()
    def the_record_is_intact(self):
        assert evidence.verify().intact


@pytest.mark.django_db
def test_whatever_happens_only_signed_content_is_public():
    examples = int(os.environ.get("STATE_MACHINE_EXAMPLES", "12"))
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=examples, stateful_step_count=30, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


@pytest.mark.django_db
def test_the_machine_does_publish_so_that_its_invariant_means_something():
    office = Office()
    office.the_usual_way(0)
    assert office.went_live == 1
    office.what_is_public_is_signed_twice()
    office.teardown()
