"""Django's admin over a database of its own, for ASGI and for WSGI. Configured when imported."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.urls import path

FOLDER = tempfile.TemporaryDirectory(prefix="a11y-django-", ignore_cleanup_errors=True)
PASSWORD = "关爱模式2025"  # noqa: S105
CONTRIB = ("admin", "auth", "contenttypes", "sessions", "messages", "staticfiles")

settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": Path(FOLDER.name) / "db",
            # Requests come in threads; a write waits for the other one.
            "OPTIONS": {"timeout": 30, "transaction_mode": "IMMEDIATE"},
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[f"django.contrib.{name}" for name in CONTRIB],
    LANGUAGE_CODE="zh-hans",
    LOGGING_CONFIG=None,
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.gzip.GZipMiddleware",
        "django.middleware.http.ConditionalGetMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="tests only",  # noqa: S106
    STATIC_URL="static/",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    USE_TZ=True,
)
django.setup()

from django.contrib import admin  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.staticfiles.handlers import (  # noqa: E402
    ASGIStaticFilesHandler,
    StaticFilesHandler,
)
from django.core.asgi import get_asgi_application  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connections  # noqa: E402

PAGE = "<!DOCTYPE html><html><head><title>公告</title></head><body>" + "<p>正文</p>" * 1000


def notice(_: Any) -> HttpResponse:
    return HttpResponse(PAGE)


def stream(_: Any) -> StreamingHttpResponse:
    return StreamingHttpResponse(PAGE[at : at + 100] for at in range(0, len(PAGE), 100))


def download(_: Any) -> FileResponse:
    return FileResponse(Path(__file__).open("rb"), as_attachment=True, filename="下载.py")


def crash(_: Any) -> HttpResponse:
    raise ValueError("the page could not be made")


urlpatterns = [
    path("admin/", admin.site.urls),
    path("notice/", notice),
    path("stream/", stream),
    path("download/", download),
    path("crash/", crash),
]
asgi = ASGIStaticFilesHandler(get_asgi_application())
wsgi = StaticFilesHandler(get_wsgi_application())


def make_database() -> None:
    """The tables and one administrator, unless they are there."""
    call_command("migrate", verbosity=0)
    if not User.objects.filter(username="admin").exists():
        User.objects.create_superuser("admin", "admin@portal.example", PASSWORD)
    connections.close_all()
