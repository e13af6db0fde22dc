"""The secret address for calendar programs: the only one of the newsroom that asks for no sign-in."""

from django.urls import path

from publishing.newsroom import views

urlpatterns = [path("<str:token>.ics", views.calendar_feed, name="calendar_feed")]
