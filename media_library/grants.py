"""Who looks at, describes and removes photos, videos and documents."""

from cms.core.roles import Role

GRANTS = {
    Role.EDITOR: [
        "media_library.view_photographer",
        "media_library.add_video",
        "media_library.change_video",
        "media_library.view_video",
    ],
    Role.SOCIAL_EDITOR: ["media_library.view_video"],
    Role.ARCHIVIST: [
        "media_library.add_photographer",
        "media_library.change_photographer",
        "media_library.delete_photographer",
        "media_library.view_photographer",
        "media_library.add_video",
        "media_library.change_video",
        "media_library.delete_video",
        "media_library.view_video",
    ],
    Role.DIRECTOR: ["media_library.view_photographer", "media_library.view_video"],
    Role.MAYOR: ["media_library.view_photographer", "media_library.view_video"],
    Role.ADMINISTRATOR: [
        "wagtailcore.add_collection",
        "wagtailcore.change_collection",
        "wagtailcore.delete_collection",
        "media_library.view_photographer",
        "media_library.add_video",
        "media_library.change_video",
        "media_library.delete_video",
        "media_library.view_video",
    ],
}
# Wagtail checks the permissions of its own stock models for whatever photo and document model is in use.
COLLECTION_GRANTS = {
    Role.EDITOR: [
        "wagtailimages.add_image",
        "wagtailimages.change_image",
        "wagtailimages.choose_image",
        "wagtaildocs.add_document",
        "wagtaildocs.change_document",
        "wagtaildocs.choose_document",
    ],
    Role.SOCIAL_EDITOR: ["wagtailimages.choose_image"],
    Role.ARCHIVIST: [
        "wagtailimages.add_image",
        "wagtailimages.change_image",
        "wagtailimages.choose_image",
        "wagtailimages.delete_image",
        "wagtaildocs.add_document",
        "wagtaildocs.change_document",
        "wagtaildocs.choose_document",
        "wagtaildocs.delete_document",
    ],
    Role.ADMINISTRATOR: [
        "wagtailimages.add_image",
        "wagtailimages.change_image",
        "wagtailimages.choose_image",
        "wagtailimages.delete_image",
        "wagtaildocs.add_document",
        "wagtaildocs.change_document",
        "wagtaildocs.choose_document",
        "wagtaildocs.delete_document",
    ],
}
