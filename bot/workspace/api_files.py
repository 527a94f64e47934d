"""Web API: a file is given in two steps: ask where to send the bytes, then say where it goes."""

import secrets
from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable
from mimetypes import guess_type
from pathlib import PurePath
from typing import Any

from aiohttp import web

from bot.workspace import payloads
from bot.workspace.api import Entry, required
from bot.workspace.api_chat import target
from bot.workspace.company import BOT_USER, TEAM
from bot.workspace.errors import ApiError, PageError
from bot.workspace.hub import Hub

Json = dict[str, Any]

KIND = "file"
"""What files are called in the workspace's store."""

LARGEST = 900_000
"""Bytes in a file; more is for real Slack."""


async def upload_url(hub: Hub, arguments: Json) -> Json:
    """files.getUploadURLExternal."""
    name = PurePath(str(required(arguments, "filename"))).name
    length = str(required(arguments, "length"))
    if not length.isdigit() or not 0 < int(length) <= LARGEST:
        raise ApiError("invalid_arguments")
    file_id = hub.state.new_id("F")
    token = secrets.token_urlsafe(18)
    kept = {
        "id": file_id,
        "name": name,
        "size": int(length),
        "token": token,
        "created": int(hub.clock.time()),
    }
    hub.state.store.put(KIND, file_id, kept)
    return {"upload_url": f"{hub.url}/upload/{file_id}/{token}", "file_id": file_id}


async def complete(hub: Hub, arguments: Json) -> Json:
    """files.completeUploadExternal."""
    given = required(arguments, "files")
    if not isinstance(given, list) or not all(isinstance(each, dict) and "id" in each for each in given):
        raise ApiError("invalid_arguments")
    channel = arguments.get("channel_id") or arguments.get("channels")
    conversation = target(hub, str(channel)) if channel else None
    files = [_described(hub, _kept(hub, each["id"]), each.get("title")) for each in given]
    if conversation is not None:
        message = payloads.bot_message(str(arguments.get("initial_comment") or ""), None)
        message |= {"files": files, "upload": True, "subtype": "file_share"}
        if arguments.get("thread_ts"):
            message["thread_ts"] = str(arguments["thread_ts"])
        await hub.post(conversation, message)
    return {"files": files}


def routes(hub: Hub) -> list[web.RouteDef]:
    """Give the addresses at which bytes are taken, and given out again."""
    return [
        web.post("/upload/{file}/{token}", _taking(hub)),
        web.get("/files/{file}/{name}", _giving(hub)),
    ]


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _taking(hub: Hub) -> Handler:
    async def take(request: web.Request) -> web.StreamResponse:
        kept = hub.state.store.every(KIND).get(request.match_info["file"])
        if kept is None or kept["token"] != request.match_info["token"]:
            return web.Response(status=404, text="There is nothing to upload here.")
        content = await _bytes(request)
        if len(content) != kept["size"]:
            return web.Response(status=400, text="This is not as long as was said.")
        hub.state.store.put(KIND, kept["id"], {**kept, "content": b64encode(content).decode()})
        return web.Response(text=f"OK - {len(content)}")

    return take


def _giving(hub: Hub) -> Handler:
    async def give(request: web.Request) -> web.StreamResponse:
        kept = hub.state.store.every(KIND).get(request.match_info["file"])
        if kept is None or "content" not in kept:
            raise PageError("There is no such file.", status=404)
        headers = {"Content-Disposition": f'attachment; filename="{_safe(kept["name"])}"'}
        return web.Response(
            body=b64decode(kept["content"]), content_type=_type(kept["name"]), headers=headers
        )

    return give


async def _bytes(request: web.Request) -> bytes:
    """Take what was sent, as the body itself or as a form's file."""
    if request.content_type != "multipart/form-data":
        return await request.read()
    for part in (await request.post()).values():
        if isinstance(part, web.FileField):
            return part.file.read()
    return b""


def _kept(hub: Hub, file_id: str) -> Json:
    kept: Json | None = hub.state.store.every(KIND).get(file_id)
    if kept is None or "content" not in kept:
        raise ApiError("file_not_found")
    return kept


def _described(hub: Hub, kept: Json, title: str | None) -> Json:
    """Describe a file as Slack's messages carry it."""
    ending = PurePath(kept["name"]).suffix.lstrip(".")
    address = f"{hub.url}/files/{kept['id']}/{kept['name']}"
    return {
        "id": kept["id"],
        "created": kept["created"],
        "timestamp": kept["created"],
        "name": kept["name"],
        "title": title or kept["name"],
        "mimetype": _type(kept["name"]),
        "filetype": ending,
        "pretty_type": ending.upper(),
        "user": BOT_USER,
        "user_team": TEAM,
        "editable": False,
        "size": kept["size"],
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": False,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": address,
        "url_private_download": address,
        "permalink": address,
        "file_access": "visible",
    }


def _type(name: str) -> str:
    return guess_type(name)[0] or "application/octet-stream"


def _safe(name: str) -> str:
    return "".join(letter for letter in name if letter.isascii() and (letter.isalnum() or letter in " ._-"))


METHODS = {
    "files.getUploadURLExternal": Entry(upload_url, "files:write"),
    "files.completeUploadExternal": Entry(complete, "files:write"),
}
