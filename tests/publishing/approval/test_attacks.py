"""The 22 ways by which a plain Wagtail 8 lets unsigned content go live, and some more: each is refused here.

Every role gets Wagtail's publish permission first, so that what holds is the house's rule and not a missing tick.
"""

import json

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.db.utils import DatabaseError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Task, Workflow, WorkflowTask

from cms.users.roles import Role
from cms.website.models import AlertBanner, HomePage
from press_archive.bulletins.models import BulletinIndexPage, BulletinPage
from publishing.approval import services
from publishing.approval.exceptions import ApprovalRefused, ContentChanged, FileMissing
from publishing.approval.models import SignatureTask
from publishing.dispatch.models import Delivery
from tests import economy, factories
from tests.publishing.approval import attackers

REFUSED = (PermissionDenied, ApprovalRefused)
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.publishing.approval.attackers"), pytest.mark.slow]


@pytest.fixture(autouse=True)
def generous_rights():
    attackers.give_publish_permission(Role.EDITOR, Role.DIRECTOR, Role.MAYOR, Role.ADMINISTRATOR)


@pytest.fixture
def draft():
    return factories.bulletin()


@pytest.fixture
def at_director(draft):
    return factories.submit(draft)


@pytest.fixture
def at_mayor(at_director):
    return factories.sign(at_director, user=factories.director())


@pytest.fixture
def live(at_mayor):
    return factories.sign(at_mayor, user=factories.mayor())


def alert(author):
    banner = AlertBanner.objects.create(title="Fırtına uyarısı", text="Sahile yaklaşmayın.")
    banner.save_revision(user=author)
    return AlertBanner.objects.get(pk=banner.pk)


# Row 1 ------------------------------------------------------------------------------------------


def test_01_mayor_alone_publishes_nothing(at_director):
    state = attackers.waiting(at_director)
    attackers.desk_sign(factories.mayor(), state, attackers.hash_of(at_director))
    assert attackers.waiting(at_director).pk == state.pk
    assert not attackers.is_public(at_director)


# Row 2 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", economy.people(["mayor", "director", "editor", "administrator", "superuser"], again=["mayor", "superuser"])
)
def test_02_publish_button_on_a_draft(draft, who):
    attackers.post_edit(getattr(factories, who)(), draft, "action-publish")
    assert not attackers.is_public(draft)


@pytest.mark.parametrize(
    "who", economy.people(["mayor", "director", "editor", "administrator", "superuser"], again=["mayor", "superuser"])
)
def test_02_publish_button_on_a_snippet(who):
    banner = alert(factories.editor())
    attackers.browser(getattr(factories, who)()).post(
        reverse("wagtailsnippets_website_alertbanner:edit", args=[banner.pk]),
        {"title": "Fırtına", "text": "Sahile yaklaşmayın.", "level": "danger", "link": "", "action-publish": "1"},
    )
    assert not AlertBanner.objects.get(pk=banner.pk).live


@pytest.mark.parametrize("who", economy.people(["mayor", "editor", "superuser"], again=["mayor", "superuser"]))
def test_02_publish_button_while_creating(who):
    index = BulletinIndexPage.objects.get()
    data = attackers.form_data(factories.bulletin(title="Örnek"), title="Doğrudan yayın", slug="dogrudan")
    data["action-publish"] = "1"
    attackers.browser(getattr(factories, who)()).post(
        reverse("wagtailadmin_pages:add", args=["bulletins", "bulletinpage", index.pk]), data
    )
    assert not BulletinPage.objects.filter(slug="dogrudan", live=True).exists()


# Row 3 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["mayor", "superuser"])
def test_03_publish_button_during_directors_step(at_director, who):
    attackers.post_edit(getattr(factories, who)(), at_director, "action-publish")
    assert not attackers.is_public(at_director)
    assert attackers.waiting(at_director).status == "in_progress"


# Row 4 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", economy.people(["mayor", "superuser", "administrator"], again=["mayor", "superuser"]))
def test_04_bulk_publish(at_director, who):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    attackers.browser(getattr(factories, who)()).post(
        f"{address}?id={at_director.pk}", {"include_descendants": "on"}, follow=True
    )
    assert not attackers.is_public(at_director)
    assert attackers.waiting(at_director).status == "in_progress"


@pytest.mark.parametrize("who", ["mayor", "superuser"])
def test_04_bulk_publish_of_the_list_with_its_drafts(draft, who):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    attackers.browser(getattr(factories, who)()).post(
        f"{address}?id={BulletinIndexPage.objects.get().pk}", {"include_descendants": "on"}
    )
    assert not attackers.is_public(draft)


# Row 5 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["mayor", "superuser"])
def test_05_api_publish(at_director, who):
    answer = attackers.api_call(getattr(factories, who)(), "post", f"pages/{at_director.pk}/actions/publish/")
    assert answer.status_code == 403
    assert not attackers.is_public(at_director)


def test_05_api_create_and_publish():
    body = {
        "meta": {"type": "website.StandardPage", "parent_id": HomePage.objects.get().pk, "action": "publish"},
        "title": "Kaçak sayfa",
        "slug": "kacak",
        "body": [{"type": "subheading", "value": "Kaçak"}],
    }
    attackers.api_call(factories.superuser(), "post", "pages/", body)
    assert attackers.browser(factories.editor()).get("/kacak/").status_code == 404


def test_05_the_house_mounts_no_api(client, settings):
    settings.ROOT_URLCONF = "cms.urls"
    assert client.get("/api/v3/pages/").status_code == 404


# Rows 6 and 7 -----------------------------------------------------------------------------------


def test_06_superuser_signs_nothing(draft):
    root = factories.superuser()
    draft = factories.submit(draft)
    attackers.desk_sign(root, attackers.waiting(draft), attackers.hash_of(draft))
    with pytest.raises(ApprovalRefused):
        services.sign(state=attackers.waiting(draft), user=root, seen_hash=attackers.hash_of(draft))
    assert attackers.waiting(draft).task.specific.office == "director"
    assert not attackers.is_public(draft)


def test_06_superuser_in_an_office_signs_nothing(at_director):
    both = factories.person("kok-mudur", Role.DIRECTOR, is_superuser=True)
    attackers.desk_sign(both, attackers.waiting(at_director), attackers.hash_of(at_director))
    assert attackers.waiting(at_director).task.specific.office == "director"


def test_07_one_person_in_all_groups(draft):
    one = attackers.one_in_all_groups()
    page = factories.bulletin(author=one)
    page = factories.submit(page, user=one)
    attackers.desk_sign(one, attackers.waiting(page), attackers.hash_of(page))
    assert attackers.waiting(page).task.specific.office == "director"
    # Written by somebody else, the same person signs once and not twice.
    draft = factories.submit(draft)
    draft = factories.sign(draft, user=one)
    attackers.desk_sign(one, attackers.waiting(draft), attackers.hash_of(draft))
    assert attackers.waiting(draft).task.specific.office == "mayor"
    assert not attackers.is_public(draft)


# Row 8 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["mayor", "superuser"])
def test_08_edit_after_the_directors_signature(at_mayor, who):
    seen = attackers.hash_of(at_mayor)
    attackers.post_edit(getattr(factories, who)(), at_mayor, title="BAŞKAN DEĞİŞTİRDİ")
    at_mayor.refresh_from_db()
    with pytest.raises(ApprovalRefused, match="onayda"):  # a script tries it anyway
        factories.edit(at_mayor, user=getattr(factories, who)(), title="BAŞKAN DEĞİŞTİRDİ")
    attackers.overwrite(at_mayor, title="BAŞKAN DEĞİŞTİRDİ")
    for content_hash in (seen, attackers.hash_of(at_mayor)):
        attackers.desk_sign(factories.mayor(), attackers.waiting(at_mayor), content_hash)
    assert not attackers.is_public(at_mayor)
    assert attackers.waiting(at_mayor).status == "in_progress"


# Rows 9 and 10 ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", economy.people(["editor", "director", "mayor", "administrator", "superuser"], again=["mayor", "superuser"])
)
def test_09_edit_during_the_mayors_step_is_locked(at_mayor, who):
    before = at_mayor.latest_revision_id
    attackers.post_edit(getattr(factories, who)(), at_mayor, title="Kilitliyken değişti")
    at_mayor.refresh_from_db()
    assert at_mayor.latest_revision_id == before


def test_10_api_revert_during_the_mayors_step():
    page = factories.bulletin(title="Eski metin")
    old = page.latest_revision_id
    page = factories.submit(factories.edit(page, title="Yeni metin"))
    page = factories.sign(page, user=factories.director())
    seen = attackers.hash_of(page)
    answer = attackers.api_call(factories.editor(), "post", f"pages/{page.pk}/actions/revert/", {"revision_id": old})
    assert answer.status_code == 403
    page = BulletinPage.objects.get(pk=page.pk)
    assert page.get_latest_revision().as_object().title == "Yeni metin"
    attackers.overwrite(page, title="Eski metin")  # and should it get through one day, the hash still says no
    for content_hash in (seen, attackers.hash_of(page)):
        attackers.desk_sign(factories.mayor(), attackers.waiting(page), content_hash)
    assert not attackers.is_public(page)
    assert attackers.waiting(page).status == "in_progress"


# Rows 11 and 12 ---------------------------------------------------------------------------------


def test_11_resubmission_starts_again_with_the_director(at_mayor):
    attackers.desk_return(factories.mayor(), attackers.waiting(at_mayor), "Tarihi düzeltin.")
    page = BulletinPage.objects.get(pk=at_mayor.pk)
    attackers.post_edit(factories.editor(), page, "action-submit", title="Düzeltilmiş başlık")
    assert attackers.waiting(page).task.specific.office == "director"
    attackers.desk_sign(factories.mayor(), attackers.waiting(page), attackers.hash_of(page))
    assert not attackers.is_public(page)
    page = factories.sign(page, user=factories.director())
    page = factories.sign(page, user=factories.mayor())
    assert attackers.is_public(page)


def test_12_overwriting_a_returned_snippets_revision_in_place():
    banner = factories.submit(alert(factories.editor()))
    banner = factories.sign(banner, user=factories.director())
    attackers.desk_return(factories.mayor(), attackers.waiting(banner), "Saati yazın.")
    banner = AlertBanner.objects.get(pk=banner.pk)
    attackers.browser(factories.editor()).post(
        reverse("wagtailsnippets_website_alertbanner:edit", args=[banner.pk]),
        {
            "title": "Sahte uyarı", "text": "Başka metin.", "level": "danger", "link": "", "go_live_at": "",
            "overwrite_revision_id": banner.latest_revision_id, "action-submit": "1",
        },
    )  # fmt: skip
    banner = AlertBanner.objects.get(pk=banner.pk)
    assert banner.get_latest_revision().as_object().title == "Sahte uyarı"
    assert attackers.waiting(banner).task.specific.office == "director"
    attackers.desk_sign(factories.mayor(), attackers.waiting(banner), attackers.hash_of(banner))
    assert not AlertBanner.objects.get(pk=banner.pk).live


def test_12_overwriting_a_signed_revision_in_place(at_mayor):
    seen = attackers.hash_of(at_mayor)
    content = at_mayor.get_latest_revision().as_object()
    content.title = "İmzadan sonra değişti"
    with pytest.raises(ApprovalRefused, match="onayda"):
        content.save_revision(user=factories.editor(), overwrite_revision=at_mayor.get_latest_revision())
    attackers.overwrite(at_mayor, title="İmzadan sonra değişti")
    for content_hash in (seen, attackers.hash_of(at_mayor)):
        attackers.desk_sign(factories.mayor(), attackers.waiting(at_mayor), content_hash)
    assert not attackers.is_public(at_mayor)


# Row 13 -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", economy.people(["superuser", "administrator"], again=["superuser"]))
def test_13_deactivating_a_task(at_mayor, who):
    task = SignatureTask.objects.get(office="mayor")
    client = attackers.browser(getattr(factories, who)())
    client.post(reverse("wagtailadmin_workflows:disable_task", args=[task.pk]))
    with pytest.raises(ApprovalRefused):
        Task.objects.get(pk=task.pk).deactivate(user=factories.superuser())
    assert Task.objects.get(pk=task.pk).active
    assert not attackers.is_public(at_mayor)


def test_13_a_task_deactivated_in_the_database_publishes_nothing(at_mayor):
    state = attackers.waiting(at_mayor)
    Task.objects.filter(pk=state.task_id).update(active=False)
    with pytest.raises(REFUSED), transaction.atomic():
        state.cancel(user=factories.superuser())
    assert not attackers.is_public(at_mayor)


# Rows 14 and 15 ---------------------------------------------------------------------------------


def test_14_approval_through_another_pages_address(at_director):
    own = factories.submit(factories.bulletin(author=factories.person("editor2", Role.EDITOR)), user=factories.editor())
    for user in (factories.director(), factories.mayor(), factories.superuser()):
        for action in ("approve", "reject"):
            attackers.browser(user).post(
                reverse("wagtailadmin_pages:workflow_action", args=[own.pk, action, attackers.waiting(at_director).pk]),
                {"comment": "geçti"},
            )
    assert attackers.waiting(at_director).status == "in_progress"
    assert attackers.waiting(own).status == "in_progress"


@pytest.mark.parametrize("action", ["approve", "reject"])
@pytest.mark.parametrize(
    "extra",
    [
        "{}", "[1",
        *(pytest.param(one, marks=pytest.mark.once)
          for one in ('{"update": false}', '{"comment": "", "user": 1}', '{"seen_hash": ""}')),
    ],
)  # fmt: skip
def test_15_workflow_action_with_crafted_extra_data(at_director, action, extra):
    state = attackers.waiting(at_director)
    client = attackers.browser(factories.director())
    client.raise_request_exception = False
    data = attackers.form_data(at_director)
    data |= {
        "action-workflow-action": "1", "workflow-action-name": action, "workflow-action-extra-data": extra,
    }  # fmt: skip
    client.post(reverse("wagtailadmin_pages:edit", args=[at_director.pk]), data)
    assert attackers.waiting(at_director).pk == state.pk
    assert attackers.waiting(at_director).status == "in_progress"


def test_15_return_needs_a_comment(at_director):
    for comment in ("", "   "):
        attackers.desk_return(factories.director(), attackers.waiting(at_director), comment)
    assert attackers.waiting(at_director).status == "in_progress"
    with pytest.raises(ApprovalRefused):
        at_director.current_workflow_task.on_action(
            attackers.waiting(at_director), factories.director(), "reject", comment=" ", update=False
        )


# Rows 16 and 17 ---------------------------------------------------------------------------------


def scheduled():
    go_live_at = timezone.now() + timezone.timedelta(hours=2)
    page = factories.bulletin(
        go_live_at=go_live_at, lists=[factories.distribution_list()], social={"mastodon": "Yarın başlıyor."}
    )
    return factories.publish(page)


def test_16_a_scheduled_page_sends_nothing_before_its_minute():
    page = scheduled()
    assert not attackers.is_public(page)
    assert not Delivery.objects.exists()
    assert page.number == ""


@pytest.mark.parametrize(
    "who", economy.people(["editor", "administrator", "superuser", "mayor"], again=["mayor", "superuser"])
)
def test_17_a_scheduled_page_is_locked(who):
    page = scheduled()
    before = page.latest_revision_id
    attackers.post_edit(getattr(factories, who)(), page, "action-publish", title="Ambargo deliniyor")
    revision = page.get_latest_revision()
    attackers.browser(getattr(factories, who)()).post(
        reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, revision.pk])
    )
    page = BulletinPage.objects.get(pk=page.pk)
    assert page.latest_revision_id == before
    assert page.scheduled_revision
    assert not page.live


def test_17_a_swapped_photo_stops_the_scheduled_publication():
    from publishing.approval.publication import publish_due

    page = factories.publish(
        factories.bulletin(go_live_at=timezone.now() + timezone.timedelta(hours=2), **factories.with_photo())
    )
    swap_file(page.get_latest_revision().as_object().lead_image)
    with time_machine.travel(timezone.now() + timezone.timedelta(hours=3), tick=False):
        assert publish_due() == 0
    assert not attackers.is_public(page)
    assert BulletinPage.objects.get(pk=page.pk).scheduled_revision is None


# Row 18 -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", economy.people(["editor", "administrator", "superuser"], again=["superuser"]))
def test_18_deleting_content_in_approval(at_director, who):
    user = getattr(factories, who)()
    attackers.api_call(user, "delete", f"pages/{at_director.pk}/actions/delete/")
    attackers.api_call(user, "delete", f"pages/{at_director.pk}/")
    attackers.browser(user).post(reverse("wagtailadmin_pages:delete", args=[at_director.pk]))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    attackers.browser(user).post(f"{address}?id={at_director.pk}", {})
    assert attackers.waiting(at_director).status == "in_progress"


@pytest.mark.parametrize("who", economy.people(["editor", "superuser"], again=["superuser"]))
def test_18_deleting_what_was_published(live, who):
    user = getattr(factories, who)()
    attackers.browser(user).post(reverse("wagtailadmin_pages:delete", args=[live.pk]))
    with pytest.raises((ApprovalRefused, ProtectedError)), transaction.atomic():
        BulletinPage.objects.get(pk=live.pk).delete()
    assert attackers.is_public(live)


# Rows 19 and 20 ---------------------------------------------------------------------------------


def test_19_objects_made_by_a_script_are_not_live():
    assert not AlertBanner.objects.create(title="Uyarı", text="Metin").live
    with pytest.raises(ApprovalRefused), transaction.atomic():
        AlertBanner.objects.create(title="Uyarı", text="Metin", live=True)
    page = BulletinPage(title="Betik", summary="Özet", body=[factories.PARAGRAPH], department=factories.department())
    with pytest.raises(ApprovalRefused), transaction.atomic():
        BulletinIndexPage.objects.get().add_child(instance=page)


def test_20_saving_a_live_page_with_other_words(live):
    live.title = "Sessizce değişti"
    with pytest.raises(ContentChanged), transaction.atomic():
        live.save()
    with pytest.raises(ContentChanged), transaction.atomic():
        live.save(update_fields=["title"])
    bare = live.page_ptr
    bare.title = "Sessizce değişti"
    with pytest.raises(ApprovalRefused), transaction.atomic():
        bare.save()
    assert BulletinPage.objects.get(pk=live.pk).title != "Sessizce değişti"


# Row 21 -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", economy.people(["editor", "mayor", "superuser"], again=["mayor", "superuser"]))
def test_21_alias_copy_unpublish_and_move(live, who):
    user = getattr(factories, who)()
    index = BulletinIndexPage.objects.get()
    home = HomePage.objects.get()
    calls = [
        ("create_alias", {"destination_id": index.pk, "slug": "takma-ad"}),
        ("copy", {"destination_id": index.pk, "keep_live": True, "slug": "kopya", "title": "Kopya"}),
        ("unpublish", {}),
        ("move", {"destination_id": home.pk}),
    ]
    for name, body in calls:
        attackers.api_call(user, "post", f"pages/{live.pk}/actions/{name}/", body)
    client = attackers.browser(user)
    client.post(reverse("wagtailadmin_pages:unpublish", args=[live.pk]))
    client.post(
        reverse("wagtailadmin_pages:copy", args=[live.pk]),
        {
            "new_title": "Kopya",
            "new_slug": "kopya-2",
            "new_parent_page": index.pk,
            "publish_copies": "on",
            "alias": "on",
        },
    )
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[live.pk, home.pk]))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    client.post(f"{bulk}?id={live.pk}", {"include_descendants": "on"})
    assert attackers.is_public(live)
    assert BulletinPage.objects.filter(live=True).count() == 1
    assert not BulletinPage.objects.exclude(alias_of=None).exists()


# More -------------------------------------------------------------------------------------------


def test_bulk_update_is_refused_by_the_database(draft):
    with pytest.raises(DatabaseError), transaction.atomic():
        BulletinPage.objects.filter(pk=draft.pk).update(live=True)
    banner = alert(factories.editor())
    with pytest.raises(DatabaseError), transaction.atomic():
        AlertBanner.objects.filter(pk=banner.pk).update(live=True)
    assert not attackers.is_public(draft)


def test_bulk_update_off_the_air_is_refused_by_the_database(live):
    with pytest.raises(DatabaseError), transaction.atomic():
        BulletinPage.objects.filter(pk=live.pk).update(live=False)
    assert attackers.is_public(live)


def test_going_back_to_an_earlier_signed_version(live):
    first = live.live_revision
    page = factories.edit(live, title="Düzeltilmiş başlık", correction="Başlık düzeltildi.")
    page = factories.publish(page)
    with pytest.raises(REFUSED), transaction.atomic():
        first.publish(user=factories.superuser(), skip_permission_checks=True)
    assert BulletinPage.objects.get(pk=page.pk).title == "Düzeltilmiş başlık"


def test_republishing_what_was_withdrawn(live):
    revision = live.live_revision
    page = factories.withdraw(live)
    with pytest.raises(REFUSED), transaction.atomic():
        revision.publish(user=factories.superuser(), skip_permission_checks=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        BulletinPage.objects.filter(pk=page.pk).update(live=True, live_revision=revision)
    assert not BulletinPage.objects.get(pk=page.pk).live


def test_the_same_signature_twice(at_director):
    state, seen = attackers.waiting(at_director), attackers.hash_of(at_director)
    attackers.desk_sign(factories.director(), state, seen)
    attackers.desk_sign(factories.director(), state, seen)
    assert attackers.waiting(at_director).task.specific.office == "mayor"


def test_signing_text_that_changed_under_the_readers_eyes(at_director):
    seen = attackers.hash_of(at_director)
    attackers.overwrite(at_director, title="Okurken değişti")
    answer = attackers.desk_sign(factories.director(), attackers.waiting(at_director), seen)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "içerik değişti" in text
    assert "Okurken" in text
    assert attackers.waiting(at_director).task.specific.office == "director"


def test_a_deleted_photo_voids_the_signature():
    page = factories.submit(factories.bulletin(**factories.with_photo()))
    page = factories.sign(page, user=factories.director())
    seen = attackers.hash_of(page)
    photo = page.get_latest_revision().as_object().lead_image
    photo.file.storage.delete(photo.file.name)
    with pytest.raises(FileMissing):
        services.sign(state=attackers.waiting(page), user=factories.mayor(), seen_hash=seen)
    attackers.desk_sign(factories.mayor(), attackers.waiting(page), seen)
    assert not attackers.is_public(page)


def swap_file(photo):
    """Other bytes under the same name, as somebody with access to the disk would do it."""
    with open(photo.file.path, "wb") as stream:
        stream.write(factories.jpeg(colour="#ff0000"))


def test_a_file_swapped_under_the_same_name_voids_the_signature():
    page = factories.submit(factories.bulletin(**factories.with_photo()))
    page = factories.sign(page, user=factories.director())
    seen = attackers.hash_of(page)
    swap_file(page.get_latest_revision().as_object().lead_image)
    assert attackers.hash_of(page) != seen
    for content_hash in (seen, attackers.hash_of(page)):
        attackers.desk_sign(factories.mayor(), attackers.waiting(page), content_hash)
    assert not attackers.is_public(page)


def test_a_photo_in_a_body_block_is_part_of_the_signature():
    photo = factories.photo()
    block = {"type": "picture", "value": {"image": photo.pk, "alt": "Sahil", "credit": "Deniz", "caption": ""}}
    page = factories.submit(factories.bulletin(body=[factories.PARAGRAPH, block]))
    seen = attackers.hash_of(page)
    swap_file(photo)
    attackers.desk_sign(factories.director(), attackers.waiting(page), seen)
    assert attackers.waiting(page).task.specific.office == "director"


@pytest.mark.parametrize(
    "who", economy.people(["superuser", "administrator", "mayor", "director"], again=["mayor", "superuser"])
)
def test_nobody_changes_the_workflow(who):
    client = attackers.browser(getattr(factories, who)())
    workflow = Workflow.objects.get()
    task = SignatureTask.objects.get(office="mayor")
    client.post(reverse("wagtailadmin_workflows:disable", args=[workflow.pk]))
    client.post(reverse("wagtailadmin_workflows:disable_task", args=[task.pk]))
    client.post(
        reverse("wagtailadmin_workflows:edit", args=[workflow.pk]),
        {
            "name": "Onaysız", "active": "on", "workflow_tasks-TOTAL_FORMS": "0", "workflow_tasks-INITIAL_FORMS": "0",
            "workflow_tasks-MIN_NUM_FORMS": "0", "workflow_tasks-MAX_NUM_FORMS": "1000", "pages-TOTAL_FORMS": "0",
            "pages-INITIAL_FORMS": "0", "pages-MIN_NUM_FORMS": "0", "pages-MAX_NUM_FORMS": "1000",
        },
    )  # fmt: skip
    client.post(reverse("wagtailadmin_workflows:edit_task", args=[task.pk]), {"name": "Boş", "groups": []})
    client.post(reverse("wagtailadmin_workflows:add"), {"name": "Yeni akış", "active": "on"})
    workflow.refresh_from_db()
    assert (workflow.name, workflow.active) == ("Basın onayı", True)
    assert [step.task.name for step in WorkflowTask.objects.all()] == ["Müdür imzası", "Başkan imzası"]
    assert Workflow.objects.count() == 1
    for instance in (workflow, task, WorkflowTask.objects.first()):
        with pytest.raises(ApprovalRefused), transaction.atomic():
            instance.save()
        with pytest.raises(ApprovalRefused), transaction.atomic():
            instance.delete()
    with pytest.raises(ApprovalRefused):
        task.groups.clear()


def test_evidence_and_certificates_are_append_only(live):
    from publishing.approval.models import Certificate, EvidenceRecord

    for model in (EvidenceRecord, Certificate):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(content_hash="0" * 64)
        with pytest.raises((DatabaseError, ApprovalRefused)), transaction.atomic():
            model.objects.all().delete()


def test_a_certificate_without_signatures_is_refused_by_the_database(live):
    from publishing.approval.models import Certificate

    certificate = Certificate.objects.get()
    for change in (
        {"mayor_record": certificate.director_record},
        {"content_hash": "0" * 64},
        {"object_id": "999"},
    ):
        values = {
            "content_type": certificate.content_type, "object_id": certificate.object_id, "revision_id": 1,
            "version": 9, "content_hash": certificate.content_hash, "signed_content": {},
            "director_record": certificate.director_record, "mayor_record": certificate.mayor_record,
        }  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            Certificate.objects.create(**{**values, **change})


def test_desk_never_signs_by_get(at_director):
    state = attackers.waiting(at_director)
    address = reverse("approval:sign", args=[state.pk])
    answer = attackers.browser(factories.director()).get(f"{address}?seen_hash={attackers.hash_of(at_director)}")
    assert answer.status_code in (302, 405)
    assert attackers.waiting(at_director).pk == state.pk


def test_home_page_text_needs_signatures():
    home = HomePage.objects.get()
    root = factories.superuser()
    attackers.browser(root).post(
        reverse("wagtailadmin_pages:edit", args=[home.pk]),
        {"title": "Ana sayfa", "greeting": "Kaçak karşılama", "introduction": "", "action-publish": "1",
         "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "comments-MIN_NUM_FORMS": "0",
         "comments-MAX_NUM_FORMS": "", "sections-count": "0"},
    )  # fmt: skip
    assert HomePage.objects.get().greeting == ""
    home.greeting = "Kaçak karşılama"
    with pytest.raises(ApprovalRefused), transaction.atomic():
        home.save()
    factories.edit(HomePage.objects.get(), greeting="Hoş geldiniz")
    factories.publish(HomePage.objects.get())
    assert HomePage.objects.get().greeting == "Hoş geldiniz"


def test_structural_pages_stay_as_they_are():
    index = BulletinIndexPage.objects.get()
    index.title = "Seçim sandığı"
    with pytest.raises(ApprovalRefused), transaction.atomic():
        index.save()
    attackers.browser(factories.superuser()).post(
        reverse("wagtailadmin_pages:edit", args=[index.pk]), {"title": "Seçim sandığı", "slug": "bultenler"}
    )
    attackers.browser(factories.superuser()).post(reverse("wagtailadmin_pages:delete", args=[index.pk]))
    assert BulletinIndexPage.objects.get().title == "Basın bültenleri"


def test_crafted_json_types_do_not_break_the_desk(at_director):
    client = attackers.browser(factories.director())
    state = attackers.waiting(at_director)
    for data in ({}, {"seen_hash": "ı" * 64}, {"seen_hash": ["a", "b"]}, {"seen_hash": json.dumps({})}):
        answer = client.post(reverse("approval:sign", args=[state.pk]), data)
        assert answer.status_code < 500
    assert attackers.waiting(at_director).pk == state.pk
