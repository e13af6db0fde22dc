"""Every field for a day, ours or Wagtail's, opens the device's own calendar; whoever adds the next one is told."""

import datetime as dt
import re

import pytest
from django import forms
from django.urls import get_resolver
from django.utils import timezone
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import get_edit_handler
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput
from wagtail.images.forms import get_image_multi_form
from wagtail.models import get_page_models

from media_library.models import Photo
from press_archive.bulletins.models import BulletinPage

NATIVE = re.compile(r'<input type="(date|datetime-local|month)"')
# What no screen of the house shows.
LEFT_OUT = ("wagtail.contrib.", "django.contrib.")


def subclasses(of):
    for one in of.__subclasses__():
        yield one
        yield from subclasses(one)


def fields():
    """(where, name, field) of every field for a day in a form or a filter of the house."""
    assert get_resolver().url_patterns, "every app has made its forms"
    get_image_multi_form(Photo)
    every = {*subclasses(forms.BaseForm), *(get_edit_handler(page).get_form_class() for page in get_page_models())}
    for form in every:
        if not form.__module__.startswith(LEFT_OUT):
            for name, field in getattr(form, "base_fields", {}).items():
                if isinstance(field, forms.DateField | forms.DateTimeField):
                    yield form, name, field
    for filters in subclasses(WagtailFilterSet):
        for name, one in filters.base_filters.items():
            if "Date" in type(one).__name__:
                yield filters, name, one.field


def test_no_field_for_a_day_is_a_line_of_text():
    found = list(fields())
    offenders = [
        (form.__module__, form.__qualname__, name)
        for form, name, field in found
        if not NATIVE.search(field.widget.render(name, None, {"id": "x"}))
    ]
    assert offenders == [], "give it cms.office.widgets.DayInput or MomentInput"
    assert {form.__module__ for form, _name, _field in found} >= {
        "media_library.archive.criteria", "media_library.kits.forms", "cms.users.forms", "publishing.newsroom.listing",
    }  # fmt: skip
    assert any(issubclass(form, WagtailAdminModelForm) for form, _name, _field in found if isinstance(form, type))


@pytest.mark.django_db
def test_the_embargo_of_a_bulletin_is_a_moment_of_the_device():
    form = get_edit_handler(BulletinPage).get_form_class()
    assert form.base_fields["go_live_at"].widget.input_type == "datetime-local"
    assert form.base_fields["event_date"].widget.input_type == "date"


def test_wagtails_own_fields_keep_what_was_typed():
    day, moment = dt.date(2026, 11, 6), timezone.make_aware(dt.datetime(2026, 11, 6, 9, 5))
    assert 'type="date" name="a" value="2026-11-06"' in AdminDateInput().render("a", day)
    made = AdminDateTimeInput(attrs={"data-controller": "w-action"}).render("b", timezone.localtime(moment))
    assert 'type="datetime-local" name="b" step="60" value="2026-11-06T09:05"' in made
    assert 'data-controller="w-action"' in made
    assert "initDate" not in made
    assert forms.DateTimeField().clean("2026-11-06T09:05") is not None
    both = DateRangePickerWidget().render("c", slice(day, None))
    assert both.count('type="date"') == 2
    assert both.count("<label") == 2
