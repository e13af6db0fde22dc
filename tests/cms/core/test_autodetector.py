"""A corrected word and one block more are no migration; what the database has to know of is one."""

import pytest
from django.core.management import CommandError, call_command, get_commands
from django.db import models
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.migration import Migration
from django.db.migrations.state import ModelState, ProjectState
from wagtail import blocks
from wagtail.fields import StreamField

from cms.core.autodetector import PlainAutodetector, without_words

pytestmark = pytest.mark.thorough


def state(title, body, **options):
    fields = [("id", models.BigAutoField(primary_key=True)), ("title", title), ("body", body)]
    if options.pop("more", False):
        fields.append(("more", models.TextField()))
    return ProjectState({("fair", "tent"): ModelState("fair", "Tent", fields, options)})


def positive(message):
    return models.CheckConstraint(condition=models.Q(pk__gt=0), name="tent_pk", violation_error_message=message)


def before():
    body = StreamField([("text", blocks.CharBlock(label="Metin"))], verbose_name="metin")
    title = models.CharField("ad", max_length=20, help_text="Kısa", choices=[("a", "A")])
    return state(title, body, verbose_name="çadır", constraints=[positive("Olmaz.")])


def changed(old, new):
    graph = MigrationGraph()
    graph.add_node(("fair", "0001_initial"), Migration("0001_initial", "fair"))
    found = PlainAutodetector(old, new).changes(graph)
    return sorted(type(step).__name__ for steps in found.values() for one in steps for step in one.operations)


def test_other_words_and_another_block_are_no_change():
    body = StreamField([("text", blocks.TextBlock(label="Yazı")), ("more", blocks.URLBlock())], verbose_name="yazı")
    title = models.CharField("başlık", max_length=20, help_text="Uzun", choices=[("a", "Â"), ("b", "B")])
    after = state(title, body, verbose_name="ev", verbose_name_plural="evler", constraints=[positive("Hayır.")])
    assert changed(before(), after) == []


@pytest.mark.parametrize(
    ("title", "body", "options", "steps"),
    [
        (models.CharField(max_length=30), StreamField([]), {}, ["AlterField", "RemoveConstraint"]),
        (models.CharField(max_length=20), StreamField([], null=True), {}, ["AlterField", "RemoveConstraint"]),
        (models.CharField(max_length=20), models.TextField(), {}, ["AlterField", "RemoveConstraint"]),
        (models.CharField(max_length=20), StreamField([]), {"ordering": ["title"]},
         ["AlterModelOptions", "RemoveConstraint"]),
    ],
)  # fmt: skip
def test_what_the_database_must_know_of_is_a_change(title, body, options, steps):
    assert changed(before(), state(title, body, **options)) == steps


def test_the_states_themselves_keep_their_words():
    old = before()
    plain = without_words(old).models["fair", "tent"]
    assert plain.fields["title"].choices is None
    assert type(plain.fields["body"]) is models.JSONField
    assert old.models["fair", "tent"].fields["title"].verbose_name == "ad"
    assert old.models["fair", "tent"].options["verbose_name"] == "çadır"


def test_both_commands_are_ours():
    commands = get_commands()
    assert {commands[name] for name in ("makemigrations", "migrate")} == {"cms.core"}


@pytest.mark.django_db
def test_the_house_has_nothing_to_migrate_when_a_word_or_a_block_changes(monkeypatch):
    from press_archive.bulletins.models import BulletinPage

    body, place = BulletinPage._meta.get_field("body"), BulletinPage._meta.get_field("place")
    monkeypatch.setattr(place, "_verbose_name", "mekân")
    monkeypatch.setattr(place, "help_text", "Nerede?")
    monkeypatch.setitem(body.stream_block.child_blocks, "weather", blocks.CharBlock(label="Hava"))
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    monkeypatch.setattr(place, "max_length", 90)
    with pytest.raises((SystemExit, CommandError)):
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
