"""What each role may do. Nobody gets "publish": that is the signatures' work alone."""

from django.db import migrations

# role -> {app.model: actions}
MODEL_PERMISSIONS = {
    "Editör": {
        "wagtailadmin.admin": ["access"],
        "website.alertbanner": ["add", "change", "view"],
        "contacts.outlet": ["view"],
        "contacts.journalist": ["view"],
        "contacts.distributionlist": ["view"],
        "dispatch.delivery": ["view"],
    },
    "Sosyal Medya Editörü": {
        "wagtailadmin.admin": ["access"],
        "social.socialpost": ["view", "change"],
        "dispatch.delivery": ["view"],
    },
    "Arşivci": {"wagtailadmin.admin": ["access"]},
    "Müdür": {
        "wagtailadmin.admin": ["access"],
        "dispatch.delivery": ["view", "change"],
        "social.socialpost": ["view"],
        "users.delegation": ["view", "add"],
        "approval.evidencerecord": ["view"],
        "contacts.outlet": ["view"],
        "contacts.journalist": ["view"],
        "contacts.distributionlist": ["view"],
    },
    "Başkan": {
        "wagtailadmin.admin": ["access"],
        "users.delegation": ["view", "add"],
        "approval.evidencerecord": ["view"],
        "dispatch.delivery": ["view"],
    },
    "Yönetici": {
        "wagtailadmin.admin": ["access"],
        "website.alertbanner": ["add", "change", "view", "delete"],
        "website.siteidentity": ["add", "change", "view"],
        "users.user": ["add", "change", "view", "delete"],
        "users.department": ["add", "change", "view", "delete"],
        "users.delegation": ["view", "add", "change"],
        "bulletins.category": ["add", "change", "view", "delete"],
        "contacts.outlet": ["add", "change", "view", "delete"],
        "contacts.journalist": ["add", "change", "view", "delete"],
        "contacts.address": ["add", "change", "view", "delete"],
        "contacts.distributionlist": ["add", "change", "view", "delete"],
        "dispatch.delivery": ["view", "change"],
        "social.socialpost": ["view", "change"],
        "approval.evidencerecord": ["view"],
        "wagtailcore.collection": ["add", "change", "delete"],
    },
}
PAGE_PERMISSIONS = {"Editör": ["add", "change"], "Yönetici": ["add", "change", "lock", "unlock"]}
# Wagtail checks the permissions of its own stock models for whatever photo and document model is in use.
COLLECTION_PERMISSIONS = {
    "Editör": {"wagtailimages.image": ["add", "change", "choose"], "wagtaildocs.document": ["add", "change", "choose"]},
    "Sosyal Medya Editörü": {"wagtailimages.image": ["choose"]},
    "Arşivci": {
        "wagtailimages.image": ["add", "change", "choose", "delete"],
        "wagtaildocs.document": ["add", "change", "choose", "delete"],
    },
    "Yönetici": {
        "wagtailimages.image": ["add", "change", "choose", "delete"],
        "wagtaildocs.document": ["add", "change", "choose", "delete"],
    },
}


def permission(apps, label, action):
    app_label, model = label.split(".")
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
    codename = "access_admin" if action == "access" else f"{action}_{model}"
    found, _ = Permission.objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": f"Can {action} {model}"}
    )
    return found


def grant(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Page = apps.get_model("wagtailcore", "Page")
    Collection = apps.get_model("wagtailcore", "Collection")
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    for role, models in MODEL_PERMISSIONS.items():
        group = Group.objects.get(name=role)
        for label, actions in models.items():
            group.permissions.add(*(permission(apps, label, action) for action in actions))
    root_page = Page.objects.get(depth=1)
    for role, actions in PAGE_PERMISSIONS.items():
        group = Group.objects.get(name=role)
        for action in actions:
            GroupPagePermission.objects.get_or_create(
                group=group, page=root_page, permission=permission(apps, "wagtailcore.page", action)
            )
    root_collection = Collection.objects.get(depth=1)
    for role, models in COLLECTION_PERMISSIONS.items():
        group = Group.objects.get(name=role)
        for label, actions in models.items():
            for action in actions:
                GroupCollectionPermission.objects.get_or_create(
                    group=group, collection=root_collection, permission=permission(apps, label, action)
                )


def revoke(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    roles = list(Group.objects.filter(name__in=MODEL_PERMISSIONS))
    ids = [role.pk for role in roles]
    apps.get_model("wagtailcore", "GroupPagePermission").objects.filter(group_id__in=ids).delete()
    apps.get_model("wagtailcore", "GroupCollectionPermission").objects.filter(group_id__in=ids).delete()
    for group in roles:
        group.permissions.clear()


class Migration(migrations.Migration):
    dependencies = [
        ("users", "0002_roles"),
        ("media_library", "0002_relations"),
        ("contacts", "0001_initial"),
        ("bulletins", "0003_bulletin_index"),
        ("website", "0002_site_tree"),
        ("approval", "0002_press_approval_workflow"),
        ("social", "0002_relations"),
        ("dispatch", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0023_add_choose_permissions"),
        ("wagtaildocs", "0011_add_choose_permissions"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]
    operations = [migrations.RunPython(grant, revoke)]
