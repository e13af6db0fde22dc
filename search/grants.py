"""Who reads what strangers looked for, and who writes other names of things."""

from cms.core.roles import Role

READS = ["search.view_searchcount"]
WRITES = [*READS, "search.delete_searchcount", "search.change_othernames"]
GRANTS = {
    Role.EDITOR: WRITES,
    Role.ARCHIVIST: WRITES,
    Role.DIRECTOR: READS,
}
