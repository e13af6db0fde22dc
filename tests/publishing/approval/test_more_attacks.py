"""More ways round the signatures than Wagtail's own table lists: names, parents, authors, the chain, dead ends."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page, WorkflowState

from cms.core import holds
from cms.letters.models import Letter
from cms.users import services as people
from cms.users.models import User
from cms.users.roles import Office, Role
from cms.website.models import AlertBanner, HomePage, StandardPage
from media_library.models import Photo
from press_archive.bulletins.models import BulletinPage, Category, Tag
from publishing.approval import evidence, publication, selectors
from publishing.approval.exceptions import ApprovalRefused
from publishing.approval.models import Decision
from publishing.approval.publication import publish_due
from tests import factories
from tests.office import browser, desk_return, desk_sign, form_data, hash_of, post_edit, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def standard_page(title="Hakkımızda", parent=None, author=None, **values):
    page = StandardPage(title=title, body=[factories.PARAGRAPH], live=False, **values)
    (parent or HomePage.objects.get()).add_child(instance=page)
    page.save_revision(user=author or factories.editor(), log_action=True)
    return StandardPage.objects.get(pk=page.pk)


def alert(author):
    banner = AlertBanner.objects.create(title="Fırtına uyarısı", text="Sahile yaklaşmayın.")
    banner.save_revision(user=author)
    return AlertBanner.objects.get(pk=banner.pk)


def in_hours(hours):
    return timezone.now() + timezone.timedelta(hours=hours)


def trusting_server(user):
    client = browser(user)
    client.raise_request_exception = False
    return client


# Names that the public reads ----------------------------------------------------------------------


@pytest.mark.parametrize("address", ["?etiket={}", "etiket/{}/rss.xml", "etiket/{}/atom.xml"])
def test_a_tag_that_only_drafts_carry_is_not_shown(address):
    page = factories.bulletin()
    post_edit(factories.editor(), page, tags="Gizli istifa")
    tag = Tag.objects.first()
    address = f"/bultenler/{address.format(tag.slug)}"
    assert Client().get(address).status_code == 404
    factories.publish(BulletinPage.objects.get(pk=page.pk))
    assert Client().get(address).status_code == 200


@pytest.mark.parametrize("who", ["administrator", "superuser"])
def test_deleting_a_category_does_not_change_what_was_published(who):
    category = Category.objects.create(name="Duyuru", slug="duyuru")
    page = factories.bulletin()
    content = page.get_latest_revision().as_object()
    content.categories = [category]
    content.save_revision(user=factories.editor())
    page = factories.publish(page)
    trusting_server(getattr(factories, who)()).post(reverse("categories:delete", args=[category.pk]))
    assert list(publication.unsigned_live_content()) == []


def test_deleting_a_list_does_not_change_what_was_published():
    chosen = factories.distribution_list()
    factories.publish(factories.bulletin(lists=[chosen]))
    with pytest.raises(ProtectedError), transaction.atomic():
        chosen.delete()
    assert list(publication.unsigned_live_content()) == []


def test_a_tag_on_published_bulletins_keeps_its_name():
    page = factories.bulletin()
    content = page.get_latest_revision().as_object()
    content.tags.add("sahil")
    content.save_revision(user=factories.editor())
    factories.publish(page)
    tag = Tag.objects.get()
    with pytest.raises(ProtectedError), transaction.atomic():
        tag.delete()
    tag.name = "istifa"
    with pytest.raises(ValidationError):
        tag.save()


# Parents ------------------------------------------------------------------------------------------


def standard_form(page, **changes):
    from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

    data = {
        "title": page.title, "introduction": "", "slug": page.slug, "in_footer": "on", "go_live_at": "",
        "body": streamfield([("paragraph", rich_text("<p>Metin.</p>"))]), "comments": inline_formset([]),
    } | changes  # fmt: skip
    return nested_form_data(data)


def test_an_unsigned_parent_does_not_rename_its_live_child():
    parent = standard_page("Birimler")
    child = factories.publish(standard_page("Zabıta", parent))
    before = child.url_path
    browser(factories.editor()).post(
        reverse("wagtailadmin_pages:edit", args=[parent.pk]), standard_form(parent, slug="skandal")
    )
    assert StandardPage.objects.get(pk=child.pk).url_path == before
    parent = StandardPage.objects.get(pk=parent.pk)
    parent.slug = "skandal"
    with pytest.raises(ApprovalRefused), transaction.atomic():
        parent.save(clean=False)


@pytest.mark.parametrize("who", ["editor", "administrator", "superuser"])
def test_a_parent_of_live_pages_stays_where_it_is(who):
    parent, other = standard_page("Birimler"), standard_page("Öteki")
    child = factories.publish(standard_page("Zabıta", parent))
    user = getattr(factories, who)()
    trusting_server(user).post(reverse("wagtailadmin_pages:move_confirm", args=[parent.pk, other.pk]))
    trusting_server(user).post(reverse("wagtailadmin_pages:delete", args=[parent.pk]))
    for action in ("move", "delete"):
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        trusting_server(user).post(
            f"{bulk}?id={parent.pk}&id={child.pk}", {"chooser": other.pk, "move_applicable": "on"}
        )
    with pytest.raises(ApprovalRefused), transaction.atomic():
        MovePageAction(Page.objects.get(pk=parent.pk), other, pos="last-child", user=user).execute(
            skip_permission_checks=True
        )
    fresh = StandardPage.objects.get(pk=child.pk)
    assert (fresh.live, fresh.url_path) == (True, child.url_path)


# Dead ends ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["director", "mayor"])
def test_a_photo_that_only_a_correction_uses_stays_and_should_it_vanish_nobody_is_stuck(step):
    page = factories.publish(factories.bulletin())
    photo = factories.photo()
    page = factories.edit(
        page, correction="Fotoğraf eklendi.", lead_image=photo, lead_image_alt="Sahil", lead_image_credit="Deniz"
    )
    page = factories.submit(page)
    if step == "mayor":
        page = factories.sign(page, user=factories.director())
    seen = hash_of(page)
    trusting_server(factories.archivist()).post(reverse("wagtailimages:delete", args=[photo.pk]))
    assert Photo.objects.filter(pk=photo.pk).exists()
    holds.release(holder=page)
    photo.delete()
    signer = getattr(factories, step)()
    state = waiting(page)
    for address in (reverse("approval:desk"), reverse("approval:review", args=[state.pk])):
        assert trusting_server(signer).get(address).status_code == 200
    desk_sign(signer, state, seen)
    desk_return(signer, state, "Fotoğraf silinmiş.")
    page = BulletinPage.objects.get(pk=page.pk)
    assert page.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES
    editor = trusting_server(factories.editor())
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    assert page.live


def test_a_directorate_that_only_a_correction_names_stays_and_should_it_vanish_nobody_is_stuck():
    page = factories.publish(factories.bulletin())
    other = factories.department("Park ve Bahçeler Müdürlüğü", "park")
    page = factories.submit(factories.edit(page, correction="Birim düzeltildi.", department=other))
    trusting_server(factories.administrator()).post(reverse("departments:delete", args=[other.pk]))
    assert type(other).objects.filter(pk=other.pk).exists()
    holds.release(holder=page)
    other.delete()
    state = waiting(page)
    for address in (reverse("approval:desk"), reverse("approval:review", args=[state.pk])):
        assert trusting_server(factories.director()).get(address).status_code == 200
    desk_return(factories.director(), state, "Müdürlük silinmiş.")
    assert (
        trusting_server(factories.editor()).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    )


def taken_address(**values):
    """A bulletin at the mayor's step whose new address another bulletin has taken meanwhile."""
    page = factories.edit(factories.bulletin(title="Sahil yolu"), slug="yeni-adres", **values)
    return factories.sign(factories.submit(page), user=factories.director())


def test_an_address_taken_during_approval_is_a_sentence_and_not_an_error():
    page = taken_address()
    factories.bulletin(title="Başka haber", slug="yeni-adres")
    client = trusting_server(factories.mayor())
    answer = client.post(reverse("approval:sign", args=[waiting(page).pk]), {"seen_hash": hash_of(page)})
    assert answer.status_code == 409
    assert waiting(page).task.specific.office == "mayor"
    desk_return(factories.mayor(), waiting(page), "Adres başka bültende.")
    assert BulletinPage.objects.get(pk=page.pk).current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES


def test_one_broken_embargo_does_not_hold_up_the_others():
    broken = factories.sign(taken_address(go_live_at=in_hours(1)), user=factories.mayor())
    BulletinPage.objects.filter(pk=broken.pk).update(slug="eski-adres")
    factories.bulletin(title="Başka haber", slug="yeni-adres")
    good = factories.publish(factories.bulletin(go_live_at=in_hours(2)))
    with time_machine.travel(in_hours(3), tick=False):
        assert publish_due() == 1
    assert BulletinPage.objects.get(pk=good.pk).live
    broken = BulletinPage.objects.get(pk=broken.pk)
    assert (broken.live, broken.scheduled_revision) == (False, None)
    assert selectors.records_of(broken).last().decision == Decision.REFUSED


def test_a_correction_made_from_an_old_version_may_wait_for_its_minute():
    page = factories.publish(factories.bulletin())
    page = factories.edit(page, correction="Saat düzeltildi.", go_live_at=in_hours(1), summary="Yeni spot.")
    page = factories.publish(page)
    assert page.scheduled_revision
    assert (page.live, page.summary == "Yeni spot.") == (True, False)
    with time_machine.travel(in_hours(2), tick=False):
        assert publish_due() == 1
    assert BulletinPage.objects.get(pk=page.pk).summary == "Yeni spot."


def test_an_unexpected_error_in_one_embargo_does_not_hold_up_the_others(monkeypatch):
    broken = factories.publish(factories.bulletin(go_live_at=in_hours(1)))
    good = factories.publish(factories.bulletin(go_live_at=in_hours(2)))
    real = publication.publish_one_due

    def failing(*, pk, now):
        if pk == broken.latest_revision_id:
            raise RuntimeError("disk")
        return real(pk=pk, now=now)

    monkeypatch.setattr(publication, "publish_one_due", failing)
    with time_machine.travel(in_hours(3), tick=False):
        assert publish_due() == 1
    assert BulletinPage.objects.get(pk=good.pk).live
    assert BulletinPage.objects.get(pk=broken.pk).scheduled_revision


@pytest.mark.parametrize("step", ["director", "mayor"])
def test_an_editor_who_left_does_not_leave_content_stuck(step):
    author = factories.person("ayrilan", Role.EDITOR)
    page = factories.submit(factories.bulletin(author=author), user=author)
    if step == "mayor":
        page = factories.sign(page, user=factories.director())
    answer = trusting_server(factories.administrator()).post(reverse("wagtailusers_users:delete", args=[author.pk]))
    assert answer.status_code == 302
    assert not User.objects.filter(username="ayrilan").exists()
    signer = getattr(factories, step)()
    client = trusting_server(signer)
    assert client.get(reverse("approval:desk")).status_code == 200
    assert client.get(reverse("approval:review", args=[waiting(page).pk])).status_code == 200
    assert (
        client.post(reverse("approval:return", args=[waiting(page).pk]), {"comment": "Yazan kim?"}).status_code == 302
    )
    page = BulletinPage.objects.get(pk=page.pk)
    post_edit(factories.editor(), page, "action-submit")
    page = factories.sign(page, user=factories.director())
    assert factories.sign(page, user=factories.mayor()).live


def test_taking_back_a_moment_too_late_changes_nothing():
    page = factories.sign(factories.submit(factories.bulletin()), user=factories.director())
    stale = WorkflowState.objects.get(pk=page.current_workflow_state.pk)
    page = factories.sign(page, user=factories.mayor())
    with pytest.raises(ApprovalRefused), transaction.atomic():
        stale.cancel(user=factories.editor())
    assert WorkflowState.objects.get(pk=stale.pk).status == WorkflowState.STATUS_APPROVED
    assert not selectors.records_of(page).filter(decision=Decision.CANCELLED).exists()


# Own words ----------------------------------------------------------------------------------------


def test_an_editor_cannot_launder_a_signers_unsigned_words_by_reverting():
    writer = factories.person("mudur-yazar", Role.EDITOR, Role.DIRECTOR)
    page = factories.bulletin(title="Temiz metin")
    page = factories.edit(page, user=writer, title="Müdürün kendi metni")
    own = page.latest_revision
    page = factories.publish(factories.edit(page, title="Temiz metin"))
    browser(factories.editor()).post(
        reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, own.pk]),
        form_data(page, title="Müdürün kendi metni"),
    )
    page = BulletinPage.objects.get(pk=page.pk)
    assert page.latest_revision.user == factories.editor()
    page = factories.submit(factories.edit(page, correction="Başlık düzeltildi."))
    with pytest.raises(ApprovalRefused):
        factories.sign(page, user=writer)
    assert factories.sign(page, user=factories.director())


def test_a_copy_keeps_the_author_of_what_was_copied():
    writer = factories.person("mudur-yazar", Role.EDITOR, Role.DIRECTOR)
    page = factories.bulletin(author=writer, title="Müdürün kendi metni")
    browser(factories.editor()).post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {"new_title": "Kopya", "new_slug": "kopya", "new_parent_page": page.get_parent().pk},
    )
    copy = factories.submit(BulletinPage.objects.get(slug="kopya"))
    with pytest.raises(ApprovalRefused):
        factories.sign(copy, user=writer)


# The record ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [lambda: standard_page("Hakkımızda"), lambda: alert(factories.editor())])
def test_an_old_withdrawal_does_not_cover_a_later_one(make):
    content = factories.publish(make())
    content = factories.withdraw(content)
    content = factories.publish(content)  # the same revision, signed again
    assert content.live
    content.live = False
    with pytest.raises(ApprovalRefused), transaction.atomic():
        content.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        type(content).objects.filter(pk=content.pk).update(live=False)
    assert not factories.withdraw(content).live


def without_triggers(statement, *values):
    """What somebody with the database's password can do: switch the triggers off, change, switch them on."""
    table = "approval_certificate"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        else:
            for event in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER {table}_{event}_refused")
        cursor.execute(statement, values)


@pytest.mark.parametrize(
    "statement",
    [
        'UPDATE approval_certificate SET signed_content = \'{"title": "Sahte"}\'',
        "UPDATE approval_certificate SET files = '[]'",
        "UPDATE approval_certificate SET object_id = '999'",
        "UPDATE approval_certificate SET mayor_record_id = director_record_id",
        "UPDATE approval_certificate SET version = 7",
        "UPDATE approval_certificate SET revision_id = 7",
        "DELETE FROM approval_certificate",
    ],
)
def test_a_forged_certificate_is_noticed(statement):
    factories.publish(factories.bulletin(**factories.with_photo()))
    assert evidence.verify().intact
    without_triggers(statement)
    assert not evidence.verify().intact


# People -------------------------------------------------------------------------------------------


def test_nobody_becomes_a_deputy_behind_the_principals_back():
    director, mayor = factories.director(), factories.mayor()
    people.delegate(
        office=Office.DIRECTOR, principal=director, deputy=factories.person("vekil"), starts_at=timezone.now(),
        ends_at=in_hours(5), by=factories.administrator(), document_number="E-1",
    )  # fmt: skip
    told = set(Letter.objects.filter(subject__startswith="Vekâlet verildi").values_list("recipient", flat=True))
    assert {director.email, mayor.email, "vekil@belediye.example"} == told


@pytest.mark.parametrize("who", ["administrator", "superuser"])
def test_a_bulk_role_does_not_turn_a_signer_into_an_administrator(who):
    from django.contrib.auth.models import Group

    director = factories.director()
    role = Group.objects.get(name=Role.ADMINISTRATOR.label)
    bulk = reverse("wagtail_bulk_action", args=["users", "user", "assign_role"])
    trusting_server(getattr(factories, who)()).post(f"{bulk}?id={director.pk}", {"role": role.pk})
    assert not User.objects.get(pk=director.pk).groups.filter(pk=role.pk).exists()
