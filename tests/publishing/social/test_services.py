"""The life of a social post, from the signed text to its removal."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import ModelLogEntry

from cms.core.message import Message, SocialText
from press_archive.bulletins.models import BulletinPage
from publishing.social import services
from publishing.social.models import SocialPost
from tests import factories

pytestmark = pytest.mark.django_db
State = SocialPost.State
ADDRESS = "https://x.com/belediye/status/1"


def queue(version=1, network="x", kind="first", text="Sahil yolu açıldı.", object_id="7", image_id=None):
    message = Message(
        headline="Sahil yolu açıldı", summary="", body_html="", body_text="", number="2026/0001",
        url="https://belediye.example/bultenler/sahil-yolu/",
    )  # fmt: skip
    return services.queue_post(
        content_type=ContentType.objects.get_for_model(BulletinPage),
        object_id=object_id,
        version=version,
        kind=kind,
        message=message,
        social=SocialText(network=network, text=text, image_id=image_id),
    )


def states(**filters):
    return list(SocialPost.objects.filter(**filters).order_by("version", "network").values_list("state", flat=True))


def item():
    return {"content_type": ContentType.objects.get_for_model(BulletinPage), "object_id": "7"}


def test_the_same_version_is_queued_once():
    assert queue() == queue(text="başka")
    post = SocialPost.objects.get()
    assert (post.text, post.state, post.number, post.kind) == ("Sahil yolu açıldı.", State.READY, "2026/0001", "first")


def test_a_correction_replaces_what_nobody_has_posted():
    queue()
    queue(network="facebook")
    new = queue(version=2, kind="correction", text="Düzeltildi.")
    assert states(network="x") == [State.SUPERSEDED, State.READY]
    assert not new.is_correction, "the public never saw the first text"
    assert states(network="facebook") == [State.READY]
    changed = services.close_other_networks(**item(), version=2, networks=["x"])
    assert changed == 1
    assert states(network="facebook") == [State.SUPERSEDED]


def test_a_correction_of_a_posted_text_says_where_the_earlier_one_is():
    services.mark_posted(post=queue(), user=factories.social_editor(), url=ADDRESS)
    new = queue(version=2, kind="correction", text="Düzeltildi.")
    assert states() == [State.POSTED, State.READY]
    assert new.is_correction
    assert SocialPost.objects.with_earlier_address().get(pk=new.pk).earlier_url == ADDRESS


def test_a_network_that_the_correction_drops_is_to_be_cleaned():
    services.mark_posted(post=queue(), user=factories.social_editor(), url=ADDRESS)
    services.close_other_networks(**item(), version=2, networks=[])
    assert states() == [State.TO_REMOVE]


def test_withdrawal_cancels_what_waits_and_lists_what_was_posted():
    services.mark_posted(post=queue(), user=factories.social_editor(), url=ADDRESS)
    queue(network="mastodon")
    other = queue(object_id="8")
    assert services.withdraw_posts(**item()) == 2
    assert states(network="x", object_id="7") == [State.TO_REMOVE]
    assert states(network="mastodon") == [State.CANCELLED]
    other.refresh_from_db()
    assert other.state == State.READY
    assert services.withdraw_posts(**item()) == 0


def test_posting_and_removing_are_recorded_with_who_and_where():
    user = factories.social_editor()
    post = services.mark_posted(post=queue(), user=user, url=f"  {ADDRESS} ")
    assert (post.state, post.posted_url, post.posted_by) == (State.POSTED, ADDRESS, user)
    assert post.posted_at
    with pytest.raises(ValidationError, match="daha önce"):
        services.mark_posted(post=post, user=user, url=ADDRESS)
    with pytest.raises(ValidationError, match="kaldırılacaklar"):
        services.mark_removed(post=post, user=user)
    services.withdraw_posts(**item())
    assert services.mark_removed(post=post, user=factories.administrator()).state == State.REMOVED
    entries = ModelLogEntry.objects.filter(action__startswith="social.").order_by("pk")
    assert [(entry.action, entry.user_id) for entry in entries] == [
        ("social.posted", user.pk),
        ("social.removed", factories.administrator().pk),
    ]
    assert entries[0].message == f"Paylaşıldı: {ADDRESS}"


def test_a_text_posted_at_the_last_moment_is_recorded_all_the_same():
    user = factories.social_editor()
    first = queue()
    second = queue(version=2, kind="correction", text="Düzeltildi.")
    services.mark_posted(post=first, user=user, url=ADDRESS)
    second.refresh_from_db()
    assert second.is_correction, "the public has seen the first text after all"
    services.withdraw_posts(**item())
    assert states() == [State.TO_REMOVE, State.CANCELLED]
    services.mark_posted(post=second, user=user, url=ADDRESS + "2")
    assert states() == [State.TO_REMOVE, State.TO_REMOVE]


@pytest.mark.parametrize("who", ["editor", "director", "mayor", "archivist"])
def test_others_mark_nothing(who):
    post = queue()
    user = getattr(factories, who)()
    with pytest.raises(PermissionDenied):
        services.mark_posted(post=post, user=user, url=ADDRESS)
    SocialPost.objects.update(state=State.TO_REMOVE)
    with pytest.raises(PermissionDenied):
        services.mark_removed(post=post, user=user)
    assert states() == [State.TO_REMOVE]


@pytest.mark.parametrize(
    "url",
    ["", "x.com/1", "http://x.com/1", "javascript:alert(1)", "https://", "https://x.com/a b", "https://a@x.com/",
     "https://x.com/" + "a" * 500, "ftp://x.com/1"],
)  # fmt: skip
def test_only_a_complete_https_address_counts(url):
    with pytest.raises(ValidationError, match="https://"):
        services.mark_posted(post=queue(), user=factories.social_editor(), url=url)
    assert states() == [State.READY]


def left_out(**values):
    return services.leave_out(post=queue(**values), user=factories.social_editor(), reason="Gerek yok")


def test_what_was_left_out_follows_its_content_like_what_waits():
    left_out(object_id="1")
    queue(object_id="1", version=2)
    assert states(object_id="1") == [State.SUPERSEDED, State.READY]
    left_out(object_id="2", network="facebook")
    services.close_other_networks(content_type=item()["content_type"], object_id="2", version=2, networks=["x"])
    assert states(object_id="2") == [State.SUPERSEDED]
    left_out(object_id="3")
    services.withdraw_posts(content_type=item()["content_type"], object_id="3")
    assert states(object_id="3") == [State.CANCELLED]
    photo = factories.photo()
    left_out(object_id="4", image_id=photo.pk)
    left_out(object_id="4", image_id=photo.pk, network="instagram")
    services.drop_picture(photo=photo)
    assert states(object_id="4") == [State.CANCELLED, State.LEFT_OUT]
    assert SocialPost.objects.get(object_id="4", network="x").image is None


def test_only_the_social_unit_leaves_out_and_puts_back():
    post = queue()
    for who in (factories.editor(), factories.director(), factories.mayor()):
        with pytest.raises(PermissionDenied):
            services.leave_out(post=post, user=who, reason="Gerek yok")
    post = services.leave_out(post=post, user=factories.social_editor(), reason="Gerek yok")
    with pytest.raises(PermissionDenied):
        services.queue_again(post=post, user=factories.editor())
    with pytest.raises(ValidationError):
        services.mark_posted(post=post, user=factories.social_editor(), url=ADDRESS)
    with pytest.raises(ValidationError):
        services.leave_out(post=post, user=factories.social_editor(), reason="Bir daha")
    services.queue_again(post=post, user=factories.social_editor())
    with pytest.raises(ValidationError):
        services.queue_again(post=post, user=factories.social_editor())
    for reason in ("", " ", "a" * 201):
        with pytest.raises(ValidationError):
            services.leave_out(post=post, user=factories.social_editor(), reason=reason)
