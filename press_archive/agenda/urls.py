"""Public addresses of press events."""

from django.urls import path

from press_archive.agenda import views

urlpatterns = [
    path("basin/takvim/", views.calendar, name="agenda_calendar"),
    path("basin/takvim.ics", views.calendar_file, name="agenda_calendar_ics"),
    path("basin/etkinlik/<int:pk>-<slug:slug>/", views.event, name="agenda_event"),
    path("basin/etkinlik/<int:pk>.ics", views.event_file, name="agenda_event_ics"),
    path("basin/davet/<str:token>/", views.invitation, name="agenda_invitation"),
    path("basin/davet/<str:token>.ics", views.invitation_file, name="agenda_invitation_ics"),
    path("abonelik/ziyaretler/<str:token>.ics", views.mayor_feed, name="agenda_mayor_feed"),
]
