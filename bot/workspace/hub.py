"""The workspace as a whole: what happens in it is kept, shown in the pages, and told to the bot."""

import asyncio
import secrets
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from bot.workspace import payloads
from bot.workspace.changes import Changes
from bot.workspace.clock import Clock
from bot.workspace.company import BOT_USER, Person
from bot.workspace.errors import ApiError, PageError
from bot.workspace.manifest import Manifest
from bot.workspace.modals import Modals
from bot.workspace.socket_mode import Links
from bot.workspace.state import Conversation, State
from bot.workspace.wire import Wire

Json = dict[str, Any]

RESPONSE_USES = 5
RESPONSE_SECONDS = 30 * 60
MESSAGE_EVENTS = {
    "channel": "message.channels",
    "private": "message.groups",
    "im": "message.im",
    "mpim": "message.mpim",
}
CHANNEL_TYPES = {"channel": "channel", "private": "group", "im": "im", "mpim": "mpim"}


@dataclass
class Answer:
    """A response_url: for whom, where, about which message, and how often it was used."""

    person: str
    conversation: str
    message: Json | None
    given: float = field(default_factory=time.monotonic)
    uses: int = 0


class Hub:
    """Everything the Web API and the pages act on."""

    def __init__(
        self, state: State, clock: Clock, changes: Changes, wire: Wire, links: Links, manifest: Manifest
    ) -> None:
        self.state = state
        self.clock = clock
        self.changes = changes
        self.wire = wire
        self.links = links
        self.manifest = manifest
        self.modals = Modals()
        self.url = ""
        self._answers: dict[str, Answer] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def person(self, user_id: str) -> Person:
        """Find somebody who can use the page."""
        person = self.state.people.get(user_id)
        if person is None or not person.present:
            raise PageError("There is nobody of that name who could use this page.", status=404)
        return person

    def conversation(self, conversation_id: str, user_id: str) -> Conversation:
        """Find a conversation that somebody may see."""
        found = self.state.conversations.get(conversation_id)
        if found is None or (found.kind != "channel" and user_id not in found.members):
            raise PageError("There is no such conversation here.", status=404)
        return found

    def message(self, conversation: Conversation, ts: str) -> Json:
        """Find a message that is still there."""
        found = self.state.messages[conversation.id].get(ts)
        if found is None:
            raise PageError("This message is not there any more.", status=404)
        return found

    async def post(self, conversation: Conversation, message: Json) -> Json:
        """Put a message in: kept, shown, and told to the bot."""
        posted = self.state.post(conversation, message)
        if "user" in posted:
            conversation.read[posted["user"]] = posted["ts"]
        self.changes.tell("conversation", conversation.id)
        self.changes.tell("conversations")
        await self.tell_message(conversation, payloads.message_event(posted))
        return posted

    async def change(self, conversation: Conversation, message: Json, **parts: Any) -> None:
        """Change a message in place."""
        before = dict(message)
        message.update(parts)
        self.state.save(conversation, message)
        self.changes.tell("conversation", conversation.id)
        event = {"type": "message", "subtype": "message_changed", "hidden": True}
        event |= {
            "message": payloads.message_event(message),
            "previous_message": payloads.message_event(before),
            "ts": self.state.new_ts(),
        }
        await self.tell_message(conversation, event)

    async def remove(self, conversation: Conversation, message: Json) -> None:
        """Take a message out."""
        self.state.delete(conversation, message)
        self.changes.tell("conversation", conversation.id)
        event = {"type": "message", "subtype": "message_deleted", "hidden": True}
        event |= {"deleted_ts": message["ts"], "previous_message": payloads.message_event(message)}
        event |= {"ts": self.state.new_ts()}
        await self.tell_message(conversation, event)

    def whisper(self, conversation: Conversation, user_id: str, message: Json) -> Json:
        """Show a message to one person alone."""
        message = {"type": "message", "ts": self.state.new_ts(), **message, "ephemeral": True}
        self.state.ephemerals.setdefault((conversation.id, user_id), []).append(message)
        self.changes.tell("conversation", conversation.id, person=user_id)
        return message

    async def react(
        self, conversation: Conversation, message: Json, name: str, user_id: str, *, on: bool
    ) -> bool:
        """Add or take back a reaction; tell whether that changed anything."""
        reactions: list[Json] = [*message.get("reactions", [])]
        entry = next((each for each in reactions if each["name"] == name), None)
        if on == (entry is not None and user_id in entry["users"]):
            return False
        if entry is None:
            entry = {"name": name, "users": [], "count": 0}
            reactions.append(entry)
        entry["users"] = (
            [*entry["users"], user_id] if on else [each for each in entry["users"] if each != user_id]
        )
        entry["count"] = len(entry["users"])
        message["reactions"] = [each for each in reactions if each["users"]]
        if not message["reactions"]:
            del message["reactions"]
        self.state.save(conversation, message)
        self.changes.tell("conversation", conversation.id)
        event = payloads.reaction_event(conversation.id, message, name, user_id, self.state.new_ts(), on=on)
        await self.tell(event["type"], conversation, event)
        return True

    async def tell_message(self, conversation: Conversation, event: Json) -> None:
        """Tell the bot of a message, where it is and may hear."""
        place = {"channel": conversation.id, "channel_type": CHANNEL_TYPES[conversation.kind]}
        own = event.get("bot_id") or event.get("message", {}).get("bot_id")
        telling = self.tell(
            MESSAGE_EVENTS[conversation.kind], conversation, {**event, **place, "event_ts": event["ts"]}
        )
        if own:  # the bot posts from the thread that would have to acknowledge
            self.background(telling)
        else:
            await telling

    async def tell(self, subscription: str, conversation: Conversation | None, event: Json) -> None:
        """Send an event, if the app subscribed to it and is there."""
        present = conversation is None or BOT_USER in conversation.members
        if present and self.manifest.hears(subscription):
            shared = conversation is not None and self.state.shared(conversation)
            envelope = payloads.event_callback(event, self.clock.time(), shared=shared)
            await self.links.tell(event["type"], envelope)

    async def tell_of_channel(self, conversation: Conversation, what: str) -> None:
        """Send what happened to a channel, also to an app that has just left it."""
        event = payloads.channel_event(conversation, what, self.state.new_ts())
        await self.tell(event["type"], None, event)

    def background(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something happen beside what is going on."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def response_url(self, person: str, conversation: str, message: Json | None = None) -> str:
        """Give an address at which the bot may answer a few times."""
        token = secrets.token_urlsafe(18)
        self._answers[token] = Answer(person, conversation, message)
        return f"{self.url}/response/{token}"

    def redeem(self, token: str) -> Answer:
        """Take one use of a response_url."""
        answer = self._answers.get(token)
        if answer is None or time.monotonic() - answer.given > RESPONSE_SECONDS:
            raise ApiError("expired_url")
        answer.uses += 1
        if answer.uses > RESPONSE_USES:
            raise ApiError("used_url")
        return answer

    async def archive(self, channel_id: str, *, archived: bool, silently: bool) -> None:
        """Archive a channel, or bring it back; the app hears of it, unless its link was down."""
        conversation = self.state.conversations[channel_id]
        conversation.archived = archived
        self.state.keep(conversation)
        self.changes.tell("conversations")
        if not silently:
            await self.tell_of_channel(conversation, "archive" if archived else "unarchive")

    def make_private(self, channel_id: str) -> None:
        """Convert a public channel to a private one."""
        conversation = self.state.conversations[channel_id]
        conversation.kind = "private"
        self.state.keep(conversation)
        self.changes.tell("conversations")

    def reset(self) -> None:
        """Begin again; what happened before is told to nobody any more."""
        self.links.forget()
        self._answers.clear()
        self.modals.reset()
        self.state.reset()
        self.wire.frames.clear()
        self.changes.tell("reset")
