"""Who reads coverage reports, and who freezes them."""

from cms.core.roles import Role

READS = ["reports.view_frozenreport"]
WORKS = [*READS, "reports.add_frozenreport"]
GRANTS = {
    Role.EDITOR: WORKS,
    Role.ARCHIVIST: WORKS,
    Role.ADMINISTRATOR: WORKS,
    Role.DIRECTOR: READS,
    Role.MAYOR: READS,
    Role.SOCIAL_EDITOR: READS,
}
