"""Address parts: made of what people type by Turkish rules, and found at every address that the models take.

``SlugField`` for the house's own models, ``SlugFormField`` for every form, ``AddressPart`` for URL patterns.
"""

from __future__ import annotations

import re
from itertools import chain, count
from typing import Any

from django import forms
from django.db import models
from django.urls import register_converter

from cms.core.turkish import slugify

PLAIN = re.compile(r"[a-z0-9_-]+")


def plain_slug(text: str, max_length: int = 80) -> str:
    """``text`` itself if it is an address part already, else one made of it: "İkizce ığdır" gives ``ikizce-igdir``."""
    return text if PLAIN.fullmatch(text) else slugify(text, max_length=max_length)


def slug_of(row: models.Model, name: str) -> str:
    """A free address part for ``row`` that says what ``name`` says and nothing else."""
    field: Any = row._meta.get_field("slug")
    base = slugify(name, max_length=field.max_length - 8) or row._meta.model_name or "kayit"
    taken = set(type(row)._base_manager.filter(slug__startswith=base).exclude(pk=row.pk).values_list("slug", flat=True))
    return next(slug for slug in chain([base], (f"{base}-{n}" for n in count(2))) if slug not in taken)


def follows(slug: str, name: str) -> bool:
    """Whether ``slug`` is made of ``name`` alone: of all of it or its first words, perhaps with a number behind."""
    made = slugify(name, max_length=200)
    base = re.sub(r"-\d{1,3}$", "", slug)
    return slug == made or f"{made}-".startswith(f"{base}-")


class SlugOfNameForm(forms.ModelForm):
    """For rows whose name is signed: the address part is made of the name, nobody types one."""

    def clean(self) -> Any:
        data = super().clean()
        if "name" in self.changed_data and (name := self.cleaned_data.get("name")):
            self.instance.slug = slug_of(self.instance, name)
        return data


class AddressPart:
    """The path converter ``address`` for what Wagtail's pages take: letters of any alphabet."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(AddressPart, "address")


class SlugFormField(forms.SlugField):
    """Takes Turkish letters, blanks and capitals, and makes an address part of them instead of refusing."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return plain_slug(text, self.max_length or 80) if isinstance(text, str) and text else text


class SlugField(models.SlugField):
    """A slug that is plain ASCII however it came. Migrations know it as Django's own."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return plain_slug(text, self.max_length or 80) if isinstance(text, str) and text else text

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        text = self.to_python(getattr(model_instance, self.attname))
        setattr(model_instance, self.attname, text)
        return text

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": SlugFormField, **kwargs})

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.SlugField", args, kwargs
