"""An issue from its plan to two signatures, the web and the printing house; and what strangers and holders of a right
can get of it before that. The files are drawn once, by the real program."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from cms.core.refusal import Refusal
from cms.core.roles import Role
from media_library.models import JobKind, MediaJob
from media_library.rights.spread import spread_of
from media_library.work.jobs import services as jobs
from media_library.work.jobs.registry import LeaseLost
from publishing.approval.exceptions import ApprovalRefused
from publishing.publications import desk_urls, findable, package, selectors, services, sources, work
from publishing.publications.formats.models import Format
from publishing.publications.models import Issue, Making, RenderedFile, Rendering, Series
from tests import factories, worlds
from tests.factories import publications
from tests.factories import rights as consents
from tests.office import browser, waiting

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def submitted() -> Issue:
    issue = publications.issue(photo=factories.photo("Sahil"), series=publications.series())
    return publications.submitted(issue)


def cancel(issue: Issue) -> Issue:
    publications.fresh(issue).current_workflow_state.cancel(user=factories.editor())
    return publications.fresh(issue)


def designer():
    return factories.person("grafiker", Role.DESIGNER)


def signed(issue: Issue) -> Issue:
    factories.sign(issue, user=factories.director())
    return factories.sign(issue, user=factories.mayor())


def public_paths(issue: Issue) -> list[str]:
    names = ("publication_pdf", "publication_cover", "publication")
    return [reverse(name, args=[issue.slug]) for name in names]


@worlds.on(submitted)
def test_two_signatures_make_the_signed_bytes_public(world, client):
    assert [client.get(path).status_code for path in public_paths(world)] == [404, 404, 404]
    assert not selectors.printable().exists()
    issue = signed(world)
    assert list(selectors.printable()) == [issue]
    files = selectors.signed_files(issue.certificate)
    for path, name in zip(public_paths(issue), ("web.pdf", "cover.jpg"), strict=False):
        data = b"".join(client.get(path).streaming_content)
        assert hashlib.sha256(data).hexdigest() == files[name]
    page = client.get(issue.public_path).content.decode()
    assert "Ağaçlar korundu" in page
    assert issue.title in client.get("/yayinlar/").content.decode()
    assert "Ağaçlar korundu" in client.get("/yayinlar/rss.xml").content.decode()
    factories.withdraw(issue)
    assert [client.get(path).status_code for path in public_paths(issue)] == [410, 410, 410]


@worlds.on(submitted)
def test_officers_see_the_finished_pages_before_the_web_page(world):
    state = waiting(world)
    html = browser(factories.director()).get(reverse("approval:review", args=[state.pk])).content.decode()
    assert html.index('id="yuzey-proof"') < html.index('id="yuzey-web"')
    for row in RenderedFile.objects.filter(name__startswith="page-"):
        assert reverse("publications:file", args=[row.pk]) in html
    assert "yuzey-kit" not in html  # an issue gets no number of the register, and no kit


@worlds.on(submitted)
def test_a_letter_changed_after_the_first_signature_voids_it(world):
    issue = factories.sign(world, user=factories.director())
    with pytest.raises(ApprovalRefused):  # before the offices nobody writes
        factories.edit(issue, summary="Sahil yolunun başka öyküsü.")
    cancel(issue)
    issue = factories.edit(issue, summary="Sahil yolunun başka öyküsü.")
    issue = factories.submit(issue)  # the files are still of these pages; the words have to be signed anew
    with pytest.raises(ApprovalRefused):
        factories.sign(issue, user=factories.mayor())
    issue = factories.edit(cancel(issue), plan=publications.two_pages())
    with pytest.raises(ValidationError, match="bu içerikten hazırlanmamış"):
        factories.submit(issue)


@worlds.on(submitted)
@pytest.mark.parametrize("what", ["format", "series", "bytes"])
def test_what_the_files_were_not_drawn_from_is_not_signed(world, what):
    issue = factories.sign(world, user=factories.director())
    if what == "series":
        Series.objects.update(printer="Başka Matbaa", title="Başka Dergi")
    elif what == "format":
        Format.objects.filter(pk=issue.format_id).update(trim_width=110)
    else:
        RenderedFile.objects.filter(name="print.pdf").update(sha256="0" * 64)
    with pytest.raises(ApprovalRefused):
        factories.sign(issue, user=factories.mayor())
    assert not publications.fresh(issue).live


@worlds.on(submitted)
def test_a_stored_file_that_was_exchanged_is_not_handed_out(world, client):
    issue = signed(world)
    row = RenderedFile.objects.get(name="web.pdf")
    other = RenderedFile.objects.get(name="print.pdf")
    RenderedFile.objects.filter(pk=row.pk).update(file=other.file.name)
    answer = client.get(public_paths(issue)[0])
    assert answer.status_code == 409
    assert b"%PDF" not in b"".join(answer)


@worlds.on(submitted)
def test_strangers_get_nothing_of_what_is_not_signed(world, client):
    rows = RenderedFile.objects.all()
    for row in rows:
        assert client.get(reverse("publications:file", args=[row.pk])).status_code == 302
        assert client.get(f"/media/{row.file.name}").status_code in (302, 403, 404)
    for name in ("desk", "state"):
        assert client.get(reverse(f"publications:{name}", args=[world.pk])).status_code == 302
    assert client.get(reverse("publication_package", args=["x" * 43])).status_code == 410


@worlds.on(submitted)
def test_a_designer_designs_and_never_signs_or_hands_over(world):
    user = designer()
    with pytest.raises(ApprovalRefused):
        factories.sign(world, user=user)
    with pytest.raises(PermissionDenied):
        package.hand_over(issue=world, receiver="Kıyı Matbaası", order={}, days=3, user=user)
    with pytest.raises(Refusal):  # what is before the offices stays as it is
        services.move_page(issue=world, user=user, seen=None, place=0, to=1)
    with pytest.raises(PermissionDenied):
        services.ask_files(issue=world, user=factories.social_editor())
    issue = publications.issue(author=user, title="Grafikerin işi")
    assert services.move_page(issue=issue, user=user, seen=issue.latest_revision_id, place=0, to=1)
    with pytest.raises(Refusal):  # somebody wrote on since
        services.remove_page(issue=issue, user=user, seen=issue.latest_revision_id, place=0)


@worlds.on(submitted)
def test_the_offices_see_the_proof_and_the_designer_the_plan(world, client):
    client.force_login(factories.director())
    desk = client.get(reverse("publications:desk", args=[world.pk])).content.decode()
    small = RenderedFile.objects.get(name="page-001.jpg")
    assert reverse("publications:file", args=[small.pk]) in desk
    assert client.get(reverse("publications:file", args=[small.pk])).status_code == 200
    assert "Onaya gönder" not in desk
    state = world.current_workflow_task_state
    review = client.get(reverse("approval:review", args=[state.pk]))
    assert review.status_code == 200
    assert "Baskı provası" in review.content.decode()


@worlds.on(submitted)
def test_the_package_is_what_was_signed_until_it_is_taken_back(world, client):
    issue, editor = signed(world), factories.editor()
    Format.objects.filter(pk=issue.format_id).update(trim_width=999, condition="sRGB")  # of the next issue
    order = {"quantity": "500", "paper": "150 g kuşe"}
    row, address = package.hand_over(issue=issue, receiver="Kıyı Matbaası", order=order, days=3, user=editor)
    path = urlsplit(address).path
    answer = client.get(path)
    data = b"".join(answer.streaming_content)
    with zipfile.ZipFile(io.BytesIO(data)) as whole:
        assert whole.testzip() is None
        printed = whole.read(f"{issue.slug}-baski.pdf")
        sheet = whole.read(f"{issue.slug}-is-emri.txt").decode("utf-8-sig")
        names = whole.namelist()
    assert hashlib.sha256(printed).hexdigest() == selectors.signed_files(issue.certificate)["print.pdf"]
    assert "Adet: 500" in sheet
    assert "FOGRA39" in sheet
    assert "Ebat (mm): 105 × 148, taşma 3" in sheet
    assert f"{issue.slug}-metin.docx" in names
    assert row.fetches.count() == 1
    factories.edit(issue, summary="Henüz imzalanmamış söz.")
    client.force_login(editor)
    desk = client.get(reverse("publications:desk", args=[issue.pk])).content.decode()
    assert "sonraki değişiklikler onda yoktur" in desk
    part = client.get(path, headers={"range": "bytes=10-19"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, data[10:20])
    type(row).objects.filter(pk=row.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert client.get(path).status_code == 410
    type(row).objects.filter(pk=row.pk).update(expires_at=timezone.now() + dt.timedelta(days=1))
    package.revoke(handover=row, user=editor)
    assert client.get(path).status_code == 410


@worlds.on(submitted)
def test_a_photo_that_is_taken_down_takes_the_digital_files_with_it(world, client):
    issue = signed(world)
    _row, address = package.hand_over(issue=issue, receiver="Matbaa", order={}, days=3, user=factories.editor())
    photo = factories.Photo.objects.get()
    assert {"Sahil yolu", "Sahil yolu açıldı"} <= set(findable.words_in(issue).split("\n"))
    photo.withheld_at = timezone.now()
    photo.save(update_fields=["withheld_at"])
    assert "Sahil yolu" not in findable.words_in(publications.fresh(issue)).split("\n")
    pdf, cover, page = (client.get(path) for path in public_paths(issue))
    assert (pdf.status_code, cover.status_code, page.status_code) == (410, 410, 200)
    assert reverse("publication_pdf", args=[issue.slug]) not in page.content.decode()
    assert client.get(urlsplit(address).path).status_code == 410
    told = [line for section in spread_of([photo])["sections"] for line in section["rows"]]
    assert any(issue.title in line["text"] for line in told)


@worlds.on(submitted)
def test_consent_for_print_is_asked_at_every_signature(world):
    photo = factories.Photo.objects.get()
    consents.consent(photo, for_print=False)
    with pytest.raises(ApprovalRefused):
        factories.sign(world, user=factories.director())


def test_a_killed_worker_leaves_nothing_and_the_next_begins_anew():
    issue = publications.issue()
    rendering = services.ask_files(issue=issue, user=factories.editor())
    job = jobs.claim(owner="killed", kinds=[JobKind.ISSUE])

    def gone(percent: int) -> None:
        raise LeaseLost

    with pytest.raises(LeaseLost):
        work.make(rendering.pk, gone)
    assert not RenderedFile.objects.exists()
    MediaJob.objects.filter(pk=job.pk).update(lease_until=timezone.now() - dt.timedelta(minutes=1))
    jobs.release_abandoned()
    MediaJob.objects.update(run_after=timezone.now())
    publications.work()
    made = Rendering.objects.get()
    assert (made.state, made.fault) == (Making.DONE, "")
    assert made.files.filter(name="print.pdf").exists()
    # What changed since is not given these files.
    issue = publications.fresh(factories.edit(issue, number="2"))
    with pytest.raises(Refusal):
        services.attach(issue=issue, user=factories.editor())


def test_what_nobody_expected_is_told_in_a_sentence_and_can_be_tried_again(monkeypatch):
    issue, editor = publications.issue(), factories.editor()
    rendering = services.ask_files(issue=issue, user=editor)

    def broken(*_given, **_named):
        raise MemoryError("0x7f")

    monkeypatch.setattr(work.press, "render", broken)
    MediaJob.objects.update(attempts=jobs.MOST_ATTEMPTS - 1)
    publications.work()
    rendering.refresh_from_db()
    assert (rendering.state, rendering.fault) == (Making.FAILED, "Çizim yarıda kaldı.")
    assert MediaJob.objects.get().error == "MemoryError: 0x7f"
    assert services.ask_files(issue=issue, user=editor).state == Making.WAITING


def test_stories_and_posters_come_from_signed_content_alone():
    editor = factories.editor()
    bulletin = factories.bulletin(**factories.with_photo())
    sizes = [publications.small_format(), publications.small_format(name="Küçük raket", kind="citylight")]
    issue = publications.issue()
    with pytest.raises(Refusal):
        sources.take_story(issue=issue, user=editor, seen=None, place=1, content=bulletin)
    bulletin = factories.publish(bulletin)
    issue = sources.take_story(issue=issue, user=editor, seen=None, place=1, content=bulletin)
    story = issue.plan[1].value["stories"][-1]
    assert (story["headline"], story["text"]) == (bulletin.title, "Çalışmalar gece gündüz sürüyor.")
    assert story["source"].endswith("1. sürüm")
    assert story["pictures"][0]["credit"] == "Fotoğraf: Deniz Örnek"
    day = dt.date(2027, 5, 3)
    posters = sources.propose(content=bulletin, formats=sizes, user=editor, date=day, where="Sahil Parkı")
    assert [one.kind for one in posters] == ["poster", "citylight"]
    assert all(one.qr == bulletin.full_url or bulletin.slug in one.qr for one in posters)
    assert {one.plan[0].value["stories"][0]["where"] for one in posters} == {"Sahil Parkı"}
    with pytest.raises(PermissionDenied):
        sources.propose(content=bulletin, formats=sizes, user=factories.social_editor(), date=day)


MAKERS, OFFICES, KEEPERS = {"editor", "designer", "administrator"}, {"director", "mayor"}, {"editor", "administrator"}
OPEN_TO = {
    "desk": MAKERS | OFFICES, "state": MAKERS | OFFICES, "file": MAKERS | OFFICES, "plan": MAKERS, "take": MAKERS,
    "propose": MAKERS, "make_files": MAKERS, "submit": MAKERS, "hand_over": KEEPERS, "revoke": KEEPERS,
}  # fmt: skip
PEOPLE = {
    "editor": factories.editor, "designer": designer, "administrator": factories.administrator,
    "director": factories.director, "mayor": factories.mayor, "social": factories.social_editor,
    "archivist": factories.archivist,
}  # fmt: skip


@worlds.on(submitted)
def test_each_address_of_the_office_opens_to_those_who_need_it(world, client):
    assert {pattern.name for pattern in desk_urls.urlpatterns} == OPEN_TO.keys()
    home = reverse("wagtailadmin_home")
    came_from = f"http://testserver{reverse('publications:desk', args=[world.pk])}"
    for role, person in PEOPLE.items():
        client.force_login(person())
        for name, roles in OPEN_TO.items():
            number = RenderedFile.objects.first().pk if name == "file" else world.pk
            path = reverse(f"publications:{name}", args=[number])
            answer = client.get(path)
            if answer.status_code == 405:
                answer = client.post(path, headers={"referer": came_from})  # a refusal leads back there
            assert answer.status_code < 500
            refused = answer.status_code == 403 or answer.get("Location") == home
            assert refused is (role not in roles), (role, name, answer.status_code)
