"""Who reads what strangers looked for, and who writes other names of things and how words are read."""

from cms.core.roles import Role

READS = ["search.view_searchcount"]
WRITES = [*READS, "search.delete_searchcount", "search.change_othernames", "search.change_baseform"]
GRANTS = {
    Role.EDITOR: WRITES,
    Role.ARCHIVIST: WRITES,
    Role.DIRECTOR: READS,
    Role.ADMINISTRATOR: READS,
}
