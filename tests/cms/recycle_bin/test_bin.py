"""What a person deletes stands in the bin, and comes back as it was: never public, never signed, never looser."""

import datetime as dt

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import LogContext
from wagtail.models import Collection, Page, Revision

from cms.core.refusal import Refusal
from cms.recycle_bin import kinds, restoration, services
from cms.recycle_bin.models import Discarded, KeptFile
from cms.users.roles import Role
from cms.website.models import AlertBanner, HomePage, StandardPage
from media_library.models import Photo, RightsState, TaggedItem
from media_library.rights import services as rights
from media_library.work.sweeper import KEEPERS
from press_archive.bulletins.models import BulletinPage
from press_archive.contacts.models import Address, DistributionList, Journalist, OptOut, Outlet
from press_archive.galleries.models import PhotoGalleryPage
from tests import factories
from tests.factories.rights import consent, shown

pytestmark = pytest.mark.django_db

# What a deletion takes along and what does not come back with the row, and why it need not.
MADE_ANEW = {
    "website.KeptPart", "wagtailsearch.IndexEntry", "media_library.PhotoRendition", "duplicates.PhotoPrint",
    "kits.KitFile",
}  # fmt: skip
OF_APPROVAL = {"wagtailcore.WorkflowState", "approval.StructuralExemption", "wagtailcore.WorkflowPage"}
OF_THE_HOUSE = {
    "wagtailcore.Site", "wagtailcore.GroupPagePermission", "wagtailcore.PageViewRestriction",
    "wagtailcore.PageSubscription",
}  # fmt: skip
# A kit without the photo is another kit; a draft that named it was kept from losing it by a protecting key.
# Old addresses of a draft led nowhere yet, and what stands in public pages is read anew. A clipping that was cut out
# keeps its picture and size; where the box lay on the page is the scanned paper's. A member of the press saves what is
# public, and that is not deleted.
OF_OTHERS = {
    "portal.Saved",
    "scans.Cut",
    "links.LinkUse", "links.PageLinks", "wagtailredirects.Redirect",
    "kits.KitPhoto", "kits.KitVideo", "kits.KitDocument", "duplicates.DuplicatePair", "uploads.Upload",
    "importing.ImportedFolder", "bulletins.BulletinPage_categories", "bulletins.BulletinPage_distribution_lists",
}  # fmt: skip


def test_every_row_that_a_deletion_takes_along_comes_back_or_is_known_to_stay_away():
    assert {BulletinPage, PhotoGalleryPage, StandardPage, Photo, Outlet} <= kinds.KINDS.keys()
    known = MADE_ANEW | OF_APPROVAL | OF_THE_HOUSE | OF_OTHERS
    for model, kind in kinds.KINDS.items():
        taken = {label for label, _relation in kinds.relations(model)}
        assert taken - kind.parts <= known, model


def delete(client, url_name, *args):
    response = client.post(reverse(url_name, args=args), follow=True)
    assert response.status_code == 200
    return response


def entry_of(row):
    return Discarded.objects.get(row_id=str(row.pk), kind__model=row._meta.model_name)


def test_a_draft_comes_back_where_it_was_with_words_versions_and_signatures_void(client):
    editor = factories.editor()
    client.force_login(editor)
    lists = [factories.distribution_list()]
    draft = factories.bulletin(author=editor, lists=lists, title="İlk başlık", social={"x": "Kısa"})
    draft.tags.add("su")
    draft.save()
    draft = factories.edit(draft, user=editor, title="İkinci başlık")
    factories.submit(draft)
    services_of_approval = draft.current_workflow_state or BulletinPage.objects.get(pk=draft.pk).current_workflow_state
    assert client.post(reverse("wagtailadmin_pages:delete", args=[draft.pk])).status_code in (302, 403)
    assert BulletinPage.objects.filter(pk=draft.pk).exists()
    assert not Discarded.objects.exists()
    services_of_approval.cancel(user=editor)
    answer = delete(client, "wagtailadmin_pages:delete", draft.pk)
    assert "çöp kutusunda; 30 gün içinde geri alınabilir" in answer.content.decode()
    assert not Page.objects.filter(pk=draft.pk).exists()
    assert not Revision.objects.for_instance(draft).exists()

    listed = client.get(reverse("recycle_bin")).content.decode()
    assert "İkinci başlık" in listed
    assert "Basın bültenleri" in listed
    assert "Kalıcı sil" not in listed
    entry = entry_of(draft)
    factories.bulletin(slug=draft.slug, title="Adresi alan")
    answer = client.post(reverse("recycle_bin_restore", args=[entry.pk]), follow=True).content.decode()
    assert "adresi dolu" in answer
    back = BulletinPage.objects.get(pk=draft.pk)
    assert not back.live
    assert back.current_workflow_state is None
    assert back.slug == f"{draft.slug}-2"
    words = back.get_latest_revision_as_object()
    assert (words.title, words.slug) == ("İkinci başlık", back.slug)
    assert [one.name for one in back.tags.all()] == ["su"]
    assert [one.text for one in back.social_texts.all()] == ["Kısa"]
    assert list(back.distribution_lists.all()) == lists
    assert back.owner == editor
    assert Revision.objects.for_instance(back).filter(approved_go_live_at=None).count() == 3
    assert back.get_parent().numchild == back.get_parent().get_children().count()
    # Of two who press at once the second is told.
    again = client.post(reverse("recycle_bin_restore", args=[entry.pk]), follow=True).content.decode()
    assert "artık çöp kutusunda değil" in again
    with pytest.raises(services.Gone):
        services.restore(entry=entry, user=editor)
    published = factories.publish(back)
    assert client.post(reverse("wagtailadmin_pages:delete", args=[published.pk])).status_code in (302, 403)
    assert BulletinPage.objects.get(pk=published.pk).live
    assert not Discarded.objects.exists()


def test_the_one_button_in_the_message_brings_back_what_one_request_deleted(client):
    editor, other = factories.editor(), factories.person("baska", Role.EDITOR)
    client.force_login(editor)
    draft = factories.bulletin(author=editor)
    answer = delete(client, "wagtailadmin_pages:delete", draft.pk)
    seal = answer.content.decode().split('name="seal" value="')[1].split('"')[0]
    client.force_login(other)
    told = client.post(reverse("office_undo"), {"seal": seal}, follow=True).content.decode()
    assert "yalnızca yapan kişi" in told
    assert Discarded.objects.exists()
    client.force_login(editor)
    client.post(reverse("office_undo"), {"seal": seal + "x"})
    assert Discarded.objects.exists()
    assert "1 kayıt geri alındı" in client.post(reverse("office_undo"), {"seal": seal}, follow=True).content.decode()
    assert BulletinPage.objects.filter(pk=draft.pk).exists()
    assert "bir şey kalmamış" in client.post(reverse("office_undo"), {"seal": seal}, follow=True).content.decode()


def standard(parent, title, owner):
    page = StandardPage(title=title, live=False, owner=owner, body=[factories.PARAGRAPH])
    parent.add_child(instance=page)
    page.save_revision(user=owner)
    return StandardPage.objects.get(pk=page.pk)


def test_pages_below_come_back_with_theirs_and_a_lost_place_is_told(client):
    admin = factories.superuser()
    client.force_login(admin)
    home = HomePage.objects.get()
    above = standard(home, "Hakkımızda", admin)
    below = standard(above, "Tarihçe", admin)
    delete(client, "wagtailadmin_pages:delete", above.pk)
    assert Discarded.objects.count() == 2
    client.post(reverse("recycle_bin_restore", args=[entry_of(above).pk]))
    assert StandardPage.objects.get(pk=below.pk).get_parent().pk == above.pk
    assert not Discarded.objects.exists()

    below = StandardPage.objects.get(pk=below.pk)
    delete(client, "wagtailadmin_pages:delete", below.pk)
    delete(client, "wagtailadmin_pages:delete", above.pk)
    entry = entry_of(below)
    answer = client.post(reverse("recycle_bin_restore", args=[entry.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("recycle_bin_place", args=[entry.pk])
    assert "üst sayfası silinmiş" in answer.content.decode()
    assert client.post(answer.redirect_chain[-1][0], {"place": below.pk}).status_code in (302, 404)
    client.post(answer.redirect_chain[-1][0], {"place": home.pk})
    assert StandardPage.objects.get(pk=below.pk).get_parent().pk == home.pk


def test_a_photo_waits_with_its_file_which_nobody_reaches_and_comes_back_no_looser(
    client, django_capture_on_commit_callbacks
):
    archivist = factories.archivist()
    client.force_login(archivist)
    photo = shown("Mezuniyet", uploaded_by_user=archivist)
    photo.tags.add("tören")
    given = consent(photo)
    photo.refresh_from_db()
    name, digest = photo.file.name, photo.sha256
    with django_capture_on_commit_callbacks(execute=True):
        delete(client, "wagtailimages:delete", photo.pk)
    assert not Photo.objects.filter(pk=photo.pk).exists()
    assert default_storage.exists(name)
    assert client.get(f"/media/{name}").status_code == 404
    assert name in {kept for keeper in KEEPERS for kept in keeper([name, "original_images/x"])}
    given.refresh_from_db()
    rights.withdraw_consent(consent=given, user=archivist, note="Vazgeçti")
    # Somebody who may not delete photos neither sees it nor takes it out.
    entry = entry_of(photo)
    client.force_login(factories.social_editor())
    assert "Mezuniyet" not in client.get(reverse("recycle_bin")).content.decode()
    assert client.post(reverse("recycle_bin_restore", args=[entry.pk])).status_code in (302, 403)
    assert not Photo.objects.filter(pk=photo.pk).exists()
    client.force_login(archivist)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("recycle_bin_restore", args=[entry.pk]))
    back = Photo.objects.get(pk=photo.pk)
    assert (back.file.name, back.sha256, back.created_at) == (name, digest, photo.created_at)
    assert back.rights_state == RightsState.BLOCKED
    assert [one.name for one in back.tags.all()] == ["tören"]
    assert default_storage.exists(name)
    assert not KeptFile.objects.exists()
    # And for good: by whoever has the right, after a question.
    with django_capture_on_commit_callbacks(execute=True):
        delete(client, "wagtailimages:delete", photo.pk)
        asked = reverse("recycle_bin_empty", args=[entry_of(photo).pk])
        assert "geri alınamaz" in client.get(asked).content.decode()
        client.post(asked)
    assert not default_storage.exists(name)
    assert not Discarded.objects.exists()
    assert not TaggedItem.objects.filter(object_id=photo.pk).exists()


def test_rows_of_the_press_list_come_back_with_what_belongs_to_them(client):
    client.force_login(factories.administrator())
    outlet = Outlet.objects.create(name="Körfez Postası", kind=Outlet.Kind.NEWSPAPER)
    kept, said_no = (Address.objects.create(email=f"{one}@gazete.example", outlet=outlet) for one in ("a", "b"))
    group = factories.distribution_list("Yerel", emails=())
    group.addresses.set([kept, said_no])
    group.save()
    delete(client, "basin_kurulus:delete", outlet.pk)
    assert not Address.objects.filter(outlet=outlet.pk).exists()
    assert Discarded.objects.count() == 1  # the addresses went with their outlet
    OptOut.objects.create(email=said_no.email, at=timezone.now())
    Address.objects.create(email=kept.email)  # typed in anew meanwhile
    answer = client.post(reverse("recycle_bin_restore", args=[entry_of(outlet).pk]), follow=True).content.decode()
    assert "1 kayıt geri gelmedi" in answer or "2 kayıt geri gelmedi" in answer
    back = Outlet.objects.get(pk=outlet.pk)
    assert [one.email for one in back.addresses.all()] == [said_no.email]
    assert back.addresses.get().opted_out_at is not None
    assert list(DistributionList.objects.get(pk=group.pk).addresses.all()) == [said_no]

    delete(client, "basin_kurulus:delete", outlet.pk)
    Outlet.objects.create(name="KÖRFEZ POSTASI", kind=Outlet.Kind.RADIO)
    answer = client.post(reverse("recycle_bin_restore", args=[entry_of(outlet).pk]), follow=True).content.decode()
    assert "geri alınamaz" in answer
    assert entry_of(outlet)


def test_a_strip_comes_back_as_a_draft_with_its_versions():
    admin = factories.administrator()
    strip = AlertBanner.objects.create(title="Fırtına", text="Sahile inmeyin.")
    strip.save_revision(user=admin)
    strip.title = "Kuvvetli fırtına"
    strip.save_revision(user=admin)
    pk = strip.pk
    with LogContext(user=admin):
        AlertBanner.objects.get(pk=pk).delete()
    assert not Revision.objects.filter(object_id=str(pk), content_type=Discarded.objects.get().kind).exists()
    (back,) = services.restore(entry=Discarded.objects.get(), user=admin).rows
    assert (back.pk, back.live, back.title) == (pk, False, "Fırtına")
    assert back.get_latest_revision_as_object().title == "Kuvvetli fırtına"
    assert back.current_workflow_state is None


def test_programs_pass_the_bin_by_and_the_worker_empties_it(monkeypatch, django_capture_on_commit_callbacks):
    admin = factories.administrator()
    Journalist.objects.create(name="Komutla silinen").delete()
    assert not Discarded.objects.exists()
    with LogContext(user=admin):
        old, new = (Journalist.objects.create(name=name) for name in ("Eski", "Yeni"))
        pks = old.pk, new.pk
        old.delete()
        new.delete()
    month = timezone.now() - dt.timedelta(days=31)
    Discarded.objects.filter(row_id=str(pks[0])).update(at=month)
    assert services.empty_due() == 1
    assert services.empty_due() == 0
    entry = Discarded.objects.get()

    # Killed half way: nothing is back and nothing is lost.
    def killed(*args):
        raise SystemExit

    monkeypatch.setattr(restoration, "store_parts", killed)
    with pytest.raises(SystemExit):
        services.restore(entry=entry, user=admin)
    monkeypatch.undo()
    assert Discarded.objects.get() == entry
    assert not Journalist.objects.filter(pk=pks[1]).exists()
    assert services.restore(entry=entry, user=admin).rows == [Journalist.objects.get(pk=pks[1])]
    with pytest.raises(Refusal):
        services.restore(entry=entry, user=admin)


def test_the_bin_opens_when_the_collection_of_a_photo_is_gone(client):
    archivist = factories.archivist()
    collection = Collection.get_first_root_node().add_child(name="Eski klasör")
    photo = shown("Klasördeki", collection=collection)
    pk = photo.pk
    with LogContext(user=archivist):
        photo.delete()
    collection.delete()
    client.force_login(archivist)
    assert "Klasördeki" in client.get(reverse("recycle_bin")).content.decode()
    delete(client, "recycle_bin_restore", Discarded.objects.get().pk)
    assert Photo.objects.get(pk=pk).collection == Collection.get_first_root_node()


def test_what_a_form_would_not_take_today_does_not_come_back():
    admin = factories.administrator()
    address = Address.objects.create(email="haber@gazete.example")
    with LogContext(user=admin):
        address.delete()
    factories.person("yeni", Role.EDITOR, email="haber@gazete.example")
    with pytest.raises(Refusal, match="çalışanın hesabına"):
        services.restore(entry=Discarded.objects.get(), user=admin)
    assert Discarded.objects.exists()
    assert not Address.objects.exists()


def test_an_unfinished_draft_whose_address_is_taken_comes_back():
    editor = factories.editor()
    draft = factories.bulletin(author=editor, title="Yarım")
    draft.summary = ""
    draft.save_revision(user=editor, clean=False)
    with LogContext(user=editor):
        BulletinPage.objects.get(pk=draft.pk).delete()
    factories.bulletin(author=editor, title="Yarım", slug=draft.slug)
    (back,) = services.restore(entry=Discarded.objects.get(), user=editor).rows
    assert back.get_latest_revision_as_object().slug == back.slug != draft.slug


def test_the_chosen_place_wins():
    admin = factories.administrator()
    home = HomePage.objects.get()
    page = home.add_child(instance=StandardPage(title="Tarihçe", live=False, owner=admin))
    other = home.add_child(instance=StandardPage(title="Kurumsal", live=False, owner=admin))
    with LogContext(user=admin):
        page.delete()
    (back,) = services.restore(entry=Discarded.objects.get(), user=admin, parent=other).rows
    assert back.get_parent().pk == other.pk
