"""Who sees and who works off the queue of social networks."""

from cms.core.roles import Role

GRANTS = {
    Role.SOCIAL_EDITOR: ["social.view_socialpost", "social.change_socialpost"],
    Role.DIRECTOR: ["social.view_socialpost"],
    Role.ADMINISTRATOR: ["social.view_socialpost", "social.change_socialpost"],
}
