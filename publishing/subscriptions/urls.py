"""Public addresses of the subscriptions."""

from django.urls import path

from publishing.subscriptions import views

app_name = "subscriptions"
urlpatterns = [
    path("", views.subscribe, name="subscribe"),
    path("istendi/", views.asked, name="asked"),
    path("onay/<uuid:token>/", views.confirm, name="confirm"),
    path("istemiyorum/<uuid:token>/", views.refuse, name="refuse"),
    path("konular/<uuid:token>/", views.change, name="change"),
    path("birak/<uuid:token>/", views.leave, name="leave"),
]
