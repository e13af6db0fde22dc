"""An empty database is migrated in half the time, and becomes the same."""

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations import AddConstraint, AddField, AddIndex, AlterField, CreateModel
from django.db.migrations.state import ProjectState

from cms.core.first_migration import is_empty, joining_what_is_there

KEY = ("id", models.BigAutoField(primary_key=True))
OUTLET = models.ForeignKey("press.Outlet", models.CASCADE)
AS_OUTLET = models.OneToOneField("press.Outlet", models.CASCADE, parent_link=True, primary_key=True)
STEPS = [
    CreateModel("Outlet", [KEY, ("name", models.CharField(max_length=20))]),
    CreateModel("Clipping", [KEY, ("outlet", OUTLET)], options={"constraints": [], "indexes": []}),
    CreateModel("Daily", [("outlet_ptr", AS_OUTLET)], bases=("press.outlet",)),
    AddIndex("Outlet", models.Index(fields=["name"], name="by_name")),
    AddConstraint("Outlet", models.UniqueConstraint(fields=["name"], name="once")),
    AlterField("Outlet", "name", models.CharField(max_length=40)),
    AddField("Clipping", "again", models.ForeignKey("press.Clipping", models.CASCADE, null=True)),
    CreateModel("Scan", [KEY, ("of", models.ForeignKey("press.Clipping", models.CASCADE))]),
]


def seen(state):
    """What a migration finds in its models: their columns, what leads to them, their indexes and constraints."""
    found = {}
    for model in state.apps.get_models():
        meta = model._meta
        found[meta.label] = (
            [(field.name, field.deconstruct()[1:]) for field in meta.local_fields],
            sorted((one.related_model._meta.label, one.name) for one in meta.related_objects),
            [one.deconstruct() for one in (*meta.indexes, *meta.constraints)],
            [base._meta.label for base in meta.parents],
        )
        for one in meta.related_objects:
            assert one.related_model is state.apps.get_model(one.related_model._meta.label)
            assert one.model is state.apps.get_model(one.model._meta.label)
    return found


@pytest.mark.once
def test_each_step_leaves_the_models_that_djangos_way_leaves():
    ours, djangos = ProjectState(), ProjectState()
    assert (seen(ours), seen(djangos)) == ({}, {})  # the models are drawn from now on
    for step in STEPS:
        before = djangos.clone()
        with joining_what_is_there():
            step.state_forwards("press", ours)
        step.state_forwards("press", djangos)
        assert ours.models == djangos.models != before.models
        assert seen(ours) == seen(djangos), step.describe()


@pytest.mark.django_db
def test_the_migrated_database_is_what_the_models_say():
    assert not is_empty(connection)
    checked = 0
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if not model._meta.managed or model._meta.proxy or model._meta.db_table.endswith("_fts"):
                continue  # a table for the search of SQLite has columns of its own kind
            table = model._meta.db_table
            columns = {one.name: one.null_ok for one in connection.introspection.get_table_description(cursor, table)}
            local = model._meta.local_concrete_fields
            assert columns == {field.column: field.null for field in local}, table
            there = connection.introspection.get_constraints(cursor, table)
            names = [one.name for one in (*model._meta.indexes, *model._meta.constraints)]
            assert [one for one in names if one[: connection.ops.max_name_length()] not in there] == [], table
            foreign = {tuple(one["columns"]): one["foreign_key"] for one in there.values() if one["foreign_key"]}
            for field in local:
                if field.remote_field and field.db_constraint:
                    target = field.target_field
                    assert foreign[(field.column,)] == (target.model._meta.db_table, target.column), field
            checked += len(local)
    assert checked > 1500
