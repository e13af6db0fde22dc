"""Kinds, ready texts and copies: what a new bulletin begins with is its own from then on."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, WorkflowState

from press_archive.bulletins import beginnings
from press_archive.bulletins.kinds import BulletinKind, ReadyText
from press_archive.bulletins.models import BulletinIndexPage, BulletinPage
from publishing.approval import snapshot
from tests import factories
from tests.factories.bulletins import full_values, with_labels
from tests.press_archive.bulletins.test_editor import add_url, filled

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def editor(client):
    client.get("/admin/login/")
    client.force_login(factories.editor())
    return client


def test_every_seeded_kind_opens_as_a_form_that_stores_nothing_and_cannot_be_submitted_as_it_is(editor):
    names = list(BulletinKind.objects.values_list("name", flat=True))
    assert names[:6] == ["Kesinti", "Etkinlik", "Meclis", "Başsağlığı", "Mesaj", "Uyarı"]
    before = Page.objects.count()
    for kind in BulletinKind.objects.all():
        beginning = beginnings.of_kind(kind)
        words = {name: beginning.values[name] for name in ("title", "summary", "body")}
        sentences = BulletinPage(**words, department=factories.department()).submission_errors()
        assert any(sentence.startswith("Doldurulmamış yer kaldı") for sentence in sentences), kind
        assert not any("bir bölümü eksik" in sentence for sentence in sentences), kind
    page = editor.get(f"{add_url()}?tur={BulletinKind.objects.first().pk}")
    assert page.context["form"]["title"].value().startswith("[[Mahalleler]]")
    assert [block.block_type for block in page.context["form"]["body"].value()] == ["paragraph", "table", "paragraph"]
    assert "Kesinti ile başladınız" in page.content.decode()
    assert Page.objects.count() == before


def test_a_kind_fills_everything_and_what_is_saved_is_the_bulletins_own(editor):
    kind = BulletinKind.objects.get(name="Kesinti")
    text = ReadyText.objects.get(name="Kullanım notu")
    kind.ready_texts.add(text, ReadyText.objects.create(name="Eski", active=False, body=[("subheading", "Eski")]))
    kind.department, kind.tags, kind.place = factories.department(), "su, altyapı", "Çamlık"
    lists = [factories.distribution_list("Yerel basın"), factories.distribution_list()]
    kind.distribution_lists.add(lists[0])
    kind.social_texts.create(network="x", text="Kesinti [[gün]]")
    kind.save()
    form = editor.get(f"{add_url()}?tur={kind.pk}").context["form"]
    assert form["department"].value() == kind.department_id
    assert (form["place"].value(), form["tags"].value()) == ("Çamlık", "su, altyapı")
    assert form["distribution_lists"].value() == [lists[0].pk]
    assert [row["text"].value() for row in form.formsets["social_texts"].forms] == ["Kesinti [[gün]]"]
    assert form.formsets["social_texts"].initial_form_count() == 0
    assert "haber amacıyla" in str(form["body"].value()[-1].value)
    editor.post(add_url(), filled(title="Su kesintisi", social=[("x", "Kesinti")]))
    page = BulletinPage.objects.get()
    signed = snapshot.take(page.get_latest_revision_as_object()).content_hash
    text.body = [("subheading", "Başka")]
    text.save()
    kind.delete()
    assert snapshot.take(page.get_latest_revision_as_object()).content_hash == signed


def test_a_new_form_asks_once_for_what_it_can_begin_with(editor):
    editor.get(add_url())
    with CaptureQueriesContext(connection) as captured:
        assert "Kesinti" in editor.get(add_url()).content.decode()
    for model in (BulletinKind, ReadyText):
        assert sum(f'FROM "{model._meta.db_table}"' in query["sql"] for query in captured) == 1, model


@pytest.mark.parametrize("wish", ["tur=0", "tur=99999999999999999999", "tur=½", "tur=a", "kopya=1", "kopya=99999"])
def test_what_does_not_exist_is_a_calm_404(editor, wish):
    assert editor.get(f"{add_url()}?{wish}").status_code == 404


@pytest.mark.slow
def test_a_copy_takes_the_words_and_leaves_what_was_the_others_own(editor):
    lists = [factories.distribution_list()]
    page = factories.bulletin(**full_values(), social={"x": "Hat hizmette."}, lists=lists)
    page = factories.publish(with_labels(page, "İçme suyu"))
    answer = editor.get(reverse("wagtailadmin_pages:copy", args=[page.pk]))
    assert answer.url == f"{add_url()}?kopya={page.pk}"
    form = editor.get(answer.url).context["form"]
    for name in ("title", "summary", "place", "lead_image_alt", "contact_name"):
        assert form[name].value() == getattr(page, name)
    assert form["lead_image"].value() == page.lead_image_id
    assert form["tags"].value() == '"İçme suyu"'
    assert form["categories"].value() == [one.pk for one in page.categories.all()] != []
    assert form["go_live_at"].value() is None
    assert form["slug"].value() in ("", None)
    assert form["event_date"].value() != page.event_date
    assert [row["text"].value() for row in form.formsets["social_texts"].forms] == ["Hat hizmette."]
    assert not form.formsets["correction_notes"].forms
    old, new = page.body.get_prep_value(), form["body"].value().get_prep_value()
    assert snapshot._without_ids(new) == snapshot._without_ids(old)
    ids = re.compile(r'"id": "([0-9a-f-]{36})"')
    assert not set(ids.findall(json.dumps(old))) & set(ids.findall(json.dumps(new)))
    assert BulletinPage.objects.count() == 1


def test_strangers_and_those_who_write_nothing_get_nothing(client):
    page = factories.bulletin()
    text = ReadyText.objects.first()
    urls = [f"{add_url()}?kopya={page.pk}", reverse("bulletins_ready_text", args=[text.pk])]
    client.get("/admin/login/")
    for url in urls:
        assert client.get(url).status_code == 302
    client.force_login(factories.person("sosyal", factories.Role.SOCIAL_EDITOR))
    for url in [*urls, reverse("bulletin_kinds:index"), reverse("ready_texts:index")]:
        answer = client.get(url)
        assert answer.status_code in (302, 403)
        assert "[[" not in answer.content.decode()


def test_a_ready_text_comes_as_new_blocks_and_only_while_it_is_in_use(editor):
    text = ReadyText.objects.get(name="Belediyemiz hakkında")
    url = reverse("bulletins_ready_text", args=[text.pk])
    blocks = editor.get(url).json()["blocks"]
    assert [block["type"] for block in blocks] == ["subheading", "paragraph"]
    assert all(set(block) == {"type", "value"} for block in blocks)
    ReadyText.objects.filter(pk=text.pk).update(active=False)
    assert editor.get(url).status_code == 404


def test_a_place_to_fill_stops_a_submission_wherever_it_is(editor):
    more = {"action-submit": "1", "tags": "su kesintisi, [[mahalle]]", "contact_name": "[[kim]]"}
    data = filled(title="Kesinti", summary="Yarın [[saat]]", social=[("x", "[[gün]]")], **more)
    page = editor.post(add_url(), data).content.decode()
    assert "Doldurulmamış yer kaldı: saat." in page
    for place in ("gün", "mahalle", "kim"):
        assert f"Doldurulmamış yer kaldı: {place}." in page
    assert 'class="bulletin-kinds"' not in page, "nobody is led away from what was typed"
    assert not WorkflowState.objects.exists()
    assert BulletinIndexPage.objects.get().get_children().count() == 0


def test_editors_keep_kinds_and_ready_texts(editor):
    for name, model in (("bulletin_kinds", BulletinKind), ("ready_texts", ReadyText)):
        assert editor.get(reverse(f"{name}:index")).status_code == 200
        assert editor.get(reverse(f"{name}:add")).status_code == 200
        row = model.objects.first()
        assert editor.get(reverse(f"{name}:edit", args=[row.pk])).status_code == 200
        editor.post(reverse(f"{name}:delete", args=[row.pk]))
        assert not model.objects.filter(pk=row.pk).exists()
