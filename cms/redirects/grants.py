"""Who writes redirects from old addresses."""

from cms.core.roles import Role

GRANTS = {
    Role.ADMINISTRATOR: [
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
    ]
}
