"""What the governed identity takes over from the setting of one administrator.

A new installation starts with a draft of neutral words, which nothing prints. An installation that had filled in its
setting goes on showing what it showed: those words become the live row, frozen in ``InheritedIdentity`` until both
offices sign an identity.
"""

import hashlib

from django.db import migrations

WORDS = ("municipality", "primary_colour", "accent_colour", "address", "phone", "email")


def content_type(apps, app_label, model):
    return apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app_label, model=model)[0]


def move_public_files(apps, old, new):
    """The emblem stays public, as a file of the row that shows it now; of an old setting that showed nothing, not."""
    PublicFile = apps.get_model("media_library", "PublicFile")
    files = PublicFile.objects.filter(content_type=content_type(apps, *old[0]), object_id=old[1])
    files.update(content_type=content_type(apps, *new[0]), object_id=new[1])


def digest_of(apps, photo):
    """The SHA-256 of the emblem's bytes. A photo from before digests were kept learns its own here: what is frozen now
    must not change when the worker meets the photo later."""
    if photo is None or photo.sha256:
        return photo.sha256 if photo else ""
    digest = hashlib.sha256()
    try:
        with photo.file.storage.open(photo.file.name) as stream:
            for chunk in stream.chunks():
                digest.update(chunk)
    except OSError:
        return ""
    apps.get_model("media_library", "Photo").objects.filter(pk=photo.pk).update(sha256=digest.hexdigest())
    return digest.hexdigest()


def take_over(apps, schema_editor):
    Identity = apps.get_model("identity", "Identity")
    setting = apps.get_model("website", "SiteIdentity").objects.select_related("logo").order_by("pk").first()
    if setting is None:
        Identity.objects.create(pk=1, live=False)
        return
    said = {name: getattr(setting, name) for name in WORDS}
    neutral = {name: Identity._meta.get_field(name).get_default() for name in WORDS}
    if said == neutral and setting.logo_id is None:
        Identity.objects.create(pk=1, live=False)
        return
    Identity.objects.create(pk=1, live=True, logo_id=setting.logo_id, **said)
    emblem = {"logo": setting.logo_id, "logo_sha256": digest_of(apps, setting.logo)}
    apps.get_model("identity", "InheritedIdentity").objects.create(said={**said, **emblem})
    move_public_files(apps, (("website", "siteidentity"), str(setting.pk)), (("identity", "identity"), "1"))
    # No signed words go with it: its sizes say nothing of it, whatever the archive says later.
    apps.get_model("media_library", "Photo").objects.filter(
        pk=setting.logo_id, signed_words__isnull=True
    ).update(signed_words={})
    others = content_type(apps, "website", "siteidentity")
    apps.get_model("media_library", "PublicFile").objects.filter(content_type=others).delete()


def give_back(apps, schema_editor):
    Site = apps.get_model("wagtailcore", "Site")
    identity = apps.get_model("identity", "Identity").objects.get()
    site = Site.objects.filter(is_default_site=True).first()
    if site is None or not identity.live:
        return
    said = {name: getattr(identity, name) for name in WORDS}
    setting, _ = apps.get_model("website", "SiteIdentity").objects.update_or_create(
        site=site, defaults={**said, "logo_id": identity.logo_id}
    )
    move_public_files(apps, (("identity", "identity"), "1"), (("website", "siteidentity"), str(setting.pk)))


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0001_initial"),
        ("website", "0004_body_with_archive_video"),
        ("media_library", "0012_signed_words"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(take_over, give_back)]
