"""The door and the net: whatever brings a text, what is stored of it is clean."""

import json

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.http import QueryDict
from django.test import RequestFactory
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.core.cleaning import clean_before_save, unclean_fields
from cms.core.entry import CleanTextMiddleware, clean_content_state, cleaned_query
from cms.core.governed import Governed
from cms.core.text import clean_json, is_clean
from tests.factories import bulletin, edit, publish, submit

pytestmark = pytest.mark.django_db
POISON = "Ayva\u200blık\x0b\x1f\ufffe\u00ad"


def query(**values):
    made = QueryDict(mutable=True)
    for key, value in values.items():
        made.setlist(key, value if isinstance(value, list) else [value])
    return made


def test_posted_values_queries_and_file_names_are_cleaned():
    request = RequestFactory().post(
        f"/x?q={'Ayva%E2%80%8Bl%C4%B1k'}",
        {
            "title": POISON,
            "spot": "\u200b\u2060",
            "file": SimpleUploadedFile("a\u200b.jpg", b"a"),
            "password1": "a\u200bb",
        },
    )
    CleanTextMiddleware(lambda _request: None).process_view(request)
    assert request.GET["q"] == "Ayvalık"
    assert request.POST["title"] == "Ayvalık\n"
    assert request.POST["spot"] == ""
    assert request.POST["password1"] == "a\u200bb"
    assert request.FILES["file"].name == "a.jpg"


def test_what_was_clean_stays_the_same_object():
    assert cleaned_query(query(title=["Ayvalık", "iki"], body='{"blocks": [], "entityMap": {}}')) is None


def test_a_query_keeps_all_values_of_a_key():
    assert cleaned_query(query(tags=["a\u200b", "b"])).getlist("tags") == ["a", "b"]


def state(text, *ranges, links=()):
    return {
        "entityMap": {"0": {"type": "LINK", "data": {"url": "https://a.example"}}},
        "blocks": [
            {
                "key": "a", "type": "unstyled", "depth": 0, "text": text,
                "inlineStyleRanges": [{"offset": o, "length": n, "style": "BOLD"} for o, n in ranges],
                "entityRanges": [{"offset": o, "length": n, "key": 0} for o, n in links],
            }
        ],
    }  # fmt: skip


def words(content, name):
    block = content["blocks"][0]
    units = block["text"].encode("utf-16-le")
    return [units[2 * r["offset"] : 2 * (r["offset"] + r["length"])].decode("utf-16-le") for r in block[name]]


def test_bold_and_links_stay_on_their_words():
    text = "\u200b👍 Ayva\u200blık\x0b için \x1fçalışma\u00ad sürüyor"
    bold, link = text.index("Ayva") + 1, text.index("çalışma") + 1
    cleaned = clean_content_state(state(text, (bold, 8), (0, 1), links=[(link, 8)]))
    assert cleaned["blocks"][0]["text"] == "👍 Ayvalık\n için çalışma sürüyor"
    assert words(cleaned, "inlineStyleRanges") == ["Ayvalık"]
    assert words(cleaned, "entityRanges") == ["çalışma"]


def test_json_in_a_field_is_cleaned_inside():
    raw = json.dumps(state("a\x0bb\ud800c"))
    cleaned = cleaned_query(query(body=raw))["body"]
    assert json.loads(cleaned)["blocks"][0]["text"] == "a\nbc"
    assert json.loads(cleaned_query(query(extra='{"comment": "a\\u200bb"}'))["extra"]) == {"comment": "ab"}


def text_models():
    return [
        model
        for model in apps.get_models()
        if not getattr(model, "sealed_text", False)
        and any(isinstance(field, models.CharField | models.TextField) for field in model._meta.concrete_fields)
    ]


@pytest.mark.parametrize("model", text_models(), ids=lambda model: model._meta.label)
def test_no_row_is_saved_with_what_nobody_sees(model):
    texts = [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.primary_key
    ]
    row = model(**{field.attname: POISON for field in texts})
    if isinstance(row, Governed):
        row.live = False  # what is public is guarded by its signatures
    clean_before_save(model, row, raw=False, update_fields=None)
    for field in texts:
        assert is_clean(getattr(row, field.attname)), field
        assert isinstance(field, models.TextField) or "\n" not in getattr(row, field.attname), field
    assert not unclean_fields(row) if isinstance(row, Page) else True


def test_every_text_of_a_body_is_cleaned_in_its_revision(db):
    everything = [
        {"type": "paragraph", "value": f"<p>{POISON} <b>bir\x0biki</b></p>"},
        {"type": "subheading", "value": POISON},
        {"type": "quote", "value": {"text": POISON, "name": POISON, "title": POISON}},
        {"type": "contact", "value": {"name": POISON, "title": "", "phone": "", "email": ""}},
    ]
    page = bulletin(title=POISON, summary=POISON, body=everything, place=POISON)
    content = page.get_latest_revision().as_object()
    assert content.title == "Ayvalık"
    assert content.summary == "Ayvalık\n"
    stored = content.body.get_prep_value()
    assert clean_json(stored) == stored
    assert "<b>bir<br/>iki</b>" in stored[0]["value"]
    assert not unclean_fields(content)
    publish(page)


def test_a_revision_from_before_is_not_submitted_as_it_is(db):
    page = bulletin()
    revision = page.get_latest_revision()
    revision.content["summary"] = "Sahil\u200byolu"
    revision.save()
    with pytest.raises(Exception, match="görünmeyen karakterler"):
        submit(page)
    submit(edit(page))


def test_what_was_signed_goes_public_letter_by_letter(db, monkeypatch):
    monkeypatch.setattr("cms.core.governed.clean_content", lambda content: [])
    monkeypatch.setattr("publishing.approval.services.unclean_fields", lambda content: [])
    page = publish(edit(bulletin(), summary="Sahil\u200byolu"))
    assert page.live
    assert page.summary == "Sahil\u200byolu"


def test_streams_without_text_are_left_alone(db):
    page = bulletin()
    field = next(field for field in page._meta.concrete_fields if isinstance(field, StreamField))
    before = field.value_from_object(page)
    assert unclean_fields(page) == []
    assert field.value_from_object(page) is before
