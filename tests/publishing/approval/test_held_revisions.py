"""No new words for content in approval or on schedule: by no address of the admin, no API, no script."""

import datetime as dt
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.users.roles import Role
from cms.website.models import AlertBanner, HomePage, StandardPage
from press_archive.bulletins.models import BulletinPage
from publishing.approval import holding, publication
from publishing.approval.exceptions import ApprovalRefused
from publishing.approval.refusals import TRIGGERS
from tests import economy, factories, worlds
from tests.cms.identity import face
from tests.journeys.doors import of_the_form
from tests.journeys.reading import reading
from tests.office import form_data
from tests.publishing.approval import attackers

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROLES = ("editor", "director", "mayor", "administrator", "superuser")
ACTIONS = (
    "convert_alias", "copy", "delete", "publish", "unpublish", "move", "copy_for_translation", "create_alias",
    "revert_to_page_revision",
)  # fmt: skip


def generous():
    attackers.give_publish_permission(Role.EDITOR, Role.DIRECTOR, Role.MAYOR, Role.ADMINISTRATOR)


@pytest.fixture(autouse=True)
def generous_rights():
    generous()


def bulletin():
    page = factories.bulletin(title="Eski metin", slug="eski")
    return factories.edit(page, title="Sahil yolu açıldı")


def banner():
    row = AlertBanner.objects.create(title="Eski metin", text="Sahile yaklaşmayın.")
    row.save_revision(user=factories.editor())
    return factories.edit(AlertBanner.objects.get(pk=row.pk), title="Sahil yolu açıldı")


def in_approval(content):
    return factories.submit(content)


def at_mayor(content):
    return factories.sign(factories.submit(content), user=factories.director())


def scheduled(content):
    note = {"correction": "Saat değişti."} if isinstance(content, BulletinPage) and content.live else {}
    content = factories.edit(content, go_live_at=timezone.now() + dt.timedelta(hours=2), **note)
    return factories.sign(at_mayor(content), user=factories.mayor())


def correction(content):
    """Live, with a signed correction that waits for its minute."""
    return scheduled(factories.publish(content))


REFUSALS = (ApprovalRefused, PermissionDenied, DatabaseError)
SENTENCES = f"Sahil yolu açıldı”|Yayın sırasını|{TRIGGERS}"
STAGES = {"approval": in_approval, "mayor": at_mayor, "scheduled": scheduled, "correction": correction}
MAKERS = {"bulletin": bulletin, "banner": banner}


def bulletin_at(stage):
    generous()
    return STAGES[stage](bulletin())


def state_of(content):
    """Everything that a new revision, another schedule or an end of the approval would change."""
    fresh = type(content).objects.get(pk=content.pk)
    revisions = Revision.objects.for_instance(fresh).order_by("pk")
    workflow = fresh.current_workflow_state
    return (
        [(one.pk, json.dumps(one.content, sort_keys=True), str(one.approved_go_live_at)) for one in revisions],
        fresh.latest_revision_id, fresh.live, fresh.live_revision_id, workflow.status if workflow else None,
    )  # fmt: skip


# --- The API of the explorer ------------------------------------------------------------------------------------------


@pytest.mark.once
@worlds.on(bulletin_at, "stage")
@pytest.mark.parametrize("stage", ["mayor", "scheduled"])
@pytest.mark.parametrize("who", ROLES)
def test_the_admins_api_only_reads(world, stage, who):
    page = world
    client = attackers.browser(getattr(factories, who)())
    before, old = state_of(page), Revision.objects.for_instance(page).order_by("pk").first().pk
    count = Page.objects.count()
    for action in ACTIONS:
        data = {"revision_id": old, "destination_page_id": page.get_parent().pk, "recursive": True, "keep_live": True}
        answer = client.post(f"/admin/api/main/pages/{page.pk}/action/{action}/", data)
        assert answer.status_code == 404, action
    assert (state_of(page), Page.objects.count()) == (before, count)


def test_the_explorer_still_gets_what_it_asks_for():
    client = attackers.browser(factories.editor())
    answer = client.get(f"/admin/api/main/pages/?child_of={HomePage.objects.get().pk}&for_explorer=1")
    assert answer.status_code == 200
    assert answer.json()["items"]
    assert client.get(f"/admin/api/main/pages/{HomePage.objects.get().pk}/").status_code == 200


@worlds.on(bulletin_at, "stage")
@pytest.mark.urls("tests.publishing.approval.attackers")
@pytest.mark.parametrize("stage", ["mayor", "scheduled"])
def test_an_api_that_somebody_mounts_reverts_nothing(world, stage):
    page = world
    before, old = state_of(page), Revision.objects.for_instance(page).order_by("pk").first().pk
    answer = attackers.api_call(factories.editor(), "post", f"pages/{page.pk}/actions/revert/", {"revision_id": old})
    assert answer.status_code >= 400
    assert state_of(page) == before


# --- The editor's screens ---------------------------------------------------------------------------------------------


@worlds.on(bulletin_at, "stage")
@pytest.mark.parametrize("stage", economy.people(STAGES, again=["mayor", "correction"]))
@pytest.mark.parametrize("who", economy.people(ROLES, again=["superuser"]))
def test_the_editor_saves_nothing(world, stage, who):
    page = world
    client, before = attackers.browser(getattr(factories, who)()), state_of(page)
    old = Revision.objects.for_instance(page).order_by("pk").first().pk
    data = form_data(page, title="Kilitliyken değişti")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    for extra in (
        {}, {"action-submit": "1"}, {"action-publish": "1"}, {"overwrite_revision_id": page.latest_revision_id},
        {"revision": old}, {"revision": old, "action-submit": "1"}, {"is_reverting": "1"},
    ):  # fmt: skip
        client.post(edit, data | extra)
        client.post(edit, data | extra, headers={"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"})
        assert state_of(page) == before, extra
    client.get(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, old]))
    assert state_of(page) == before


# --- Scripts ----------------------------------------------------------------------------------------------------------


def scripts(content):
    """(name, what a script does); each begins with what the database holds."""
    everyone = Revision.objects.for_instance(content)

    def fresh():
        return type(content).objects.get(pk=content.pk)

    def latest():
        return fresh().get_latest_revision()

    def old():
        return everyone.order_by("pk").first()

    def on_schedule():
        return everyone.filter(approved_go_live_at__isnull=False).first()

    def changed():
        other = latest().as_object()
        other.title = "Başka sözler"
        return other

    def words():
        return {**latest().content, "title": "Başka sözler"}

    def row():
        one = latest()
        return {
            "content_type": one.content_type, "base_content_type": one.base_content_type, "object_id": one.object_id,
            "content": words(), "object_str": "x", "created_at": timezone.now(),
        }  # fmt: skip

    def save_words():
        again = latest()
        again.content = words()
        again.save()

    def point():
        again = fresh()
        again.latest_revision = old()
        again.save(update_fields=["latest_revision"])

    def reschedule():
        again = on_schedule() or latest()
        again.approved_go_live_at = None if again.approved_go_live_at else timezone.now() + dt.timedelta(minutes=1)
        again.save()

    yield "save_revision", lambda: changed().save_revision(user=factories.editor())
    yield "save_revision, unchecked", lambda: changed().save_revision(clean=False, changed=False)
    yield "overwrite", lambda: changed().save_revision(user=latest().user, overwrite_revision=latest(), clean=False)
    yield "revert", lambda: old().as_object().save_revision(previous_revision=old(), clean=False)
    yield "create", lambda: Revision.objects.create(**row())
    yield "bulk_create", lambda: Revision.objects.bulk_create([Revision(**row())])
    yield "update", lambda: everyone.update(content=words())
    yield "hand over", lambda: everyone.update(object_id="999")
    yield "save words", save_words
    yield "point to an old one", point
    yield "change the schedule", reschedule
    yield "delete", lambda: (on_schedule() or latest()).delete()


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("kind", MAKERS)
def test_no_script_changes_what_is_being_signed(kind, stage):
    content = STAGES[stage](MAKERS[kind]())
    before = state_of(content)
    for name, act in scripts(content):
        with pytest.raises(REFUSALS, match=SENTENCES), transaction.atomic():
            act()
        assert state_of(content) == before, name


def test_a_draft_is_free_and_so_is_what_was_returned():
    page = bulletin()
    for name, act in scripts(page):
        with transaction.atomic():
            if name in ("change the schedule", "hand over"):
                continue
            act()
            transaction.set_rollback(True)
    page = factories.submit(page)
    page.current_workflow_state.cancel(user=factories.editor())
    assert (
        factories.edit(BulletinPage.objects.get(pk=page.pk), title="Sonradan").latest_revision_id
        != page.latest_revision_id
    )


def test_nobody_puts_a_draft_on_schedule_by_hand():
    revision = bulletin().get_latest_revision()
    revision.approved_go_live_at = timezone.now() + dt.timedelta(minutes=1)
    with pytest.raises(ApprovalRefused, match="Yayın sırasını"):
        revision.save()


# --- The address of what is being signed ------------------------------------------------------------------------------


def test_the_page_above_keeps_its_address_and_its_place():
    home = HomePage.objects.get()
    common = {"live": False, "body": [factories.PARAGRAPH]}
    above = home.add_child(instance=StandardPage(title="Üst sayfa", slug="ust", **common))
    below = above.add_child(instance=StandardPage(title="Alt sayfa", slug="alt", **common))
    below.save_revision(user=factories.editor())
    elsewhere = home.add_child(instance=StandardPage(title="Başka yer", slug="baska", **common))
    factories.submit(StandardPage.objects.get(pk=below.pk))
    above = StandardPage.objects.get(pk=above.pk)
    above.slug = "yeni-adres"
    with pytest.raises(ApprovalRefused, match="imzada"):
        above.save()
    with pytest.raises(ApprovalRefused, match="imza sürecindeki"):
        StandardPage.objects.get(pk=above.pk).move(elsewhere, pos="last-child")
    with pytest.raises(ApprovalRefused, match="imza sürecindeki"):
        Page.objects.get(pk=below.pk).move(home, pos="last-child")


# --- The walk over the addresses --------------------------------------------------------------------------------------


def addresses(content):
    """Every address below ``/admin/``, its parameters filled in with what leads to ``content``."""
    meta = content._meta
    old = Revision.objects.for_instance(content).order_by("pk").first()
    for name, pattern in face.patterns(get_resolver().url_patterns):
        parameters = list(pattern.pattern.converters) or list(pattern.pattern.regex.groupindex)
        values = {}
        for parameter in parameters:
            if "revision" in parameter:
                values[parameter] = old.pk
            elif parameter in ("app_label", "app_name", "content_type_app_name"):
                values[parameter] = meta.app_label
            elif parameter in ("model_name", "content_type_model_name"):
                values[parameter] = meta.model_name
            elif parameter in ("action_name", "action_type", "action"):
                values[parameter] = "submit"
            else:
                values[parameter] = content.pk
        try:
            address = reverse(name, kwargs=values)
        except NoReverseMatch:
            continue
        if address.startswith("/admin/"):
            yield name, address


def bodies(content):
    """What is posted everywhere: the whole form with other words, as a browser, as an autosave, as a revert."""
    old = Revision.objects.for_instance(content).order_by("pk").first()
    if isinstance(content, BulletinPage):
        data = form_data(content, title="Başka sözler")
    else:
        data = {"title": "Başka sözler", "text": "Başka", "level": "danger", "link": "", "go_live_at": ""}
    named = {"revision_id": old.pk, "id": content.pk, "confirm": "1", "object_id": content.pk}
    yield data | named
    yield data | named | {"action-submit": "1", "revision": old.pk}
    yield data | named | {"overwrite_revision_id": content.latest_revision_id}


class Writing:
    """Whether anything was written since; an answer that wrote nothing has changed nothing."""

    READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")

    def __init__(self):
        self.done = False

    def __call__(self, execute, sql, params, many, context):
        self.done = self.done or not sql.lstrip("( ").upper().startswith(self.READS)
        return execute(sql, params, many, context)


def changed(content, before):
    return not type(content).objects.filter(pk=content.pk).exists() or state_of(content) != before


def walk(content, who, only=""):
    """The names of the addresses (all, or the one named ``only``) through which ``who`` changed ``content``; what each
    did is undone. A view that reads nothing of a form answers all bodies alike and gets the first."""
    client = Client(raise_request_exception=False)
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    session = client.cookies.output()
    found, before, wanted = set(), state_of(content), list(bodies(content))
    for name, address in addresses(content):
        for data in wanted if only in ("", name) else ():
            writing = Writing()
            with transaction.atomic(), reading() as read:
                with connection.execute_wrapper(writing):
                    client.post(f"{address}?id={content.pk}", data)
                if writing.done and changed(content, before):
                    found.add(name)
                transaction.set_rollback(True)
            if client.cookies.output() != session:  # some addresses end a session
                client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
                session = client.cookies.output()
            if not of_the_form(read):
                break
    return found


@pytest.mark.slow
@pytest.mark.once  # what refuses below the addresses is tried by scripts, on both engines
@pytest.mark.parametrize("kind", MAKERS)
def test_no_address_of_the_admin_makes_a_revision_of_what_is_being_signed(kind):
    """Tried by whom no permission stops."""
    content, person = MAKERS[kind](), factories.superuser()
    edit = {"bulletin": "wagtailadmin_pages:edit", "banner": "wagtailsnippets_website_alertbanner:edit"}[kind]
    assert walk(content, person, only=edit) == {edit}, "the walk must be able to find what it looks for"
    content = at_mayor(content)
    assert walk(content, person) == set()
    content = factories.sign(content, user=factories.mayor())
    assert type(content).objects.get(pk=content.pk).live


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize("kind", MAKERS)
def test_no_address_of_the_admin_moves_what_is_on_schedule(kind):
    content = scheduled(MAKERS[kind]())
    assert walk(content, factories.superuser()) == set()
    assert holding.stage_of(content)[0] == "scheduled"
    assert publication.publish_due() == 0
