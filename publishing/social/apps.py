from django.apps import AppConfig


class SocialConfig(AppConfig):
    name = "publishing.social"
    label = "social"
    verbose_name = "Sosyal medya"
