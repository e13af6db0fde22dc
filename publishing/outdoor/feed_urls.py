"""The secret address for calendar programs: the only one of the outdoor places that asks for no sign-in."""

from django.urls import path

from publishing.outdoor import views

urlpatterns = [path("<str:token>.ics", views.feed, name="outdoor_feed")]
