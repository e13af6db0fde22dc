"""What content uses stays as it is from the submission on: for every role, by every form, script and bulk update."""

import datetime as dt
import itertools

import pytest
import time_machine
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.db.models import ForeignKey, ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms.core import hold_triggers, holds
from cms.core.holds import Held
from cms.core.models import Hold, Stage
from cms.users.models import User
from cms.website.models import HomePage
from media_library.archive import batch
from media_library.metadata.outgoing import outgoing_words
from media_library.models import File, JobKind, Photo, Shoot, TaggedItem, Video, VideoCaption, VideoState
from media_library.work.jobs import services as jobs
from media_library.work.video.job import give_up, process_video
from press_archive.bulletins.models import BulletinPage
from press_archive.contacts.models import DistributionList
from publishing.approval import holding, publication, services, verification
from publishing.approval.refusals import TRIGGERS
from publishing.publications.formats.models import Format
from publishing.publications.models import Series
from tests import economy, factories
from tests.cms.identity import face
from tests.cms.identity.test_one_persons_forms import fill_in
from tests.publishing.approval import held_content
from tests.publishing.approval.held_content import MAKERS, another, fingerprint, reached_rows, references
from tests.rows import hold_of

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
ROLES = ("editor", "social_editor", "archivist", "director", "mayor", "administrator", "superuser")
FILES = (Photo, File, Video, VideoCaption)
# Rows that content can name and that nothing holds, with the reason.
NEVER_HELD = {
    Page: "an address that is linked to is the other page's own; it never changes once public",
    Format: "the design is built anew at each signature: other measures, and nobody signs",
    Series: "its lines are in that design as well, and what is signed reads the finished file",
}
SOON = dt.timedelta(hours=2)


def in_approval(content):
    return factories.submit(content)


def scheduled(content):
    content = in_hours(content)
    factories.submit(content)
    factories.sign(content, user=factories.director())
    return factories.sign(content, user=factories.mayor())


def in_hours(content):
    return factories.edit(content, go_live_at=timezone.now() + SOON)


def live(content):
    return factories.publish(content)


STAGES = {"approval": in_approval, "scheduled": scheduled, "live": live}


# --- The walk over the models -----------------------------------------------------------------------------------------


def test_every_governed_type_has_a_maker():
    assert set(MAKERS) == set(verification.governed_models())


def test_a_rule_speaks_of_everything_that_governed_content_can_name():
    unknown = {
        f"{model._meta.label}.{path}"
        for model in verification.governed_models()
        for path, target in references(model)
        if target not in holds.RULES and not any(issubclass(target, one) for one in NEVER_HELD)
    }
    assert unknown == set()


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model._meta.model_name)
def test_the_samples_use_every_reference(model):
    rows = {type(row) for row in reached_rows(MAKERS[model]())}
    assert {target for _path, target in references(model) if target in holds.RULES} <= rows


@pytest.mark.parametrize("model", [Photo, Video, File], ids=lambda model: model._meta.model_name)
def test_a_rule_speaks_of_every_field_that_goes_out(model):
    """Each column is changed in memory: whatever ``outgoing_words`` then says differently is held until certified."""
    row = {Photo: held_content.picture, Video: held_content.film, File: held_content.paper}[model]()
    Shoot.objects.create(title="Başka çekim")
    rule = holds.RULES[model]
    for field in model._meta.concrete_fields:
        if field.primary_key:
            continue
        fresh = model._base_manager.get(pk=row.pk)
        before = outgoing_words(fresh)
        try:
            setattr(fresh, field.attname, field.to_python(another(fresh, field.attname)))
            after = outgoing_words(fresh)
        except (AttributeError, TypeError, ValueError):
            continue  # a column whose values are made of many (JSON); never words that go out
        if before != after:
            assert field.attname in (*rule.words, *rule.fixed), field.attname


def attempts(row, name):
    """Every way in which a script could give the field ``name`` of ``row`` another value."""
    model, value = type(row), another(row, name)
    fresh = model._base_manager.get(pk=row.pk)
    setattr(fresh, name, value)
    yield "save", fresh.save
    yield "save one field", lambda: fresh.save(update_fields=[model._meta.get_field(name.removesuffix("_id")).name])
    if name not in holds.RULES[model].loose:
        yield "update", lambda: model._base_manager.filter(pk=row.pk).update(**{name: value})
        yield "bulk update", lambda: model._base_manager.bulk_update([fresh], [name.removesuffix("_id")])


def deletions(row):
    model = type(row)
    yield "delete", model._base_manager.get(pk=row.pk).delete
    yield "delete many", model._base_manager.filter(pk=row.pk).delete
    yield "raw delete", lambda: model._base_manager.filter(pk=row.pk)._raw_delete("default")


def refused(act):
    """Whether ``act`` is refused; what it did is undone."""
    try:
        with transaction.atomic():
            act()
            connection.check_constraints()  # foreign keys are asked at the end of a transaction
            transaction.set_rollback(True)
    except (Held, ProtectedError, ValidationError):
        return True
    except DatabaseError as error:
        return TRIGGERS in str(error) or "FOREIGN KEY" in str(error).upper()
    return False


def stages_of_each():
    """The triggers look at a model's columns and at what holds a row; one model is enough to see that what waits for
    its minute holds as what is in approval does."""
    for model in MAKERS:
        for stage in STAGES:
            if (model, stage) != (HomePage, "scheduled"):  # its form knows no embargo
                once = stage == "scheduled" and model is not BulletinPage
                marks = [pytest.mark.once] if once else []
                yield pytest.param(model, stage, marks=marks, id=f"{model._meta.model_name}-{stage}")


@pytest.mark.slow
@pytest.mark.parametrize(("model", "stage"), stages_of_each())
def test_nothing_that_is_used_changes(model, stage):
    content = STAGES[stage](MAKERS[model]())
    Shoot.objects.create(title="Başka çekim")
    before, let_through = fingerprint(content), []
    for row in reached_rows(content, words=stage == "approval"):
        rule = holds.RULES[type(row)]
        if stage == "live" and isinstance(row, DistributionList):
            continue  # no reader sees its name
        names = rule.fixed
        if stage != "live":
            names += rule.linked
        if stage == "approval":
            names += rule.words
        if isinstance(row, VideoCaption):
            names = ("file", "language")
        for name in names:
            let_through += [
                (type(row).__name__, name, way) for way, act in attempts(row, name) if not refused(act)
            ]  # fmt: skip
        let_through += [(type(row).__name__, "", way) for way, act in deletions(row) if not refused(act)]
    assert let_through == []
    assert fingerprint(content) == before
    holding.refresh_all()
    held = Hold.objects.filter(holder_type=holds.type_of(content), holder_id=content.pk)
    assert held.exists() == (stage != "live")


@pytest.mark.slow
def test_subtitles_and_tags_cannot_be_added_either():
    content = in_approval(held_content.bulletin())
    film, photo = Video.objects.get(), Photo.objects.first()
    kind = ContentType.objects.get_for_model(Photo)
    tag = held_content.tag_of(photo)
    english = VideoCaption(video=film, language="en", file="video_captions/x.vtt")
    loose = [
        lambda: english.save(),
        lambda: VideoCaption.objects.bulk_create([english]),
        lambda: photo.tags.add("yeni"),
        lambda: photo.tags.clear(),
        lambda: photo.tags.set(["baska"]),
        lambda: TaggedItem.objects.bulk_create([TaggedItem(content_type=kind, object_id=photo.pk, tag=tag)]),
        lambda: TaggedItem.objects.filter(object_id=photo.pk).update(tag=tag),
        lambda: TaggedItem.objects.filter(object_id=photo.pk)._raw_delete("default"),
        lambda: tag.delete(),
    ]
    assert [number for number, act in enumerate(loose) if not refused(act)] == []
    assert content.workflow_in_progress


# --- Through the screens ----------------------------------------------------------------------------------------------


def posts(content):
    """(what, address, data) of everything that the screens of the archive could do to what ``content`` uses."""
    photos, film = list(Photo.objects.order_by("pk")), Video.objects.first()
    other = factories.photo("Başka")
    for photo in photos[:1]:
        point = {"focal_point_x": 10, "focal_point_y": 10, "focal_point_width": 20, "focal_point_height": 20}
        form = {"title": photo.title, "description": photo.description, "credit": photo.credit, "tags": "sahil",
                "collection": photo.collection_id}  # fmt: skip
        edit = reverse("wagtailimages:edit", args=[photo.pk])
        yield "focal point", edit, form | point
        yield "file", edit, form | {"file": SimpleUploadedFile("yeni.jpg", factories.jpeg(colour="#ff0000"))}
        yield "words", edit, form | {"title": "Yeni ad"}
        yield "alt text", edit, form | {"description": "Yeni"}
        yield "tags", edit, form | {"tags": "yeni"}
        yield "delete", reverse("wagtailimages:delete", args=[photo.pk]), {}
        yield "delete_multiple", reverse("wagtailimages:delete_multiple", args=[photo.pk]), {}
        bulk = ["media_library", "photo"]
        yield "bulk delete", f"{reverse('wagtail_bulk_action', args=[*bulk, 'delete'])}?id={photo.pk}", {}
        bulk_tags = f"{reverse('wagtail_bulk_action', args=[*bulk, 'add_tags'])}?id={photo.pk}"
        yield "bulk tags", bulk_tags, {"tags": "yeni"}
        chosen = {"foto": f"{photo.pk},{other.pk}", "kaydet": "1"}
        yield "batch words", reverse("archive:batch"), chosen | {"caption_nasil": "yaz", "caption": "Yeni söz"}
        yield "batch tags", reverse("archive:batch"), chosen | {"tags_add": "yeni"}
        for act in ("stack", "merge"):
            for keeper, rest in ((photo, other), (other, photo)):
                data = {"act": act, "keeper": keeper.pk, "photos": [keeper.pk, rest.pk]}
                yield f"{act} {keeper.title}", reverse("duplicates:decide"), data
        yield "unstack", reverse("duplicates:decide"), {"act": "unstack", "keeper": photo.pk}
    if film is not None:
        caption = film.captions.first()
        yield "process again", reverse("videos:again", args=[film.pk]), {}
        yield (
            "subtitles", reverse("videos:captions", args=[film.pk]),
            {"language": "tr", "file": SimpleUploadedFile("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nYeni\n")},
        )  # fmt: skip
        yield "subtitles away", reverse("videos:remove_captions", args=[film.pk, caption.pk]), {}
        yield "delete film", reverse("videos:delete", args=[film.pk]), {}
    for document in File.objects.all():
        yield (
            "document", reverse("wagtaildocs:edit", args=[document.pk]),
            {"title": document.title, "collection": document.collection_id,
             "file": SimpleUploadedFile("yeni.pdf", b"%PDF-2")},
        )  # fmt: skip
        yield "delete document", reverse("wagtaildocs:delete", args=[document.pk]), {}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)  # a refused deletion breaks the transaction around it
@pytest.mark.parametrize("who", economy.people(ROLES, again=["archivist", "superuser"]))
def test_no_screen_of_the_archive_changes_what_is_being_signed(who):
    content = in_approval(held_content.bulletin())
    client = Client()
    client.force_login(getattr(factories, who)())
    before = fingerprint(content)
    for what, address, data in posts(content):
        answer = client.post(address, data, follow=True)
        assert fingerprint(content) == before, what
        assert answer.status_code in (200, 403, 404, 409), what
        if who == "archivist" and what not in ("unstack", "delete_multiple"):
            assert "Sahil yolu açıldı” onayda" in answer.content.decode(), what
    assert factories.sign(factories.sign(content, user=factories.director()), user=factories.mayor()).live


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", economy.people(["archivist", "administrator", "superuser"], again=["archivist"]))
@pytest.mark.parametrize("model", [BulletinPage], ids=["bulletin"])
def test_no_form_of_the_admin_changes_what_is_being_signed(model, who):
    """Every form of every row that is used, with every field changed, all at once and one by one."""
    content = in_approval(MAKERS[model]())
    client = Client(raise_request_exception=False)
    person = getattr(factories, who)()
    client.force_login(person)
    before, tried = fingerprint(content), set()
    rows = {}
    for row in reached_rows(content):
        rows.setdefault(type(row), row)
    forms = sorted(face.model_forms(), key=lambda form: (form[1]._meta.label, form[0]))
    for label, group in itertools.groupby(forms, key=lambda form: form[1]):
        if label not in rows or label is User:
            continue
        for name, _model in group:
            fill_in(client, face.address_of(name, rows[label].pk))
            assert fingerprint(content) == before, name
            tried.add(label)
    assert {Photo, Video, held_content.Category} <= tried  # documents have a view of Wagtail's own: see above
    assert content.workflow_in_progress


@pytest.mark.parametrize("who", ["archivist", "superuser"])
def test_what_was_typed_stays_in_the_form_and_the_sentence_names_the_content(who):
    in_approval(held_content.bulletin())
    client = Client()
    client.force_login(getattr(factories, who)())
    for name, row in (
        ("categories:edit", held_content.Category.objects.get()),
        ("videos:edit", Video.objects.first()),
    ):  # fmt: skip
        address = reverse(name, args=[row.pk])
        page = client.get(address)
        if page.status_code != 200:
            continue
        data = face.fields_of(page.content.decode())
        field = "name" if "name" in data else "title"
        answer = client.post(address, data | {field: ["Elle yazılmış ad"]})
        text = answer.content.decode()
        assert "Sahil yolu açıldı” onayda" in text, name
        assert "Elle yazılmış ad" in text, name


def test_a_batch_reports_what_is_held_and_does_the_others():
    held = held_content.picture("Tutulan")
    free = factories.photo("Serbest")
    in_approval(factories.bulletin(title="Sahil yolu açıldı", **factories.with_photo(photo=held)))
    change = batch.Change(field="caption", how=batch.How.WRITE, value="Yeni söz")
    report = batch.edit_many(user=factories.archivist(), photos=[held.pk, free.pk], changes=[change])
    assert (report.changed, [(item.pk, why) for item, why in report.refused]) == (
        1, [(held.pk, "“Sahil yolu açıldı” onayda")],
    )  # fmt: skip
    tagged = batch.edit_many(user=factories.archivist(), photos=[held.pk, free.pk], tags=batch.Words(add=("yeni",)))
    assert (tagged.changed, [item.pk for item, _why in tagged.refused]) == (1, [held.pk])
    assert set(held.tags.names()) == {"sahil"}
    people = batch.edit_many(user=factories.archivist(), photos=[held.pk], people=batch.Words(add=("Ayşe Örnek",)))
    assert people.changed == 1  # names of people stay in the archive; nobody signs them


# --- Words after the certificate --------------------------------------------------------------------------------------


def test_words_are_free_again_once_both_have_signed_and_files_are_not():
    photo = held_content.picture()
    content = scheduled(factories.bulletin(**factories.with_photo(photo=photo)))
    photo = Photo.objects.get(pk=photo.pk)
    photo.caption = "Arşivde düzeltildi"
    photo.save()
    photo.tags.add("yeni")
    photo.focal_point_x = 3
    with pytest.raises(Held, match="yayın saatini bekliyor"):
        photo.save()
    with time_machine.travel(content.go_live_at + dt.timedelta(seconds=5)):
        assert publication.publish_due() == 1
    assert BulletinPage.objects.get(pk=content.pk).live
    assert not Hold.objects.exists()


@pytest.mark.parametrize("way", ["return", "cancel", "withdraw", "publish"])
def test_whatever_ends_it_lets_everything_go(way):
    photo = held_content.picture()
    content = factories.bulletin(**factories.with_photo(photo=photo))
    if way == "withdraw":
        content = scheduled(content)
        assert hold_of(content).stage == Stage.SCHEDULED
        factories.withdraw(content)
    else:
        content = factories.submit(content)
        assert hold_of(content).stage == Stage.APPROVAL
        state = content.current_workflow_task_state.specific
        if way == "return":
            services.return_to_editor(state=state, user=factories.director(), comment="Yazım.")
        elif way == "cancel":
            content.current_workflow_state.cancel(user=factories.editor())
        else:
            factories.sign(factories.sign(content, user=factories.director()), user=factories.mayor())
    assert not Hold.objects.exists()


def test_a_submission_that_fails_holds_nothing():
    content = factories.bulletin(**factories.with_photo(photo=factories.photo(licence="unknown")))
    with pytest.raises(Exception, match="kullanım hakkı"):
        factories.submit(content)
    assert not Hold.objects.exists()


def test_what_was_on_its_way_before_there_were_holds_is_held_by_the_worker():
    photo = held_content.picture()
    content = factories.submit(factories.bulletin(**factories.with_photo(photo=photo)))
    Hold.objects.all().delete()
    assert holding.refresh_all() == 1
    assert hold_of(content).stage == Stage.APPROVAL
    # And what a script left behind goes.
    gone = {"holder_type": holds.type_of(BulletinPage), "holder_id": "999"}
    Hold.objects.create(row_type=holds.type_of(Photo), row_id="9", stage=Stage.APPROVAL, **gone)
    holding.refresh_all()
    assert not Hold.objects.filter(holder_id="999").exists()


def test_a_list_is_an_address_book_all_the_time():
    """Who wants no more mail is heard at once, whatever is being signed."""
    content = in_approval(held_content.bulletin())
    before = fingerprint(content)
    mailing = DistributionList.objects.get()
    address = mailing.addresses.get()
    address.delete()
    factories.distribution_list(emails=("yeni@gazete.example",))
    assert fingerprint(content) == before
    mailing.active = False
    with pytest.raises(Held):
        mailing.save()


# --- Background work --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", STAGES)
def test_the_worker_leaves_films_alone_that_are_signed_or_being_signed(stage):
    film = held_content.film()
    STAGES[stage](held_content.galleries.video_gallery([film]))
    film.refresh_from_db()
    kept = {name: str(getattr(film, name)) for name in holds.RULES[Video].fixed}
    film.proxy.storage.delete(film.proxy.name)
    jobs.again(kind=JobKind.VIDEO, subject_id=film.pk)
    process_video(film.pk, lambda percent: None)
    give_up(film.pk, "Bozuk.")
    film.refresh_from_db()
    assert {name: str(getattr(film, name)) for name in holds.RULES[Video].fixed} == kept
    assert film.state == VideoState.READY


# --- The triggers -----------------------------------------------------------------------------------------------------


def test_every_trigger_is_there_and_speaks_of_columns_that_exist():
    assert hold_triggers.present(connection)
    tables = {model._meta.db_table: model for model in apps.get_models()}
    for trigger in hold_triggers.triggers():
        assert set(trigger.columns) <= {field.column for field in tables[trigger.table]._meta.concrete_fields}
    hold_triggers.drop(connection)
    assert not hold_triggers.present(connection)
    hold_triggers.create(connection)
    assert hold_triggers.present(connection)


def test_a_merge_of_free_photos_goes_on():
    first, second = held_content.picture("Bir"), held_content.picture("İki")
    from media_library.duplicates import services as duplicates

    assert duplicates.merge(keeper=first.pk, others=[second.pk], user=factories.archivist()) == 1
    assert isinstance(Photo._meta.get_field("merged_into"), ForeignKey)
