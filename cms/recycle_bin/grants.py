"""Who removes for good what others could still bring back."""

from cms.core.roles import Role

GRANTS = {
    Role.ARCHIVIST: ["recycle_bin.empty_bin"],
    Role.ADMINISTRATOR: ["recycle_bin.empty_bin"],
}
