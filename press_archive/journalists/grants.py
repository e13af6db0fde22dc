"""Who decides about accounts of the press, and who sees press cards, letters and portraits."""

from cms.core.roles import Role

READS = ["journalists.view_journalistaccount"]
DECIDES = [*READS, "journalists.decide_journalistaccount", "journalists.see_papers"]
WATCHES = ["journalists.view_look"]  # who looked at whose papers
GRANTS = {
    Role.EDITOR: DECIDES,
    Role.ACCREDITATION: ["wagtailadmin.access_admin", *DECIDES],
    Role.DIRECTOR: [*DECIDES, *WATCHES],
    Role.ADMINISTRATOR: [*READS, *WATCHES],
}
