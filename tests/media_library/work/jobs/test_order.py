"""What people wait for goes first, and every worker has its share: counted, never timed."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from media_library.models import JobKind, JobState, MediaJob, Priority, PublicFile
from media_library.renditions.sizes import ARCHIVE_SIZES, KNOWN_SIZES, SCREEN_SIZES
from media_library.signals import photo_ready, public_sizes_made
from media_library.work import sizes
from media_library.work.jobs import registry, services
from media_library.work.jobs.worker import MediaWorker
from tests import factories
from tests.factories.kits import make_public
from tests.office import browser

pytestmark = pytest.mark.django_db

ARCHIVED, PHOTO, PUBLIC, KIT, VIDEO = (
    JobKind.ARCHIVED, JobKind.PHOTO, JobKind.PUBLIC, JobKind.KIT, JobKind.VIDEO,
)  # fmt: skip


def worker() -> MediaWorker:
    one = MediaWorker(poll=0)
    one.housekeeping = lambda: None
    return one


@pytest.fixture
def done(monkeypatch):
    """What every worker of this test does, in order, in place of any work: ``(kind, subject)``."""
    did: list[tuple[str, int]] = []
    for kind in JobKind:

        def do(subject_id, progress, kind=kind):
            did.append((kind, subject_id))

        monkeypatch.setitem(registry.WORK, kind, registry.Work(do=do))
    return did


@pytest.fixture
def heard():
    """Photos of which a signal spoke, by signal."""
    said: dict[str, list[int]] = {"public": [], "ready": []}

    def public(photo, **kwargs):
        said["public"].append(photo.pk)

    def ready(photo, is_new, **kwargs):
        said["ready"].append((photo.pk, is_new))

    public_sizes_made.connect(public)
    photo_ready.connect(ready)
    yield said
    public_sizes_made.disconnect(public)
    photo_ready.disconnect(ready)


# --- Order ------------------------------------------------------------------------------------------------------------


def test_the_order_is_what_people_wait_for(done):
    for number in (1, 2, 3, 4):
        sizes.ask_for_imported(number)
    for number in (11, 12):
        sizes.ask_for_new(number)
    sizes.ask_for_signing([3])
    sizes.ask_for_public([21])
    services.enqueue(kind=KIT, subject_id=31, priority=Priority.NEWS)
    services.enqueue(kind=VIDEO, subject_id=41, priority=Priority.VIDEO)
    sizes.opened([4])
    assert worker().run(drain=True) == len(done)
    assert done == [
        (ARCHIVED, 4),  # on somebody's screen
        (KIT, 31),
        (PHOTO, 3),  # an old photo on a page in approval
        (PUBLIC, 21),
        (ARCHIVED, 11), (ARCHIVED, 12),  # today's shoot: first the whole grid
        (PHOTO, 11), (PHOTO, 12),
        (VIDEO, 41),
        (PUBLIC, 3),
        (ARCHIVED, 1), (ARCHIVED, 2), (ARCHIVED, 3),
    ]  # fmt: skip


def test_asking_again_makes_more_urgent_and_never_less():
    sizes.ask_for_imported(1)
    services.enqueue(kind=ARCHIVED, subject_id=1, priority=Priority.SIGNED)
    services.enqueue(kind=ARCHIVED, subject_id=1, priority=Priority.SCREENS)
    services.enqueue(kind=ARCHIVED, subject_id=1, priority=Priority.IMPORTED)
    assert list(MediaJob.objects.values_list("priority", flat=True)) == [Priority.SIGNED]
    assert services.hurry(kinds=[ARCHIVED], subject_ids=[1, 2], priority=Priority.OPENED) == 1
    assert services.hurry(kinds=[ARCHIVED, PHOTO], subject_ids=[1, 2], priority=Priority.OPENED) == 0


def test_what_a_worker_has_in_hand_is_not_touched_and_is_asked_for_once_more():
    sizes.ask_for_imported(1)
    in_hand = services.claim(owner="a")
    services.enqueue(kind=ARCHIVED, subject_id=1, priority=Priority.SIGNED)
    in_hand.refresh_from_db()
    assert (in_hand.state, in_hand.priority) == (JobState.RUNNING, Priority.IMPORTED)
    assert MediaJob.objects.get(state=JobState.QUEUED).priority == Priority.SIGNED


def test_a_gallery_is_asked_for_with_one_query_and_a_look_at_what_does_not_wait_writes_nothing(
    django_assert_num_queries,
):
    numbers = list(range(1, 51))
    with django_assert_num_queries(1):
        sizes.ask_for_public([*reversed(numbers), 50])
    with django_assert_num_queries(0):
        sizes.ask_for_public([])
    with django_assert_num_queries(1):
        sizes.opened(numbers)
    assert list(MediaJob.objects.order_by("pk").values_list("subject_id", flat=True)) == numbers
    row = MediaJob.objects.first()
    assert (row.kind, row.state, row.priority, row.attempts, row.error) == (PUBLIC, JobState.QUEUED, 3, 0, "")
    assert row.run_after <= timezone.now()
    assert row.created_at <= timezone.now()


def test_photos_that_people_wait_for_are_drawn_while_the_only_worker_is_at_a_film(done, monkeypatch):
    def film(subject_id, progress):
        done.append(subject_id)
        sizes.ask_for_imported(1)
        sizes.ask_for_new(subject_id + 1)  # a shoot comes in meanwhile
        for percent in (10, 20, 30):
            progress(percent)
        sizes.ask_for_new(subject_id + 2)
        with transaction.atomic():
            progress(99)
        done.append(f"film {subject_id}")

    monkeypatch.setitem(registry.WORK, VIDEO, registry.Work(do=film))
    for number in (40, 50):
        services.enqueue(kind=VIDEO, subject_id=number, priority=Priority.VIDEO)
    assert worker().run(drain=True) == 11
    assert done == [
        40, (ARCHIVED, 41), (PHOTO, 41), "film 40", (ARCHIVED, 42), (PHOTO, 42),
        50, (ARCHIVED, 51), (PHOTO, 51), "film 50", (ARCHIVED, 52), (PHOTO, 52), (ARCHIVED, 1),
    ]  # fmt: skip
    assert set(MediaJob.objects.values_list("state", "attempts")) == {(JobState.DONE, 1)}


def test_a_worker_that_is_stopped_at_a_photo_during_a_film_gives_both_back(done, monkeypatch):
    one = worker()

    def stopped(subject_id, progress):
        one.stop()
        progress(10)

    monkeypatch.setitem(registry.WORK, VIDEO, registry.Work(do=lambda subject_id, progress: progress(10)))
    monkeypatch.setitem(registry.WORK, ARCHIVED, registry.Work(do=stopped))
    services.enqueue(kind=VIDEO, subject_id=1, priority=Priority.OPENED)
    services.enqueue(kind=ARCHIVED, subject_id=2)
    one.run(drain=True)
    rows = MediaJob.objects.order_by("subject_id").values_list("kind", "state", "attempts", "lease_owner")
    assert list(rows) == [(VIDEO, JobState.QUEUED, 0, ""), (ARCHIVED, JobState.QUEUED, 0, "")]


def test_a_film_stays_its_workers_while_a_long_kit_is_made_in_between(done, monkeypatch):
    leases = []

    def kit(subject_id, progress):
        progress(50)
        leases.append(MediaJob.objects.get(kind=VIDEO).lease_until > timezone.now())

    def film(subject_id, progress):
        MediaJob.objects.filter(kind=VIDEO).update(lease_until=timezone.now())
        progress(70)
        leases.append(MediaJob.objects.get(kind=VIDEO).progress)

    monkeypatch.setitem(registry.WORK, VIDEO, registry.Work(do=film))
    monkeypatch.setitem(registry.WORK, KIT, registry.Work(do=kit))
    services.enqueue(kind=VIDEO, subject_id=1, priority=Priority.OPENED)
    services.enqueue(kind=KIT, subject_id=2, priority=Priority.NEWS)
    assert worker().run(drain=True) == 2
    assert leases == [True, 70]


def test_an_urgent_job_that_always_fails_lets_the_others_pass(done, monkeypatch):
    def fails(subject_id, progress):
        done.append("tried")
        raise ArithmeticError("poison")

    monkeypatch.setitem(registry.WORK, KIT, registry.Work(do=fails))
    services.enqueue(kind=KIT, subject_id=1, priority=Priority.OPENED)
    for number in (1, 2):
        sizes.ask_for_imported(number)
    for _ in range(services.MOST_ATTEMPTS + 1):
        worker().run(drain=True)
        MediaJob.objects.update(run_after=timezone.now())
    assert Counter(map(str, done)) == {"tried": services.MOST_ATTEMPTS} | {str((ARCHIVED, n)): 1 for n in (1, 2)}
    assert done[1:3] == [(ARCHIVED, 1), (ARCHIVED, 2)]
    assert MediaJob.objects.get(kind=KIT).state == JobState.FAILED


def test_a_photo_that_somebody_looks_at_goes_before_the_archive_it_came_with(client):
    photos = [factories.photo(title) for title in ("Bir", "İki", "Üç")]
    for one in photos:
        sizes.ask_for_imported(one.pk)
    before = services.claim(owner="a")
    assert before.subject_id == photos[0].pk
    reader = browser(factories.editor())
    reader.get(reverse("archive:photo", args=[photos[2].pk]))
    assert services.claim(owner="a").subject_id == photos[2].pk
    reader.get(reverse("archive:finder"), {"q": "İki"})
    assert MediaJob.objects.get(subject_id=photos[1].pk).priority == Priority.OPENED


# --- Shares -----------------------------------------------------------------------------------------------------------


def test_workers_that_take_turns_have_equal_shares(done):
    for number in range(30):
        sizes.ask_for_new(number)
    workers = [worker() for _ in range(3)]
    shares = [sum(turn) for turn in zip(*([one.carry_batch() for one in workers] for _ in range(20)), strict=True)]
    assert shares == [20, 20, 20]
    assert not any(one.carry_batch() for one in workers)
    assert Counter(done).total() == len(set(done)) == 60
    assert {kind for kind, _ in done[:30]} == {ARCHIVED}


def test_a_dead_workers_share_goes_to_the_others(done):
    for number in range(6):
        sizes.ask_for_imported(number)
    lost = [services.claim(owner="dead").subject_id for _ in range(2)]
    assert worker().run(drain=True) == 4
    MediaJob.objects.filter(lease_owner="dead").update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    assert services.release_abandoned() == 2
    MediaJob.objects.update(run_after=timezone.now())
    assert worker().run(drain=True) == 2
    assert [number for _, number in done[4:]] == lost


def test_films_never_take_every_worker_while_photos_wait():
    for number in (1, 2):
        services.enqueue(kind=VIDEO, subject_id=number, priority=Priority.AGAIN)
    sizes.ask_for_imported(7)
    assert services.claim(owner="a").kind == VIDEO
    assert services.claim(owner="b").kind == ARCHIVED
    assert services.claim(owner="c").kind == VIDEO, "nothing shorter is due"
    assert services.claim(owner="d") is None


def test_a_film_whose_worker_is_dead_holds_up_no_other_film():
    for number in (1, 2):
        services.enqueue(kind=VIDEO, subject_id=number, priority=Priority.AGAIN)
    sizes.ask_for_imported(7)
    services.claim(owner="dead")
    MediaJob.objects.filter(lease_owner="dead").update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    assert services.claim(owner="b").kind == VIDEO


# --- What each step makes and says ------------------------------------------------------------------------------------


@pytest.fixture
def photo(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return factories.photo("Sahil")


def stored(photo) -> set[str]:
    return set(photo.renditions.values_list("filter_spec", flat=True))


def test_a_photo_gets_its_sizes_in_three_steps_and_is_new_once(photo, heard):
    sizes.ask_for_new(photo.pk)
    sizes.ask_for_signing([photo.pk])
    steps = []
    one = worker()
    while one.carry_batch():
        steps.append(stored(photo))
    # In approval the screens' sizes come first, and hold the grid's.
    assert steps == [set(SCREEN_SIZES), set(SCREEN_SIZES), set(KNOWN_SIZES)]
    assert set(ARCHIVE_SIZES) < set(SCREEN_SIZES) < set(KNOWN_SIZES)
    assert not any("avif" in spec or "webp" in spec for spec in SCREEN_SIZES)
    assert [is_new for _, is_new in heard["ready"]] == [False, True, False]
    assert heard["public"] == [], "nobody outside sees it"


def test_new_sizes_of_a_public_photo_are_told_once(photo, heard):
    make_public(photo)
    sizes.ask_for_public([photo.pk])
    worker().run(drain=True)
    assert heard["public"] == [photo.pk]
    sizes.ask_for_public([photo.pk])
    worker().run(drain=True)
    assert heard["public"] == [photo.pk], "nothing is new"
    # A worker that died between storing and telling: whoever repeats its job tells.
    sizes.ask_for_public([photo.pk])
    MediaJob.objects.filter(state=JobState.QUEUED).update(attempts=1)
    worker().run(drain=True)
    assert heard["public"] == [photo.pk] * 2
    assert PublicFile.objects.filter(photo=photo).exists()
