"""An empty database is migrated in half the time: what migrations add is added to the models that are there.

Django draws the models anew that hang together with a new one, so that the state of before stays as it was; in this
house nearly all hang together. Nothing looks back while an empty database goes forward: the new model joins the others,
an index or a constraint its model. Whatever changes or removes something goes Django's way, and so does every upgrade.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import state as states
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState

STATE: Any = states.ProjectState  # two of its methods are Django's own business, and known to no type


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Whether no migration was ever applied."""
    return not MigrationRecorder(connection).applied_migrations()


@contextmanager
def joining_what_is_there() -> Iterator[None]:
    """While it lasts, states of migrations grow without being drawn anew."""
    before = STATE.add_model, STATE._append_option
    STATE.add_model, STATE._append_option = _add_model, _append_option
    try:
        yield
    finally:
        STATE.add_model, STATE._append_option = before


def _add_model(state: Any, model_state: ModelState) -> None:
    key = model_state.app_label, model_state.name_lower
    state.models[key] = model_state
    if state._relations is not None:
        state.resolve_model_relations(key)
    if "apps" in state.__dict__:  # asking for the attribute would draw all of them
        state.apps.render_multiple([model_state])


def _append_option(state: Any, app_label: str, model_name: str, option_name: str, added: Any) -> None:
    options = state.models[app_label, model_name].options
    options[option_name] = [*options[option_name], added]
    if "apps" in state.__dict__:
        meta = state.apps.get_model(app_label, model_name)._meta
        setattr(meta, option_name, [*getattr(meta, option_name), added])
        meta.original_attrs[option_name] = options[option_name]
