"""Migrations of what the database has: no wording, and no definition of what a stream field may hold.

``makemigrations`` and ``migrate`` compare models without ``verbose_name``, ``help_text``, labels of choices, messages
and validators, and see a ``StreamField`` as the ``JSONField`` that it is in the database; so a corrected word or one
block more is no migration. Where files are stored and which plain classes a model inherits from is left out too, so
that a migration names no module that may move. Django lets a command name its own autodetector for this
(``Command.autodetector``, since 5.2). A data migration that reads a stream therefore gets the plain JSON, and writes it
back whole.
"""

from __future__ import annotations

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.state import ModelState, ProjectState
from wagtail.fields import StreamField

WORDS = frozenset({"verbose_name", "help_text", "choices", "error_messages", "validators", "upload_to", "storage"})
STREAM = frozenset({"block_lookup", "use_json_field"})
MODEL_WORDS = frozenset({"verbose_name", "verbose_name_plural"})


class PlainAutodetector(MigrationAutodetector):
    """Django's, on states from which the words are taken out. The states that it was given stay as they are."""

    def __init__(self, from_state: ProjectState, to_state: ProjectState, questioner: Any = None) -> None:
        super().__init__(without_words(from_state), without_words(to_state), questioner)


def without_words(state: ProjectState) -> ProjectState:
    """A copy of ``state`` that says what is stored and not what it is called."""
    return ProjectState(
        models={key: _plain_model(model) for key, model in state.models.items()}, real_apps=state.real_apps
    )


def _plain_model(model: ModelState) -> ModelState:
    plain = model.clone()
    plain.fields = {name: _plain_field(field) for name, field in plain.fields.items()}
    plain.options = {name: value for name, value in plain.options.items() if name not in MODEL_WORDS}
    if "constraints" in plain.options:
        plain.options["constraints"] = [_plain_constraint(one) for one in plain.options["constraints"]]
    plain.bases = tuple(base for base in plain.bases if isinstance(base, str) or issubclass(base, models.Model))
    return plain


def _plain_field(field: Any) -> Any:
    _name, _path, arguments, options = field.deconstruct()
    if isinstance(field, StreamField):
        options = {name: value for name, value in options.items() if name not in WORDS | STREAM}
        return models.JSONField(encoder=DjangoJSONEncoder, **options)
    kept = {name: value for name, value in options.items() if name not in WORDS}
    return field if kept == options else type(field)(*arguments, **kept)


def _plain_constraint(constraint: Any) -> Any:
    _path, arguments, options = constraint.deconstruct()
    kept = {name: value for name, value in options.items() if name != "violation_error_message"}
    return constraint if kept == options else type(constraint)(*arguments, **kept)
