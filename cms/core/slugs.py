"""Address parts: made of what people type by Turkish rules, and found at every address that the models take.

``SlugField`` for the house's own models, ``SlugFormField`` for every form, ``AddressPart`` for URL patterns.
"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db import models
from django.urls import register_converter

from cms.core.turkish import slugify

PLAIN = re.compile(r"[a-z0-9_-]+")


def plain_slug(text: str, max_length: int = 80) -> str:
    """``text`` itself if it is an address part already, else one made of it: "İkizce ığdır" gives ``ikizce-igdir``."""
    return text if PLAIN.fullmatch(text) else slugify(text, max_length=max_length)


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
