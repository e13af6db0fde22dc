"""Who books, who hangs, and who reads.

Editors, archivists and administrators book; social media editors hang, as everybody of the press unit may; designers
and both offices read. Out of an election's brake only Müdür and the administrator let anything: whoever books does not
release alone.
"""

from cms.core.roles import Role

READS = ["outdoor.view_booking", "outdoor.view_panel", "outdoor.view_campaign", "outdoor.view_period"]
HANGS = [*READS, "outdoor.add_hangingphoto"]
PANELS = ["outdoor.add_panel", "outdoor.change_panel"]
BOOKS = [
    *HANGS,
    *PANELS,
    "outdoor.add_booking",
    "outdoor.change_booking",
    "outdoor.add_campaign",
    "outdoor.change_campaign",
]
PERIODS = ["outdoor.add_period", "outdoor.change_period", "outdoor.delete_period"]
GRANTS = {
    Role.EDITOR: BOOKS,
    Role.ARCHIVIST: BOOKS,
    Role.ADMINISTRATOR: [*BOOKS, *PERIODS, "outdoor.delete_panel", "outdoor.release_booking"],
    Role.SOCIAL_EDITOR: HANGS,
    Role.DESIGNER: READS,
    Role.DIRECTOR: [*READS, "outdoor.release_booking"],
    Role.MAYOR: READS,
}
