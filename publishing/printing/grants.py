"""Who prints, who hands out, and who reads.

Editors, archivists and administrators work the jobs, the stock and the places; social media editors hand copies out, as
everybody of the press unit does at a stand; designers and both offices read. Depots are the
administrator's and the archivist's.
"""

from cms.core.roles import Role

READS = ["printing.view_printjob", "printing.view_movement", "printing.view_recipient", "printing.view_place"]
HANDS_OUT = [*READS, "printing.add_movement"]
RECIPIENTS = ["printing.add_recipient", "printing.change_recipient"]
WORKS = [*HANDS_OUT, *RECIPIENTS, "printing.add_printjob", "printing.change_printjob"]
PLACES = ["printing.add_place", "printing.change_place"]
GRANTS = {
    Role.EDITOR: WORKS,
    Role.ARCHIVIST: [*WORKS, *PLACES],
    Role.ADMINISTRATOR: [*WORKS, *PLACES, "printing.delete_recipient", "printing.delete_place"],
    Role.SOCIAL_EDITOR: HANDS_OUT,
    Role.DESIGNER: READS,
    Role.DIRECTOR: READS,
    Role.MAYOR: READS,
}
