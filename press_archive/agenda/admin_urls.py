"""The office's screens of an event besides its editor."""

from django.urls import path

from press_archive.agenda import admin_views

app_name = "press_events"
urlpatterns = [
    path("<int:pk>/", admin_views.detail, name="detail"),
    path("<int:pk>/davet/", admin_views.invite, name="invite"),
    path("<int:pk>/davetliler.csv", admin_views.answers_file, name="answers_file"),
    path("<int:pk>/davet/<int:invitation_pk>/yanit/", admin_views.note_answer, name="note_answer"),
    path("<int:pk>/davet/<int:invitation_pk>/yeniden/", admin_views.write_again, name="write_again"),
]
