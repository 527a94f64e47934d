"""The page's own addresses: what it shows a person, and what they do, as JSON."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.workspace import people
from bot.workspace.company import BOT_USER, TEAM, Person
from bot.workspace.errors import PageError
from bot.workspace.hub import Hub
from bot.workspace.state import Conversation

Json = dict[str, Any]
Moved = Callable[[], Awaitable[None]]


class PageApi:
    """Answers everything under /local/."""

    def __init__(self, hub: Hub, *, clock_moved: Moved, reset: Moved) -> None:
        self._hub = hub
        self._clock_moved = clock_moved
        self._reset = reset

    def routes(self) -> list[web.RouteDef]:
        """List the addresses."""
        person = "/local/people/{p}"
        place = person + "/conversations/{c}"
        message = place + "/messages/{ts}"
        return [
            web.get("/local/workspace", self.workspace),
            web.get("/local/wire", self.wire),
            web.post("/local/clock", self.clock),
            web.post("/local/reset", self.reset),
            web.get(person + "/changes", self.changes),
            web.get(person + "/conversations", self.conversations),
            web.post(person + "/conversations", self.open),
            web.get(place + "/messages", self.messages),
            web.post(place + "/messages", self.say),
            web.get(message + "/replies", self.replies),
            web.post(message + "/edit", self.edit),
            web.post(message + "/delete", self.delete),
            web.post(place + "/reactions", self.react),
            web.post(place + "/join", self.join),
            web.post(place + "/leave", self.leave),
            web.post(place + "/invite", self.invite),
            web.post(person + "/commands", self.command),
            web.post(person + "/shortcuts", self.shortcut),
            web.post(person + "/actions", self.press),
            web.post(person + "/options", self.options),
            web.get(person + "/views", self.views),
            web.post(person + "/views/{v}/inputs", self.inputs),
            web.post(person + "/views/{v}/submit", self.submit),
            web.post(person + "/views/{v}/close", self.close),
            web.get(person + "/home", self.home),
            web.post(person + "/home", self.open_home),
        ]

    async def workspace(self, _request: web.Request) -> web.Response:
        """Describe the workspace, its people, and what can be typed."""
        hub, company = self._hub, self._hub.state.company
        return web.json_response(
            {
                "team": {"id": TEAM, "name": company.name, "tz": company.tz},
                "bot": {"user_id": BOT_USER, "name": "Potluck", "connected": hub.links.connected},
                "people": [self._person(each) for each in hub.state.people.values()],
                "commands": hub.manifest.commands,
                "shortcuts": hub.manifest.shortcuts,
                "clock": {"now": hub.clock.time(), "moved": hub.clock.moved},
            }
        )

    async def wire(self, _request: web.Request) -> web.Response:
        """Show what went over the wire."""
        return web.json_response({"frames": list(self._hub.wire.frames)})

    async def clock(self, request: web.Request) -> web.Response:
        """Move the clock, and let the bot do what is due then."""
        wanted, clock = await _body(request), self._hub.clock
        try:
            if wanted.get("now"):
                clock.set_back()
            else:
                clock.set(float(wanted["to"]) if "to" in wanted else clock.time() + float(wanted["add"]))
        except (KeyError, TypeError, ValueError, OverflowError, OSError) as error:
            raise PageError("That is no time the clock can show.") from error
        self._hub.changes.tell("clock")
        await self._clock_moved()
        return web.json_response({"now": clock.time()})

    async def reset(self, _request: web.Request) -> web.Response:
        """Begin again, the bot's memory included."""
        self._hub.reset()
        await self._reset()
        return web.json_response({})

    async def changes(self, request: web.Request) -> web.StreamResponse:
        """Keep a page up to date with server-sent events."""
        person = self._hub.person(request.match_info["p"])
        stream = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await stream.prepare(request)
        try:
            async for line in self._hub.changes.watch(person.id):
                await stream.write(line.encode())
        except ConnectionError:
            pass
        return stream

    async def conversations(self, request: web.Request) -> web.Response:
        """List what a person is in, and the public channels they could join."""
        person = self._hub.person(request.match_info["p"])
        found = [
            each
            for each in self._hub.state.conversations.values()
            if person.id in each.members or (each.kind == "channel" and not person.limited)
        ]
        return web.json_response([self._conversation(each, person) for each in found])

    async def open(self, request: web.Request) -> web.Response:
        """Open a direct message or a group's."""
        person, body = self._hub.person(request.match_info["p"]), await _body(request)
        wanted = [str(each) for each in body["users"]] if isinstance(body["users"], list) else []
        others = [self._hub.state.people.get(each) for each in wanted]
        if not others or any(other is None or other.deleted for other in others):
            raise PageError("Somebody of these is not here any more.")
        conversation = self._hub.state.direct([person.id, *wanted])
        self._hub.changes.tell("conversations")
        return web.json_response({"id": conversation.id})

    async def messages(self, request: web.Request) -> web.Response:
        """Show a conversation, with what is whispered to this person."""
        person, conversation = self._place(request)
        shown = self._hub.state.top_level(conversation)
        whispered = self._hub.state.ephemerals.get((conversation.id, person.id), [])
        merged = sorted([*shown, *(each for each in whispered if "thread_ts" not in each)], key=_moment)
        if shown and conversation.read.get(person.id, "0") < shown[-1]["ts"]:
            conversation.read[person.id] = shown[-1]["ts"]
            self._hub.state.keep(conversation)
            self._hub.changes.tell("conversations", person=person.id)
        return web.json_response({"messages": [_public(each) for each in merged]})

    async def replies(self, request: web.Request) -> web.Response:
        """Show a thread."""
        person, conversation = self._place(request)
        ts = request.match_info["ts"]
        whispered = self._hub.state.ephemerals.get((conversation.id, person.id), [])
        inside = [each for each in whispered if each.get("thread_ts") == ts]
        thread = sorted([*self._hub.state.thread(conversation, ts), *inside], key=_moment)
        return web.json_response({"messages": [_public(each) for each in thread]})

    async def say(self, request: web.Request) -> web.Response:
        """Post a message."""
        person, conversation = self._place(request)
        body = await _body(request)
        text = str(body.get("text", ""))
        posted = await people.say(self._hub, person, conversation, text, _word(body, "thread_ts"))
        return web.json_response({"message": _public(posted)})

    async def edit(self, request: web.Request) -> web.Response:
        """Change one's own message."""
        conversation, message = self._own_message(request)
        text = str((await _body(request)).get("text", ""))
        if not text.strip():
            raise PageError("There is nothing left of the message. Delete it instead.")
        edited = {"user": message["user"], "ts": self._hub.state.new_ts()}
        await self._hub.change(conversation, message, text=people.escaped(text), edited=edited)
        return web.json_response({})

    async def delete(self, request: web.Request) -> web.Response:
        """Delete one's own message."""
        await self._hub.remove(*self._own_message(request))
        return web.json_response({})

    async def react(self, request: web.Request) -> web.Response:
        """Add a reaction, or take it back."""
        person, conversation = self._place(request)
        body = await _body(request)
        message = self._hub.message(conversation, str(body["ts"]))
        await self._hub.react(conversation, message, str(body["name"]), person.id, on=bool(body["on"]))
        return web.json_response({})

    async def join(self, request: web.Request) -> web.Response:
        """Join a channel."""
        person, conversation = self._place(request)
        await people.set_membership(self._hub, conversation, person.id, present=True)
        return web.json_response({})

    async def leave(self, request: web.Request) -> web.Response:
        """Leave a channel."""
        person, conversation = self._place(request)
        await people.set_membership(self._hub, conversation, person.id, present=False)
        return web.json_response({})

    async def invite(self, request: web.Request) -> web.Response:
        """Bring somebody, or the bot, into a channel one is in."""
        person, conversation = self._place(request)
        user = (await _body(request)).get("user")
        if person.id not in conversation.members or user not in self._hub.state.people:
            raise PageError("You can invite people to channels you are in.")
        await people.set_membership(self._hub, conversation, user, present=True)
        return web.json_response({})

    async def command(self, request: web.Request) -> web.Response:
        """Send a slash command."""
        person, body = self._hub.person(request.match_info["p"]), await _body(request)
        conversation = self._hub.conversation(str(body["channel"]), person.id)
        await people.command(self._hub, person, conversation, str(body["text"]))
        return web.json_response({})

    async def shortcut(self, request: web.Request) -> web.Response:
        """Use a shortcut."""
        person, body = self._hub.person(request.match_info["p"]), await _body(request)
        channel = _word(body, "channel")
        conversation = self._hub.conversation(channel, person.id) if channel else None
        await people.shortcut(self._hub, person, body["callback_id"], conversation, _word(body, "ts"))
        return web.json_response({})

    async def press(self, request: web.Request) -> web.Response:
        """Use an element."""
        person, body = self._hub.person(request.match_info["p"]), await _body(request)
        await people.press(
            self._hub, person, _container(body), body["block_id"], body["action_id"], body.get("value")
        )
        return web.json_response({"ok": True})

    async def options(self, request: web.Request) -> web.Response:
        """Ask for an external select's options."""
        person, body = self._hub.person(request.match_info["p"]), await _body(request)
        found = await people.suggest(
            self._hub,
            person,
            _container(body),
            body["block_id"],
            body["action_id"],
            str(body.get("value", "")),
        )
        return web.json_response(found)

    async def views(self, request: web.Request) -> web.Response:
        """Show a person's open windows."""
        person = self._hub.person(request.match_info["p"])
        return web.json_response({"views": self._windows(person)})

    async def inputs(self, request: web.Request) -> web.Response:
        """Keep what is typed so far."""
        person = self._hub.person(request.match_info["p"])
        people.remember(self._hub, person, request.match_info["v"], (await _body(request))["values"])
        return web.json_response({})

    async def submit(self, request: web.Request) -> web.Response:
        """Send a form."""
        person = self._hub.person(request.match_info["p"])
        values = (await _body(request)).get("values", {})
        errors = await people.submit(self._hub, person, request.match_info["v"], values)
        return web.json_response({"views": self._windows(person), "errors": errors})

    async def close(self, request: web.Request) -> web.Response:
        """Close a window, or all."""
        person = self._hub.person(request.match_info["p"])
        everything = bool((await _body(request)).get("all"))
        await people.close(self._hub, person, request.match_info["v"], everything=everything)
        return web.json_response({"views": self._windows(person)})

    async def home(self, request: web.Request) -> web.Response:
        """Show the app's Home tab as it is."""
        person = self._hub.person(request.match_info["p"])
        return web.json_response({"view": self._hub.state.homes.get(person.id)})

    async def open_home(self, request: web.Request) -> web.Response:
        """Open the app's Home or Messages tab, which the bot hears of."""
        person = self._hub.person(request.match_info["p"])
        tab = "messages" if (await _body(request)).get("tab") == "messages" else "home"
        return web.json_response({"view": await people.open_home(self._hub, person, tab)})

    def _place(self, request: web.Request) -> tuple[Person, Conversation]:
        person = self._hub.person(request.match_info["p"])
        return person, self._hub.conversation(request.match_info["c"], person.id)

    def _own_message(self, request: web.Request) -> tuple[Conversation, Json]:
        person, conversation = self._place(request)
        message = self._hub.message(conversation, request.match_info["ts"])
        if message.get("user") != person.id:
            raise PageError("This message is somebody else's.", status=403)
        return conversation, message

    def _windows(self, person: Person) -> list[Json]:
        return [window.public() for window in self._hub.modals.stack(person.id)]

    def _person(self, person: Person) -> Json:
        now = self._hub.clock.now()
        return {
            "id": person.id,
            "name": person.name,
            "real_name": person.real_name,
            "title": person.title,
            "team": person.team,
            "tz": person.tz,
            "tz_offset": person.tz_offset(now),
            "color": person.color,
            "is_bot": person.is_bot,
            "deleted": person.deleted,
            "is_restricted": person.is_restricted,
            "external": person.external,
        }

    def _conversation(self, conversation: Conversation, person: Person) -> Json:
        others = [
            self._hub.state.people[each].real_name for each in conversation.members if each != person.id
        ]
        direct = conversation.kind in {"im", "mpim"}
        read = conversation.read.get(person.id, "0")
        unread = [
            each
            for each in self._hub.state.top_level(conversation)
            if each["ts"] > read and each.get("user") != person.id
        ]
        return {
            "id": conversation.id,
            "kind": conversation.kind,
            "name": ", ".join(others) if direct else conversation.name,
            "topic": conversation.topic,
            "members": conversation.members,
            "member": person.id in conversation.members,
            "unread": len(unread) if person.id in conversation.members else 0,
            "archived": conversation.archived,
            "shared": self._hub.state.shared(conversation),
        }


def _moment(message: Json) -> str:
    ts: str = message["ts"]
    return ts


def _public(message: Json) -> Json:
    return {name: part for name, part in message.items() if name != "metadata"}


def _word(body: Json, name: str) -> str | None:
    return str(body[name]) if body.get(name) else None


def _container(body: Json) -> Json:
    container = body["container"]
    if not isinstance(container, dict):
        raise PageError("What is used stands in a message, a window or the Home tab.")
    return {name: str(value) for name, value in container.items()}


async def _body(request: web.Request) -> Json:
    try:
        body = await request.json()
    except ValueError as error:
        raise PageError("This is no JSON.") from error
    if not isinstance(body, dict):
        raise PageError("This is no JSON object.")
    return body
