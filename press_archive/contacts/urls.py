"""Public addresses of the directory."""

from django.urls import path

from press_archive.contacts import views

app_name = "contacts"
urlpatterns = [path("<uuid:token>/", views.unsubscribe, name="unsubscribe")]
