"""Who enters the admin, who keeps accounts and directorates, who records delegations."""

from cms.core.roles import Role

GRANTS = {
    Role.EDITOR: ["wagtailadmin.access_admin"],
    Role.SOCIAL_EDITOR: ["wagtailadmin.access_admin"],
    Role.ARCHIVIST: ["wagtailadmin.access_admin"],
    Role.DIRECTOR: ["wagtailadmin.access_admin", "users.view_delegation", "users.add_delegation"],
    Role.MAYOR: ["wagtailadmin.access_admin", "users.view_delegation", "users.add_delegation"],
    Role.ADMINISTRATOR: [
        "wagtailadmin.access_admin",
        "users.add_user",
        "users.change_user",
        "users.view_user",
        "users.delete_user",
        "users.add_department",
        "users.change_department",
        "users.view_department",
        "users.delete_department",
        "users.view_delegation",
        "users.add_delegation",
        "users.change_delegation",
    ],
}
