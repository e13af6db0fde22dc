"""Bulletins and the identity: written, submitted, signed, returned, withdrawn, scheduled, and every way around that."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.revert_to_page_revision import RevertToPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Revision

from cms.identity.models import Identity
from cms.website.models import HomePage
from press_archive.bulletins.models import BulletinIndexPage, BulletinPage
from publishing.approval import publication, retries, services
from tests.publishing.approval.walk.house import House, texts, which, who

PAGE_FIELDS = ("title", "summary", "body", "lead_image_alt", "contact_name")
IDENTITY_FIELDS = ("municipality", "address", "logo")


class Content(House):
    @precondition(lambda self: len(self.pages) < 3)
    @rule(user=who)
    def create(self, user):
        self.pages.append(self.new_bulletin(user))

    @rule(
        user=who, number=st.integers(0, 2), field=st.sampled_from(PAGE_FIELDS), text=texts, in_place=st.booleans(),
        skip=st.booleans(),
    )  # fmt: skip
    def edit(self, user, number, field, text, in_place, skip):
        page = self.page(number)
        user = self.people[user]
        if not skip and (
            not page.permissions_for_user(user).can_edit() or page.permissions_for_user(user).page_locked()
        ):
            return
        content = page.get_latest_revision().as_object()
        said = self.word(text, "page", page.pk, field)
        setattr(content, field, [("paragraph", f"<p>{said}</p>")] if field == "body" else said)
        note = self.word(f"{text} olarak düzeltildi ({page.latest_revision_id}).", "page", page.pk, "note")
        content.correction_notes.create(text=note)
        self.attempt(
            lambda: content.save_revision(
                user=user, overwrite_revision=page.get_latest_revision() if in_place else None
            )
        )

    @rule(user=who, field=st.sampled_from(IDENTITY_FIELDS), text=texts, photo=which, in_place=st.booleans())
    def edit_the_identity(self, user, field, text, photo, in_place):
        row = Identity.objects.get()
        content = row.get_latest_revision_as_object()
        setattr(content, field, self.photo(photo) if field == "logo" else self.word(text, "identity", field))
        over = row.get_latest_revision() if in_place else None
        self.attempt(lambda: content.save_revision(user=self.people[user], overwrite_revision=over))

    @rule(text=texts, bulk=st.booleans(), live=st.booleans(), field=st.sampled_from(["municipality", "address"]))
    def write_the_identity_by_script(self, text, bulk, live, field):
        row = Identity.objects.get()
        said = {field: self.word(text, "identity", field, "script")} | ({"live": True} if live else {})
        for name, value in said.items():
            setattr(row, name, value)
        self.attempt((lambda: Identity.objects.filter(pk=row.pk).update(**said)) if bulk else row.save)

    @rule(user=who, number=which)
    def submit(self, user, number):
        if self.thing(number).get_latest_revision():  # the editor's form makes one before it submits
            self.attempt(lambda: services.submit(content=self.thing(number), user=self.people[user]))

    @rule(number=which)
    def look(self, number):
        if self.thing(number).get_latest_revision():
            self.seen.append(self.hash_of(self.thing(number)))

    @rule(user=who, number=which, stale=st.booleans())
    def sign(self, user, number, stale):
        self.put_signature(self.thing(number), user, self.seen[-1] if stale and self.seen else "")

    @rule(number=which)
    def the_usual_way(self, number):
        """Without it, two right people would seldom meet the same content by chance."""
        if not self.thing(number).get_latest_revision():
            self.edit_the_identity("editor2", "municipality", "Bir", 0, False)
        self.attempt(lambda: services.submit(content=self.thing(number), user=self.people["editor"]))
        for name in ("mudur", "baskan"):
            self.put_signature(self.thing(number), name)
        if self.thing(number).live:
            self.happened.add("identity signed" if number == 3 else "bulletin signed")

    @rule(user=who, number=which, comment=st.sampled_from(["", "Tarihi düzeltin."]))
    def send_back(self, user, number, comment):
        if state := self.thing(number).current_workflow_task_state:
            self.attempt(
                lambda: services.return_to_editor(state=state.specific, user=self.people[user], comment=comment)
            )

    @rule(user=who, number=which, reason=st.sampled_from(["", "İptal edildi."]))
    def withdraw(self, user, number, reason):
        said = reason and self.word(reason, "reason", number)
        self.attempt(lambda: services.withdraw(content=self.thing(number), user=self.people[user], reason=said))

    @rule(user=who, number=which)
    def cancel(self, user, number):
        state = self.thing(number).current_workflow_state
        if state is not None and state.user_can_cancel(self.people[user]):
            self.attempt(lambda: state.cancel(user=self.people[user]))

    @rule(number=which, hours=st.integers(1, 6))
    def schedule(self, number, hours):
        row = self.thing(number)
        if row.workflow_in_progress or row.scheduled_revision or not row.get_latest_revision():
            return
        content = row.get_latest_revision().as_object()
        content.go_live_at = timezone.now() + dt.timedelta(hours=hours)
        if number != 3:
            content.correction_notes.create(text=f"Saat değişti ({row.latest_revision_id}).")
        content.save_revision(user=self.people["editor"])

    @rule(hours=st.integers(1, 8))
    def time_passes(self, hours):
        self.traveller.shift(dt.timedelta(hours=hours))
        publication.publish_due()

    @rule(user=who, number=which)
    def try_again(self, user, number):
        self.attempt(lambda: retries.retry(content=self.thing(number), user=self.people[user]))

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
        page.title = self.word("Betikle", "page", page.pk, "script")
        page.live = True
        self.attempt(page.save)

    @rule(number=which, text=st.sampled_from(["Bir", "İki"]))
    def overwrite_by_bulk_update(self, number, text):
        if revision := self.thing(number).get_latest_revision():
            name = "municipality" if number == 3 else "title"
            content = {**revision.content, name: self.word(text, "revision", number)}
            self.attempt(lambda: Revision.objects.filter(pk=revision.pk).update(content=content))
