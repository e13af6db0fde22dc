"""Who keeps the categories that bulletins are filed under."""

from cms.core.roles import Role

GRANTS = {
    Role.ADMINISTRATOR: [
        "bulletins.add_category",
        "bulletins.change_category",
        "bulletins.view_category",
        "bulletins.delete_category",
    ],
}
