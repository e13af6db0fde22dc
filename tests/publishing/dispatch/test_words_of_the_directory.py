"""What one person types into the press directory reaches nobody outside: the mail says what two people signed."""

import itertools

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from press_archive.contacts.models import Address, DistributionList, Journalist, Outlet
from publishing.channels import email
from publishing.dispatch.models import Channel, Delivery
from publishing.dispatch.worker import message_and_recipient
from tests import factories
from tests.factories.kits import build
from tests.office import browser

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
WORDS = "BASKAN ISTIFA ETTI ayrintilar hirsiz.example adresinde"


def filled(form):
    return {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False)}


def rename_by_form(client, route, row):
    url = reverse(f"{route}:edit", args=[row.pk])
    form = client.get(url).context["form"]
    data = filled(form)
    for formset in form.formsets.values():
        data |= {bound.html_name: bound.value() for bound in formset.management_form}
        for one in formset.forms:
            data |= filled(one)
    client.post(url, data | {"name": WORDS})
    row.refresh_from_db()
    assert row.name == WORDS


def raw_mails():
    rows = Delivery.objects.filter(channel=Channel.EMAIL)
    assert rows
    return [email.compose(*message_and_recipient(row)).message().as_bytes().decode() for row in rows]


@pytest.mark.parametrize("who", [factories.administrator, factories.superuser])
@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_renamed_outlet_says_nothing_to_the_press(who, withdrawn):
    lists = factories.distribution_list()
    outlet = Outlet.objects.create(name="Gazete", kind="newspaper")
    Address.objects.filter(email="haber@gazete.example").update(outlet=outlet)
    rename_by_form(browser(who()), "basin_kurulus", outlet)
    page = factories.publish(factories.bulletin(lists=[lists]))
    if withdrawn:
        Delivery.objects.filter(channel=Channel.EMAIL).update(state="accepted")
        factories.withdraw(page)
    for raw in raw_mails():
        assert "ISTIFA" not in raw
        assert "\nTo: haber@gazete.example\n" in raw


def typed_fields():
    """Every free text of the directory, as (model, field)."""
    for model in apps.get_app_config("contacts").get_models():
        for field in model._meta.concrete_fields:
            text = isinstance(field, (models.CharField, models.TextField)) and not field.choices
            if text and not isinstance(field, models.EmailField):
                yield model, field


def test_no_text_of_the_directory_reaches_the_press():
    lists = factories.distribution_list()
    outlet = Outlet.objects.create(name="Gazete", kind="newspaper")
    journalist = Journalist.objects.create(name="Ayşe Öz", outlet=outlet)
    address = Address.objects.get(email="haber@gazete.example")
    Address.objects.filter(pk=address.pk).update(outlet=outlet, journalist=journalist)
    other = Address.objects.create(email="yazi@gazete.example", outlet=outlet)
    lists.addresses.add(other)
    number = itertools.count()
    marked = []
    for model, field in typed_fields():
        for row in model._base_manager.all():
            model._base_manager.filter(pk=row.pk).update(**{field.attname: f"zz{next(number)}"[: field.max_length]})
            marked.append((model, field.name))
    assert {(Outlet, "name"), (Journalist, "name")} <= set(marked)
    DistributionList.objects.filter(pk=lists.pk).update(name="zzlist")
    factories.publish(factories.bulletin(lists=[DistributionList.objects.get(pk=lists.pk)]))
    build()
    stranger = Client()
    texts = raw_mails()
    for row in Delivery.objects.filter(channel=Channel.EMAIL):
        for path in (row.payload["unsubscribe_url"], row.payload["kit_url"]):
            answer = stranger.get("/" + path.split("/", 3)[3])
            assert answer.status_code == 200
            texts.append(answer.text + str(answer.headers))
    assert [text for text in texts if "zz" in text.replace("gzz", "")] == []
