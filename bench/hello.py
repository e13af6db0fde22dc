"""Django without anything: one view that says hello, under gunicorn as ours runs. The slow end of a scale."""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello", content_type="text/plain")


LENGTH = "django.middleware.common.CommonMiddleware"  # clients with open lines want the length of an answer
urlpatterns = [path("", hello)]
settings.configure(SECRET_KEY="bench", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[LENGTH], USE_TZ=True)
application = get_wsgi_application()
