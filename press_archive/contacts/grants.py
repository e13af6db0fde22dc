"""Who reads and who keeps the press list."""

from cms.core.roles import Role

GRANTS = {
    Role.EDITOR: ["contacts.view_outlet", "contacts.view_journalist", "contacts.view_distributionlist"],
    Role.DIRECTOR: ["contacts.view_outlet", "contacts.view_journalist", "contacts.view_distributionlist"],
    Role.ADMINISTRATOR: [
        "contacts.add_outlet",
        "contacts.change_outlet",
        "contacts.view_outlet",
        "contacts.delete_outlet",
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
