from django.db import models


class Tent(models.Model):
    """Something on a fair."""

    name = models.CharField(max_length=40)

    class Meta:
        app_label = "small_app"
        permissions = [("pitch_tent", "Can pitch a tent")]
