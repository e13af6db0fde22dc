"""Address parts: Turkish letters become plain ones, and what a model takes every address takes."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.core.slugs import plain_slug
from cms.users.models import Department
from cms.website.models import HomePage, StandardPage
from press_archive.bulletins.models import BulletinPage, Category, Tag
from press_archive.galleries.models import PhotoGalleryPage, VideoGalleryPage
from tests import factories
from tests.factories.galleries import photo_gallery
from tests.office import browser, post_edit, waiting

pytestmark = pytest.mark.django_db
TYPED, MADE = "İkizce-ŞÖLEN ığdır", "ikizce-solen-igdir"
FROM_BEFORE = "İkizce-şölen_ığdır"


@pytest.mark.parametrize(
    ("typed", "made"),
    [
        (TYPED, MADE),
        ("sahil_yolu-2", "sahil_yolu-2"),
        ("Iğdır'da", "igdirda"),
        ("東京", ""),
        ("Ayva\u200blık", "ayvalik"),
    ],
)
def test_an_address_is_made_of_what_was_typed(typed, made):
    assert plain_slug(typed) == made


def test_the_editor_takes_turkish_letters_in_the_address():
    page = factories.bulletin()
    answer = post_edit(factories.editor(), page, slug=TYPED)
    assert answer.status_code == 302
    assert BulletinPage.objects.get(pk=page.pk).get_latest_revision().as_object().slug == MADE


@pytest.mark.once
def test_preview_desk_and_public_show_what_has_a_turkish_address():
    """A revision from before: nothing mended its address on the way."""
    for page in (factories.bulletin(), photo_gallery()):
        revision = page.get_latest_revision()
        revision.content["slug"] = FROM_BEFORE
        revision.save()
        Page.objects.filter(pk=page.pk).update(slug=FROM_BEFORE)
        page = factories.submit(page)
        client = browser(factories.director())
        state = waiting(page)
        assert client.get(reverse("approval:review", args=[state.pk])).status_code == 200
        for surface in ("web", "email"):
            answer = client.get(reverse("approval:preview", args=[state.pk, surface]))
            assert answer.status_code in {200, 404}, (type(page), surface)
        assert browser(factories.editor()).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
        page = factories.sign(factories.sign(page, user=factories.director()), user=factories.mayor())
        assert page.slug == FROM_BEFORE
        assert Client().get(page.get_url()).status_code == 200


def test_what_any_page_type_takes_its_address_takes():
    home = HomePage.objects.get()
    for model in (BulletinPage, PhotoGalleryPage, VideoGalleryPage, StandardPage):
        parent = home if model is StandardPage else model._meta.get_field("page_ptr") and _parent(model)
        page = model(title="Deneme", slug=FROM_BEFORE, live=False)
        page._meta.get_field("slug").run_validators(page.slug)
        page.set_url_path(parent)
        address = page.to_message().url
        assert "kizce" in address or model is StandardPage, model


def _parent(model):
    return next(page for page in Page.objects.specific() if model in page.specific_class.allowed_subpage_models())


def test_feeds_of_a_tag_take_what_a_tag_takes():
    tag = Tag(name="Şölen", slug="şölen-ığdır")
    tag._meta.get_field("slug").run_validators(tag.slug)
    assert reverse("bulletins_rss_tag", args=[tag.slug])


@pytest.mark.parametrize(("model", "prefix"), [(Category, "categories"), (Department, "departments")])
def test_forms_and_scripts_make_plain_addresses(model, prefix):
    client = browser(factories.superuser())
    answer = client.post(reverse(f"{prefix}:add"), {"name": "İkizce şöleni", "slug": TYPED, "active": "on"})
    assert answer.status_code == 302
    assert model.objects.get(name="İkizce şöleni").slug == "ikizce-soleni", "made of the name, whatever was typed"
    assert model.objects.create(name="Ilıca", slug="Ilıca ığdır").slug == "ilica-igdir"


def test_every_address_field_of_the_admin_uses_the_rule():
    for page in (factories.bulletin(), photo_gallery()):
        form = page.get_edit_handler().get_form_class()(instance=page, parent_page=page.get_parent())
        assert form.fields["slug"].clean(TYPED) == MADE
