"""Who drafts the municipality's identity; both offices sign it."""

from cms.core.roles import Role

GRANTS = {
    Role.EDITOR: ["identity.change_identity", "identity.view_identity"],
    Role.ADMINISTRATOR: ["identity.change_identity", "identity.view_identity"],
}
