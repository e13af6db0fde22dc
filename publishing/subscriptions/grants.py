"""Who sees how many subscribe, and who helps a reader that writes or calls. Nobody sees who subscribes."""

from cms.core.roles import Role

GRANTS = {
    Role.EDITOR: ["subscriptions.view_subscriber"],
    Role.DIRECTOR: ["subscriptions.view_subscriber", "subscriptions.change_subscriber"],
    Role.MAYOR: ["subscriptions.view_subscriber"],
    Role.ADMINISTRATOR: ["subscriptions.view_subscriber", "subscriptions.change_subscriber"],
}
