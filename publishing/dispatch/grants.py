"""Who sees what was sent, and who decides about what went wrong."""

from cms.core.roles import Role

GRANTS = {
    Role.EDITOR: ["dispatch.view_delivery"],
    Role.SOCIAL_EDITOR: ["dispatch.view_delivery"],
    Role.DIRECTOR: ["dispatch.view_delivery", "dispatch.change_delivery"],
    Role.MAYOR: ["dispatch.view_delivery"],
    Role.ADMINISTRATOR: ["dispatch.view_delivery", "dispatch.change_delivery"],
}
