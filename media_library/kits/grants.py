"""Who sees and who makes press kits."""

from cms.core.roles import Role

GRANTS = {
    Role.EDITOR: ["kits.add_kit", "kits.change_kit", "kits.view_kit"],
    Role.SOCIAL_EDITOR: ["kits.view_kit"],
    Role.ARCHIVIST: ["kits.add_kit", "kits.change_kit", "kits.view_kit"],
    Role.DIRECTOR: ["kits.view_kit"],
    Role.MAYOR: ["kits.view_kit"],
    Role.ADMINISTRATOR: ["kits.add_kit", "kits.change_kit", "kits.view_kit"],
}
