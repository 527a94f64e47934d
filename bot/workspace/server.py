"""The workspace's HTTP server: routes, the page's files, and who may talk to it."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from bot.workspace import api_files, people
from bot.workspace.api import Api
from bot.workspace.errors import ApiError, PageError
from bot.workspace.hub import Hub
from bot.workspace.page_api import PageApi

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

PAGE = Path(__file__).with_name("page")
HOSTS = {"127.0.0.1", "localhost", "::1"}
LARGEST_BODY = 1_000_000
SAFETY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data: https:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def build(hub: Hub, api: Api, page_api: PageApi) -> web.Application:
    """Put the server together."""
    app = web.Application(middlewares=[_only_this_machine, _explain], client_max_size=LARGEST_BODY)
    app.add_routes(page_api.routes())
    app.router.add_route("*", "/api/{method}", api.serve)
    app.router.add_get("/socket/", hub.links.serve)
    app.add_routes(api_files.routes(hub))
    app.router.add_post("/response/{token}", _responses(hub))
    app.router.add_get("/", _index)
    app.router.add_static("/page", PAGE)
    app.on_response_prepare.append(_be_safe)
    return app


@web.middleware
async def _only_this_machine(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse other hosts' names (rebinding), other pages' requests, and forms that pose as JSON."""
    if _port(f"//{request.host}") is None:
        return web.Response(status=403, text="This address answers to this machine only.")
    origin = request.headers.get("Origin")
    if origin is not None and _port(origin) != _port(f"//{request.host}"):
        return web.Response(status=403, text="Another page may not do this.")
    posted = request.method == "POST" and request.path.startswith("/local/")
    if posted and request.content_type != "application/json":
        return web.Response(status=415, text="This address takes JSON.")
    return await handler(request)


@web.middleware
async def _explain(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except PageError as error:
        return web.json_response({"error": error.message}, status=error.status)
    except KeyError as error:
        return web.json_response({"error": f"{error.args[0]} is missing."}, status=400)


def _port(address: str) -> int | None:
    """Give the port of an address on this machine; None for any other."""
    try:
        host, port = urlsplit(address).hostname, urlsplit(address).port
    except ValueError:
        return None
    return port or 80 if host in HOSTS else None


async def _index(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html")


async def _be_safe(_request: web.Request, response: web.StreamResponse) -> None:
    for name, value in SAFETY.items():
        response.headers.setdefault(name, value)


def _responses(hub: Hub) -> Handler:
    async def respond(request: web.Request) -> web.Response:
        """Take what the bot sends to a response_url."""
        try:
            answer = hub.redeem(request.match_info["token"])
            content = json.loads(await request.text())
            conversation = hub.state.conversations[answer.conversation]
            await people.answer(hub, answer.person, conversation, content, answer.message)
        except ApiError as error:
            return web.json_response({"ok": False, "error": error.error}, status=404)
        except ValueError:
            return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
        return web.Response(text="ok")

    return respond
