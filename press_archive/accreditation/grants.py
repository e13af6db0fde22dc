"""Who accredits, who prints badges, who sees restrictions.

The accreditation officer and Müdür decide; editors read the lists and print badges. Restrictions are seen by the
accreditation officer and Müdür only, and an objection is Müdür's alone. The keys that sign badges are the
administrator's.
"""

from cms.core.roles import Role

READS = ["accreditation.view_application", "agenda.view_pressevent"]
PRINTS = [*READS, "accreditation.print_badge"]
DECIDES = [
    *PRINTS, "accreditation.decide_application", "accreditation.change_plan", "accreditation.view_restriction",
    "accreditation.add_restriction", "journalists.see_papers",
]  # fmt: skip
GRANTS = {
    Role.ACCREDITATION: ["wagtailadmin.access_admin", *DECIDES],
    Role.DIRECTOR: [*DECIDES, "accreditation.decide_objection"],
    Role.EDITOR: PRINTS,
    Role.MAYOR: READS,
    Role.ADMINISTRATOR: [*READS, "accreditation.rotate_signingkey"],
}
