"""Who writes pages and warning banners. Nobody gets "publish": that is the work of the two signatures alone."""

from cms.core.roles import Role

GRANTS = {
    Role.EDITOR: ["website.add_alertbanner", "website.change_alertbanner", "website.view_alertbanner"],
    Role.ADMINISTRATOR: [
        "website.add_alertbanner",
        "website.change_alertbanner",
        "website.view_alertbanner",
        "website.delete_alertbanner",
    ],
}
PAGE_GRANTS = {
    Role.EDITOR: ["wagtailcore.add_page", "wagtailcore.change_page"],
    Role.ADMINISTRATOR: [
        "wagtailcore.add_page",
        "wagtailcore.change_page",
        "wagtailcore.lock_page",
        "wagtailcore.unlock_page",
    ],
}
