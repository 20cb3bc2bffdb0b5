"""The application under the prefix: the toolbar's files, speech, words, health."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from importlib.resources import files
from pathlib import PurePath
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, Router

import a11y
from a11y.assets import Asset, packaged, packaged_parts
from a11y.errors import SettingsError
from a11y.preferences.form import SettingsForm
from a11y.speech.routes import routes as speech_routes
from a11y.speech.service import SpeechService
from a11y.words.routes import routes as words_routes
from a11y.words.service import WordsService

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from a11y.fixes import FixBook
    from a11y.settings import Settings
    from a11y.simple.view import SimpleView

# The hole that the build leaves for this site's settings. A name: the file stays a valid script.
CONFIG_NAME = b"__A11Y_CONFIG__"
# The toolbar's own default of kiosk_age (widget/src/toolbar.js).
_USUAL_AGE = 60
# The declaration of window.a11y, for a portal that is written in TypeScript.
TYPES_NAME = "a11y.d.ts"


class Site:
    """Our own pages of one portal.

    ``app`` is the ASGI application for every path below ``settings.prefix``; ``boot_path`` is the
    address that the inserted tag loads. ``counters`` are those of the middleware, shown by health.
    ``not_ready`` may be replaced: it says in one line why no requests should be sent here, or None.
    """

    def __init__(self, settings: Settings, counters: Counter[str]) -> None:
        self.settings = settings
        self.counters = counters
        self.speech = SpeechService(settings)
        self.words = WordsService(settings)
        self.fixes: FixBook | None = None
        self.simple = _simple_of(settings)
        self.not_ready: Callable[[], Awaitable[str | None]] = _always_ready
        self._early = Asset.of(packaged("early.js"))
        self._toolbar = Asset.of(packaged("toolbar.js"))
        # What the toolbar imports when it is used, by name: the build named these by their content.
        self._parts = {
            name: Asset.of(packaged(name), PurePath(name).suffix) for name in packaged_parts()
        }
        self._boot = Asset.of(packaged("boot.js").replace(CONFIG_NAME, self._config()))
        self._types = replace(
            Asset.of(packaged(TYPES_NAME)), media_type="text/plain; charset=utf-8"
        )
        self._skip_sheet = Asset.of((files("a11y") / "fixes" / "skip.css").read_bytes(), ".css")
        self.boot_path = f"{settings.prefix}/boot.{self._boot.digest}.js"
        self.app = Starlette(
            routes=[Mount(settings.prefix, self._router())],
            exception_handlers={HTTPException: _plain_error},
        )
        self.app.router.redirect_slashes = False

    def _router(self) -> Router:
        # A slash too many is a 404, not a redirect to an address that we would have to make up.
        return Router(
            [
                Route("/boot.{digest}.js", self._serve_boot),
                Route("/early.{digest}.js", self._serve_early),
                Route("/toolbar.{digest}.js", self._serve_toolbar),
                Route("/skip.{digest}.css", self._serve_skip_sheet),
                Route("/simple.{digest}.css", self._serve_simple_sheet),
                Route("/{part}.js", self._serve_part),
                Route("/{part}.svg", self._serve_part),
                Route(f"/{TYPES_NAME}", self._serve_types),
                *SettingsForm(self.settings).routes(),
                Route("/health", self._serve_health),
                Route("/health/live", self._serve_live),
                Route("/health/ready", self._serve_ready),
                Mount("/speech", Router(speech_routes(self.speech), redirect_slashes=False)),
                Mount("/words", Router(words_routes(self.words), redirect_slashes=False)),
            ],
            redirect_slashes=False,
        )

    def files(self) -> dict[str, bytes]:
        """The toolbar's files by path, for a server that serves them without us."""
        parts = {f"{self.settings.prefix}/{name}": part for name, part in self._parts.items()}
        named = {
            self.boot_path: self._boot,
            self._early_path: self._early,
            self._toolbar_path: self._toolbar,
            f"{self.settings.prefix}/{TYPES_NAME}": self._types,
        }
        return {path: asset.body for path, asset in (named | parts).items()}

    @property
    def skip_sheet(self) -> str:
        """The name of the style sheet of skip links, below the prefix."""
        return f"skip.{self._skip_sheet.digest}.css"

    @property
    def _early_path(self) -> str:
        return f"{self.settings.prefix}/early.{self._early.digest}.js"

    @property
    def _toolbar_path(self) -> str:
        return f"{self.settings.prefix}/toolbar.{self._toolbar.digest}.js"

    async def aclose(self) -> None:
        """Stop the speech engine. The site answers no further speech."""
        await self.words.aclose()
        await self.speech.aclose()

    def _config(self) -> bytes:
        """What boot.js must know, as a JavaScript literal in ASCII (no ``</script>`` can occur)."""
        settings = self.settings
        config: dict[str, object] = {
            "version": a11y.__version__,
            # Relative to boot.js itself, which alone knows where an application is mounted.
            "early": f"./{self._early_path.rpartition('/')[2]}",
            "toolbar": f"./{self._toolbar_path.rpartition('/')[2]}",
            "language": settings.language,
            "speech": self.speech.available,
            "words": [operation for operation, offered in self.words.offers.items() if offered],
        }
        # Every page loads boot.js: what is as usual is not said.
        if settings.speech_prefer != "server":
            config["prefer"] = settings.speech_prefer
        if settings.corner != "bottom-right":
            config["corner"] = settings.corner
        if settings.cookie_domain:
            config["domain"] = settings.cookie_domain
        if settings.kiosk_seconds:
            config["kiosk"] = settings.kiosk_seconds
        if settings.kiosk_age != _USUAL_AGE:
            config["age"] = settings.kiosk_age
        if self.simple is not None:
            config["simple"] = True
        return json.dumps(config, separators=(",", ":")).replace("<", "\\u003c").encode("ascii")

    async def _serve_boot(self, request: Request) -> Response:
        return self._boot.respond(request)

    async def _serve_early(self, request: Request) -> Response:
        return self._early.respond(request)

    async def _serve_part(self, request: Request) -> Response:
        part = self._parts.get(request.url.path.rpartition("/")[2])
        if part is None:
            raise HTTPException(404)
        return part.respond(request, named_by_content=True)

    async def _serve_skip_sheet(self, request: Request) -> Response:
        return self._skip_sheet.respond(request)

    async def _serve_simple_sheet(self, request: Request) -> Response:
        if self.simple is None:
            raise HTTPException(404)
        return self.simple.sheet.respond(request)

    async def _serve_toolbar(self, request: Request) -> Response:
        return self._toolbar.respond(request)

    async def _serve_types(self, request: Request) -> Response:
        return self._types.respond(request)

    async def _serve_health(self, _: Request) -> Response:
        content: dict[str, object] = {
            "status": "ok",
            "version": a11y.__version__,
            "speech": self.speech.engine_name or "browser",
            "engines": self.speech.engine_states,
            "pages": dict(self.counters),
        }
        if self.fixes is not None:
            content["fixes"] = dict(self.fixes.counters)
        return JSONResponse(content, headers={"cache-control": "no-store"})

    async def _serve_live(self, _: Request) -> Response:
        return PlainTextResponse("ok\n", headers={"cache-control": "no-store"})

    async def _serve_ready(self, _: Request) -> Response:
        reason = await self.not_ready()
        return PlainTextResponse(
            f"{reason or 'ready'}\n",
            status_code=503 if reason else 200,
            headers={"cache-control": "no-store"},
        )


def _simple_of(settings: Settings) -> SimpleView | None:
    if not settings.simple:
        return None
    # Not before: who has no simple view needs no parser.
    try:
        from a11y.simple.view import SimpleView

        return SimpleView(settings)
    except ImportError as error:
        raise SettingsError("simple = true needs: pip install 'a11y-care[simple]'") from error


async def _always_ready() -> str | None:
    return None


async def _plain_error(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = dict(getattr(error, "headers", None) or {})
    headers |= {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    return PlainTextResponse(f"{status}\n", status_code=status, headers=headers)
