"""Care mode on a Django project, under WSGI and under ASGI.

Run it with ``python examples/django/app.py runserver 8000`` (needs ``pip install django``). A
project of several files does the same: settings stay as they are, care mode goes into its
``wsgi.py`` or ``asgi.py``.
"""

from __future__ import annotations

import os
import secrets
import sys

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.core.management import execute_from_command_line
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.urls import path

from a11y import A11yMiddleware, A11yWSGIMiddleware

PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>老年大学</title>
</head>
<body>
<header><a href="#a11y">关爱模式</a></header>
<main>
<h1>春季班招生</h1>
<p>书法、合唱、智能手机使用等12门课，3月18日起报名，学费每门60元，70周岁以上免费。</p>
%s
</main>
</body>
</html>
"""
FORM = """<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="%s">
<button>报名</button></form>"""

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["127.0.0.1", "localhost"],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.middleware.gzip.GZipMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
        ],
        ROOT_URLCONF=__name__,
        # A real project keeps its own, out of the repository.
        SECRET_KEY=os.environ.get("SECRET_KEY") or secrets.token_urlsafe(),
        WSGI_APPLICATION=f"{__name__}.wsgi",
    )


def home(request: HttpRequest) -> HttpResponse:
    """A page with a form; Django's check of its token goes on as before."""
    if request.method == "POST":
        return HttpResponse(PAGE % '<p role="status">报名成功。</p>')
    return HttpResponse(PAGE % (FORM % get_token(request)))


def courses(_: HttpRequest) -> JsonResponse:
    """Data: care mode leaves it alone."""
    return JsonResponse({"课程": ["书法", "合唱", "智能手机使用"]})


urlpatterns = [path("", home), path("courses.json", courses)]

# In a project's wsgi.py:
wsgi = A11yWSGIMiddleware(get_wsgi_application())
# In a project's asgi.py:
asgi = A11yMiddleware(get_asgi_application())

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
