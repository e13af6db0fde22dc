"""Who reads and who keeps the press list, and who writes down the outlets' figures."""

from cms.core.roles import Role

FIGURES = [f"contacts.{action}_outletmonth" for action in ("add", "change", "view", "delete")]
GRANTS = {
    Role.EDITOR: [
        "contacts.view_outlet",
        "contacts.view_journalist",
        "contacts.view_distributionlist",
        *FIGURES,
    ],
    Role.ARCHIVIST: ["contacts.view_outlet", "contacts.view_journalist", *FIGURES],
    Role.DIRECTOR: ["contacts.view_outlet", "contacts.view_journalist", "contacts.view_distributionlist"],
    Role.ADMINISTRATOR: [
        "contacts.add_outlet",
        "contacts.change_outlet",
        "contacts.view_outlet",
        "contacts.delete_outlet",
        *FIGURES,
        "contacts.add_journalist",
        "contacts.change_journalist",
        "contacts.view_journalist",
        "contacts.delete_journalist",
        "contacts.add_address",
        "contacts.change_address",
        "contacts.view_address",
        "contacts.delete_address",
        "contacts.add_distributionlist",
        "contacts.change_distributionlist",
        "contacts.view_distributionlist",
        "contacts.delete_distributionlist",
    ],
}
