"""What the workspace holds: people, conversations, messages, Home tabs; written through to its file."""

import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import Any

from bot.workspace import company
from bot.workspace.clock import Clock
from bot.workspace.company import BOT_USER, Company, Person
from bot.workspace.store import Store

Json = dict[str, Any]


@dataclass
class Conversation:
    """A channel (`channel` or `private`), a direct message (`im`) or a group's (`mpim`)."""

    id: str
    kind: str
    name: str
    members: list[str]
    topic: str = ""
    creator: str = ""
    archived: bool = False
    created: int = company.CREATED
    read: dict[str, str] = field(default_factory=dict)


class State:
    """Everything that a restart brings back, and the ephemeral messages that it does not."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store = store
        self.clock = clock
        self.company: Company = company.read()
        self.people: dict[str, Person] = {person.id: person for person in self.company.people}
        self.conversations: dict[str, Conversation] = {}
        self.messages: dict[str, dict[str, Json]] = {}
        self.homes: dict[str, Json] = {}
        self.ephemerals: dict[tuple[str, str], list[Json]] = {}
        self._numbers = count(1)
        self._last_ts = 0
        self._load()

    def reset(self) -> None:
        """Begin again with the company as it comes."""
        self.store.empty()
        self.clock.set_back()
        self._last_ts = 0
        self.people.update({person.id: person for person in self.company.people})
        for kept in (self.conversations, self.messages, self.homes, self.ephemerals):
            kept.clear()
        self._seed()

    def new_id(self, letter: str) -> str:
        """Make an id that nothing has yet."""
        return f"{letter}0{secrets.token_hex(5).upper()}"

    def new_ts(self, at: float | None = None) -> str:
        """Make a message's `ts`: the clock's moment, later than every one before."""
        moment = int((self.clock.time() if at is None else at) * 1_000_000)
        self._last_ts = max(moment, self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def post(self, conversation: Conversation, message: Json) -> Json:
        """Put a message into a conversation, or into the thread it names."""
        message = {"type": "message", "ts": message.get("ts") or self.new_ts(), **message}
        self.messages[conversation.id][message["ts"]] = message
        self.save(conversation, message)
        thread = message.get("thread_ts")
        if thread and thread != message["ts"]:
            self._count_reply(conversation, thread)
        return message

    def delete(self, conversation: Conversation, message: Json) -> None:
        """Take a message out."""
        del self.messages[conversation.id][message["ts"]]
        self.store.drop("message", f"{conversation.id}:{message['ts']}")
        thread = message.get("thread_ts")
        if thread and thread != message["ts"]:
            self._count_reply(conversation, thread)

    def save(self, conversation: Conversation, message: Json) -> None:
        """Keep a message as it is now."""
        self.store.put("message", f"{conversation.id}:{message['ts']}", message)

    def keep(self, conversation: Conversation) -> Conversation:
        """Keep a conversation as it is now."""
        self.conversations[conversation.id] = conversation
        self.messages.setdefault(conversation.id, {})
        self.store.put("conversation", conversation.id, asdict(conversation))
        return conversation

    def set_home(self, user_id: str, view: Json) -> None:
        """Keep somebody's Home tab."""
        self.homes[user_id] = view
        self.store.put("home", user_id, view)

    def top_level(self, conversation: Conversation) -> list[Json]:
        """List what stands in the conversation itself, oldest first."""
        every = self.messages[conversation.id].values()
        return [
            each
            for each in every
            if each.get("thread_ts", each["ts"]) == each["ts"] or each.get("subtype") == "thread_broadcast"
        ]

    def thread(self, conversation: Conversation, ts: str) -> list[Json]:
        """List a thread, its first message first."""
        every = self.messages[conversation.id].values()
        return [each for each in every if each["ts"] == ts or each.get("thread_ts") == ts]

    def shared(self, conversation: Conversation) -> bool:
        """Tell whether people of another company are in a conversation."""
        present = (self.people.get(each) for each in conversation.members)
        return any(person is not None and person.external for person in present)

    def direct(self, people: Iterable[str]) -> Conversation:
        """Find or open the conversation of exactly these people."""
        members = sorted(set(people))
        for conversation in self.conversations.values():
            if conversation.kind in {"im", "mpim"} and sorted(conversation.members) == members:
                return conversation
        kind = "im" if len(members) <= 2 else "mpim"  # noqa: PLR2004 - two make a direct message
        name = "" if kind == "im" else "mpdm-" + "--".join(self.people[each].name for each in members) + "-1"
        return self.keep(Conversation(self.new_id("D" if kind == "im" else "C"), kind, name, members))

    def _count_reply(self, conversation: Conversation, thread: str) -> None:
        parent = self.messages[conversation.id].get(thread)
        if parent is None:
            return
        replies = [each for each in self.thread(conversation, thread) if each["ts"] != thread]
        for name in ("thread_ts", "reply_count", "reply_users", "reply_users_count", "latest_reply"):
            parent.pop(name, None)
        if replies:
            users = list(dict.fromkeys(each.get("user", "") for each in replies))
            parent["thread_ts"] = thread
            parent["reply_count"] = len(replies)
            parent["reply_users"] = users
            parent["reply_users_count"] = len(users)
            parent["latest_reply"] = replies[-1]["ts"]
        self.save(conversation, parent)

    def _load(self) -> None:
        for value in self.store.every("conversation").values():
            self.conversations[value["id"]] = Conversation(**value)
            self.messages[value["id"]] = {}
        for name, message in self.store.every("message").items():
            self.messages[name.split(":")[0]][message["ts"]] = message
            self._last_ts = max(self._last_ts, int(message["ts"].replace(".", "")))
        self.homes = self.store.every("home")
        if not self.conversations:
            self._seed()

    def _seed(self) -> None:
        for channel in self.company.channels:
            kind = "private" if channel.get("private") else "channel"
            members = list(channel["members"])
            kept = Conversation(channel["id"], kind, channel["name"], members, channel["topic"], members[0])
            self.keep(kept)
        for person in self.company.people:
            if person.present:
                self.direct([person.id, BOT_USER])
        self._chat()

    def _chat(self) -> None:
        now = self.clock.now()
        lines = sorted(enumerate(self.company.chatter, 1), key=lambda line: company.said_at(line[1], now))
        stamps: dict[int, str] = {}
        for number, line in lines:
            stamps[number] = self.new_ts(company.said_at(line, now))
            message = {"user": line["user"], "text": line["text"], "ts": stamps[number]}
            if "answers" in line:
                message["thread_ts"] = stamps[line["answers"]]
            if "reactions" in line:
                message["reactions"] = [
                    {"name": name, "users": users, "count": len(users)}
                    for name, users in line["reactions"].items()
                ]
            self.post(self.conversations[line["channel"]], message)
        for conversation in self.conversations.values():
            latest = next(reversed(self.messages[conversation.id]), "0")
            conversation.read = dict.fromkeys(conversation.members, latest)
            self.keep(conversation)
