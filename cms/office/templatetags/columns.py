"""What stands above the columns of a list."""

from __future__ import annotations

from django import template
from django.utils.encoding import force_str
from django.utils.translation import gettext

from cms.core import turkish

register = template.Library()


@register.filter
def column_label(label: object) -> str:
    """``label`` in the reader's language. Wagtail derives it from the field's English name where a list gives none."""
    text = force_str(label)
    plain = text[:1].lower() + text[1:]
    said = next((said for one in (text, plain) if one and (said := gettext(one)) != one), "")
    return turkish.capitalize(said) or text


@register.filter
def with_label(sentence: object, label: object) -> str:
    """``sentence``, in which ``label`` stands, with the label in the reader's language."""
    return force_str(sentence).replace(force_str(label), column_label(label))
