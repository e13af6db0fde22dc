"""Who makes publications, and who designs them. Both offices sign; a designer signs nothing."""

from cms.core.roles import Role

MAKES = [
    f"publications.{action}_{model}" for model in ("issue", "series") for action in ("add", "change", "view", "delete")
]
FORMATS = [f"publications.{action}_format" for action in ("add", "change", "view")]
READS = ["publications.view_issue", "publications.view_series", "publications.view_format"]
GRANTS = {
    Role.EDITOR: [*MAKES, *FORMATS],
    Role.DESIGNER: [
        "wagtailadmin.access_admin", "publications.add_issue", "publications.change_issue", "publications.view_issue",
        "publications.view_series", *FORMATS,
    ],
    Role.DIRECTOR: READS,
    Role.MAYOR: READS,
    Role.ADMINISTRATOR: [*MAKES, *FORMATS, "publications.delete_format"],
}  # fmt: skip
COLLECTION_GRANTS = {Role.DESIGNER: ["wagtailimages.choose_image"]}
