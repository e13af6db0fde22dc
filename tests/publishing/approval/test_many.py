"""The desk, the list of what is on the air and the page of a takedown ask as much for a thousand rows as for ten."""

from __future__ import annotations

import uuid

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, ReferenceIndex, Revision, TaskState, WorkflowState

from cms.users.models import User
from media_library.models import Photo
from media_library.rights.spread import spread_of
from press_archive.bulletins.models import BulletinIndexPage
from publishing.approval import evidence, selectors, troubles
from publishing.approval.desk import home, queue, reading
from publishing.approval.models import Certificate, EvidenceRecord, Trouble
from publishing.approval.services import obstacle_to_sign
from tests.factories import bulletin, director, editor, publish, submit, with_photo
from tests.office import waiting

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def queries_of(act):
    act()  # what a process asks once
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def rows_like(model, row, values):
    """A row of ``model`` for each of ``values``, otherwise like ``row``."""
    names = [field.attname for field in model._meta.local_concrete_fields if not field.primary_key]
    same = {name: getattr(row, name) for name in names}
    return model.objects.bulk_create([model(**{**same, **changed}) for changed in values])


def more_waiting(page, count):
    """``count`` more contents that wait as ``page`` does, by their revisions alone."""
    state = waiting(page)
    first = 1_000_000 + Revision.objects.count()
    words = state.revision.content
    revisions = rows_like(
        Revision,
        state.revision,
        [
            {"object_id": str(pk), "content": words | {"pk": pk, "title": f"Bülten {pk}", "slug": f"b-{pk}"}}
            for pk in range(first, first + count)
        ],
    )
    rounds = rows_like(
        WorkflowState,
        state.workflow_state,
        [{"object_id": one.object_id, "current_task_state_id": None} for one in revisions],
    )
    steps = rows_like(
        TaskState,
        state.taskstate_ptr,
        [{"revision_id": one.pk, "workflow_state_id": two.pk} for one, two in zip(revisions, rounds, strict=True)],
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO approval_signaturestate (taskstate_ptr_id, content_hash) VALUES (%s, '')",
            [(step.pk,) for step in steps],
        )
    for round_, step in zip(rounds, steps, strict=True):
        round_.current_task_state_id = step.pk
    WorkflowState.objects.bulk_update(rounds, ["current_task_state"], batch_size=200)


def test_the_desk_asks_no_more_for_a_thousand_than_for_ten():
    page, user = submit(bulletin(**with_photo())), director()
    asked = []
    for count in (9, 990):
        more_waiting(page, count)
        asked.append((queries_of(lambda: queue.desk_of(user)), queries_of(lambda: home.waiting_task(user))))
    assert len(queue.desk_of(user)) == queue.number_waiting(user) == 1_000
    assert asked[0] == asked[1]
    assert asked[1][0] <= 20, asked
    assert asked[1][1] <= 12, asked


def test_the_desk_says_of_many_what_it_says_of_one():
    page, user = submit(bulletin(**with_photo())), director()
    more_waiting(page, 2)
    Revision.objects.filter(object_id="1000001").update(user=user)
    items = queue.desk_of(user)
    assert len(items) == 3
    for item in items:
        written_by_the_reader = item.state.revision.user_id == user.pk
        assert bool(item.obstacle) == written_by_the_reader
        alone = obstacle_to_sign(state=item.state, authority=item.authority, content=item.content)
        assert item.obstacle == alone
        assert str(item.content.department) == str(page.get_latest_revision_as_object().department)
        assert not item.correction
    assert sum(bool(item.obstacle) for item in items) == 1


def more_certified(certificate, count):
    """``count`` more certificates, of content that is not on the air."""
    first = 1_000_000 + Certificate.objects.count()
    names = [{"object_id": str(pk)} for pk in range(first, first + count)]
    records = {}
    for field in ("director_record", "mayor_record"):
        end = EvidenceRecord.objects.latest("sequence").sequence
        marks = [{"sequence": end + step, "digest": f"{end + step:064x}"} for step in range(1, count + 1)]
        both = [one | two for one, two in zip(names, marks, strict=True)]
        records[field] = rows_like(EvidenceRecord, getattr(certificate, field), both)
    given = [
        name | {f"{field}_id": rows[step].pk for field, rows in records.items()} for step, name in enumerate(names)
    ]
    rows_like(Certificate, certificate, given)


def test_the_list_on_the_air_asks_no_more_for_what_was_withdrawn():
    page = publish(bulletin(**with_photo()))
    certificate = Certificate.objects.get()
    asked = []
    for count in (9, 990):
        more_certified(certificate, count)
        asked.append(queries_of(reading.on_air))
    assert [found.content.pk for found in reading.on_air()] == [page.pk]
    assert asked[0] == asked[1] <= 3


def more_drafts_with(page, photo, count):
    """``count`` more drafts that use ``photo``, by the rows that say so."""
    parent = BulletinIndexPage.objects.get()
    taken = parent.numchild
    basis = Page.objects.get(pk=page.pk)
    pages = rows_like(
        Page,
        basis,
        [
            {
                "path": Page._get_path(parent.path, parent.depth + 1, taken + number),
                "slug": f"taslak-{taken}-{number}",
                "url_path": f"{parent.url_path}taslak-{taken}-{number}/",
                "translation_key": uuid.uuid4(),
                "latest_revision_id": None,
                "live_revision_id": None,
            }
            for number in range(1, count + 1)
        ],
    )
    parent.numchild += count
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)
    names = [field.column for field in type(page)._meta.local_concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO bulletins_bulletinpage ("page_ptr_id", {columns}) '
            f"SELECT %s, {columns} FROM bulletins_bulletinpage WHERE page_ptr_id = %s",
            [(one.pk, page.pk) for one in pages],
        )
    said = ReferenceIndex.objects.filter(
        object_id=str(page.pk), to_content_type=ContentType.objects.get_for_model(Photo), to_object_id=str(photo.pk)
    ).first()
    rows_like(ReferenceIndex, said, [{"object_id": str(one.pk)} for one in pages])


def test_a_takedown_looks_for_a_thousand_uses_as_for_ten():
    page = bulletin(**with_photo())
    photo = page.lead_image
    asked = []
    for count in (9, 990):
        more_drafts_with(page, photo, count)
        asked.append(queries_of(lambda: spread_of([photo])))
    rows = spread_of([photo])["sections"][0]["rows"]
    assert len(rows) == 1_000
    assert asked[0] == asked[1] <= 12


@pytest.mark.parametrize("what", ["troubles", "reverts"])
def test_troubles_and_histories_cost_no_more_queries_for_many(what):
    asked = []
    user = editor()
    for count in (2, 8):
        made = [bulletin(title=f"Bülten {number}") for number in range(count)]
        if what == "troubles":
            for page in made:
                Trouble.objects.create(
                    content_type=evidence.content_type_of(page), object_id=str(page.pk), title=str(page),
                    revision_id=page.latest_revision_id, kind=Trouble.Kind.REFUSED, reason="Fotoğraf değişmiş.",
                )  # fmt: skip
            troubles.for_editor(user)
            asked.append(queries_of(lambda: troubles.for_editor(User.objects.get(pk=user.pk))))
            assert len(troubles.for_editor(user)) >= count
        else:
            keys = {(evidence.content_type_of(page).pk, str(page.pk)): page for page in made}
            asked.append(queries_of(lambda keys=keys: selectors._reverts_of(keys)))
    assert asked[0] == asked[1], asked
