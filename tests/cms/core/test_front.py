"""The signs for nginx, and the removal of its copies; tests/cms/website/test_front.py has a real nginx."""

from __future__ import annotations

import os
import time

import pytest
from django.db import transaction

from cms.core import checks, front

pytestmark = pytest.mark.once


@pytest.fixture
def root(tmp_path, settings):
    settings.FRONT_ROOT = str(tmp_path)
    for name in (*front.COPIES, front.SIGNS):
        (tmp_path / name).mkdir()
    return tmp_path


def copies(root):
    made = [root / name / "0123456789abcdef" for name in front.COPIES]
    for path in made:
        path.write_text("a page")
    return made


def signs(root, kind):
    return sorted(path.name for path in (root / front.SIGNS).iterdir() if path.name.startswith(kind))


def aged(path, seconds):
    before = time.time() - seconds
    os.utime(path, (before, before))


@pytest.mark.django_db
def test_something_new_renews_from_the_commit_on_and_removes_nothing(root, django_capture_on_commit_callbacks):
    made = copies(root)
    with django_capture_on_commit_callbacks(execute=True):
        front.added()
        assert signs(root, "") == []
    now = int(time.time())
    assert {f"renew-{now}", f"renew-{now + 1}", f"renew-{now + 2}"} <= set(signs(root, front.RENEW))
    assert signs(root, front.CLOSED) == []
    assert all(path.exists() for path in made)


@pytest.mark.django_db
def test_what_is_taken_back_is_closed_before_the_commit_and_removed_again_after_it(
    root, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        made = copies(root)
        front.taken_back()
        assert not any(path.exists() for path in made)
        assert f"closed-{int(time.time()) + 5}" in signs(root, front.CLOSED)
        assert len(signs(root, front.PENDING)) == 1
    made = copies(root)  # asked for meanwhile
    for callback in callbacks:
        callback()
    assert not any(path.exists() for path in made)
    assert len(signs(root, front.PENDING)) == 1


def test_when_a_right_ends_the_copies_end_without_a_database(root):
    now = int(time.time())
    front.ends([now + 3600])
    made = copies(root)
    front.sweep()
    assert all(path.exists() for path in made)
    front.ends([now - 1, now + 3600])
    front.sweep()
    assert not any(path.exists() for path in made)
    assert f"closed-{now + 5}" in signs(root, front.CLOSED)
    assert signs(root, front.ENDS) == [f"ends-{now + 3600}"]
    [mark] = signs(root, front.PENDING)
    made = copies(root)  # was on its way to nginx
    aged(root / front.SIGNS / mark, front.SETTLED + 1)
    front.sweep()
    assert not any(path.exists() for path in made)
    assert signs(root, front.PENDING) == []


@pytest.mark.django_db
def test_the_worker_removes_once_more_when_all_has_settled(root):
    front.taken_back()
    made = copies(root)
    front.sweep()
    assert all(path.exists() for path in made)
    [mark] = signs(root, front.PENDING)
    aged(root / front.SIGNS / mark, front.SETTLED + 1)
    assert front.is_closed()
    front.sweep()
    assert not any(path.exists() for path in made)
    assert signs(root, front.PENDING) == signs(root, front.UNSETTLED) == []
    made = copies(root)
    front.sweep()
    assert all(path.exists() for path in made)


@pytest.mark.django_db
def test_no_copy_is_shown_until_all_could_be_removed_and_what_comes_meanwhile_is_not_forgotten(root, monkeypatch):
    front.taken_back()
    [mark] = signs(root, front.PENDING)
    aged(root / front.SIGNS / mark, front.SETTLED + 1)
    with monkeypatch.context() as patch:  # a disk that is read-only for a while
        patch.setattr(front.Path, "unlink", lambda self, **more: (_ for _ in ()).throw(PermissionError(1, "read-only")))
        copies(root)
        for _time in range(2):
            front.sweep()
            assert signs(root, front.PENDING) == [mark]
            assert signs(root, front.UNSETTLED) == [front.UNSETTLED]
    removed = front._removed

    def removing(path):
        if path.name == front.UNSETTLED:  # another process takes something back at this moment
            front._close(f"{front.PENDING}-another")
        return removed(path)

    monkeypatch.setattr(front, "_removed", removing)
    front.sweep()
    assert signs(root, front.PENDING) == [f"{front.PENDING}-another"]
    assert signs(root, front.UNSETTLED) == [front.UNSETTLED]


def test_signs_of_the_past_and_copies_that_are_too_old_go(root):
    now = int(time.time())
    for name in (f"renew-{now - 100}", f"closed-{now - 100}", f"closed-{now + 3}"):
        (root / front.SIGNS / name).touch()
    front.sweep()
    assert signs(root, "") == [f"closed-{now + 3}"]
    old, young = copies(root)
    aged(old, front.KEPT + 60)
    front.remove_old()
    assert (old.exists(), young.exists()) == (False, True)


@pytest.mark.django_db
def test_without_nginx_nothing_happens(tmp_path, settings, django_capture_on_commit_callbacks):
    settings.FRONT_ROOT = ""
    with django_capture_on_commit_callbacks(execute=True):
        front.added()
        front.taken_back()
    front.sweep()
    front.remove_old()
    assert front.empty()
    assert checks.check_front(None) == []


@pytest.mark.django_db
def test_a_directory_that_is_missing_is_told_and_holds_nothing_up(root, caplog):
    (root / front.SIGNS).rmdir()
    front.taken_back()
    front.sweep()
    assert "nginx cannot be told" in caplog.text
    assert [error.id for error in checks.check_front(None)] == ["core.E015"]
