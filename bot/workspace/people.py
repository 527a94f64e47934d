"""What a person does in the page, and how the bot hears of it."""

import re
import uuid
from dataclasses import replace
from typing import Any

from bot.workspace import elements, payloads
from bot.workspace.api_chat import check_blocks
from bot.workspace.api_views import checked
from bot.workspace.company import BOT_USER, Person
from bot.workspace.errors import ApiError, PageError
from bot.workspace.hub import Hub
from bot.workspace.modals import Window
from bot.workspace.socket_mode import Ack
from bot.workspace.state import Conversation

Json = dict[str, Any]

LONGEST = 12_000
TROUBLE = "We had some trouble connecting. Try again?"
ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_REFERENCE = re.compile(r"&lt;(@[UW]\w+|#C\w+)&gt;")


async def say(hub: Hub, person: Person, conversation: Conversation, text: str, thread: str | None) -> Json:
    """Post an ordinary message, in a conversation one is in."""
    if person.id not in conversation.members:
        raise PageError(f"Join #{conversation.name} first.")
    if conversation.archived:
        raise PageError(f"#{conversation.name} is archived.")
    if not text.strip():
        raise PageError("There is nothing to send.")
    if len(text) > LONGEST:
        raise PageError(f"A message holds at most {LONGEST:,} characters; this has {len(text):,}.")
    message: Json = {"client_msg_id": str(uuid.uuid4()), "user": person.id, "team": person.home}
    message["text"] = escaped(text)
    if person.external:
        message |= {"user_team": person.home, "source_team": person.home}
    if thread:
        hub.message(conversation, thread)
        message["thread_ts"] = thread
    return await hub.post(conversation, message)


def escaped(text: str) -> str:
    """Escape what is typed as Slack's client does; picked people and channels stay references."""
    return _REFERENCE.sub(r"<\1>", text.translate(ESCAPES))


async def command(hub: Hub, person: Person, conversation: Conversation, typed: str) -> None:
    """Send a slash command, and show its answer or Slack's word that there was none."""
    name, _, text = typed.strip().partition(" ")
    if hub.manifest.command(name) is None or person.external:
        raise PageError(f"{name} is not a valid command.")
    payload = payloads.command(person, hub.state.company, conversation, name, text.strip().translate(ESCAPES))
    payload["trigger_id"] = hub.modals.trigger(person.id, here=_postable(conversation))
    payload["response_url"] = hub.response_url(person.id, conversation.id)
    if not hub.links.connected:
        failed(hub, person, conversation, f"{name} failed because the app is not connected.")
        return
    ack = await hub.links.interact("slash_commands", name, payload)
    if ack is None:
        failed(hub, person, conversation, f"{name} failed with the error “operation_timeout”.")
    elif ack.payload.get("text") or ack.payload.get("blocks"):
        try:
            await answer(hub, person.id, conversation, ack.payload)
        except ApiError as error:
            failed(hub, person, conversation, f"{name} failed with the error “{error.error}”.")


def failed(hub: Hub, person: Person, conversation: Conversation, text: str) -> None:
    """Show Slack's word that a command came to nothing."""
    hub.whisper(conversation, person.id, {"user": "USLACKBOT", "text": text, "failed": True})


async def answer(
    hub: Hub, user_id: str, conversation: Conversation, content: Json, original: Json | None = None
) -> None:
    """Show an answer to a command, or one sent to a response_url."""
    if original is not None and (content.get("replace_original") or content.get("delete_original")):
        await _replace(hub, user_id, conversation, original, content)
        return
    text, blocks = content.get("text") or "", content.get("blocks")
    if not text and not blocks:
        raise ApiError("no_text")
    if blocks:
        check_blocks(blocks)
    message = payloads.bot_message(text, blocks)
    if content.get("thread_ts"):
        message["thread_ts"] = content["thread_ts"]
    if content.get("response_type") == "in_channel":
        await hub.post(conversation, message)
    else:
        hub.whisper(conversation, user_id, message)


async def shortcut(
    hub: Hub, person: Person, callback_id: str, conversation: Conversation | None, ts: str | None
) -> None:
    """Use a global shortcut, or one on a message."""
    found = hub.manifest.shortcut(callback_id)
    if found is None or person.external:
        raise PageError("There is no such shortcut.", status=404)
    on_message = found["type"] == "message"
    payload = payloads.interaction("message_action" if on_message else "shortcut", person, hub.state.company)
    payload |= {
        "callback_id": callback_id,
        "trigger_id": hub.modals.trigger(person.id, here=_postable(conversation)),
        "action_ts": hub.state.new_ts(),
    }
    if on_message:
        if conversation is None or ts is None:
            raise PageError("This shortcut is for messages.")
        message = hub.message(conversation, ts)
        payload |= {"channel": payloads.place(conversation), "message": payloads.message_event(message)}
        payload |= {"message_ts": ts, "response_url": hub.response_url(person.id, conversation.id)}
    _acknowledged(await hub.links.interact("interactive", callback_id, payload))


async def press(hub: Hub, person: Person, container: Json, block_id: str, action_id: str, raw: Any) -> None:
    """Use a button, a select or another element, in a message, a window or the Home tab."""
    payload = payloads.interaction("block_actions", person, hub.state.company)
    match container.get("type"):
        case "message":
            element, more, here = _in_message(hub, person, container, block_id, action_id, raw)
        case "view":
            element, more, here = _in_window(hub, person, container["view_id"], block_id, action_id, raw)
        case _:
            element, more, here = _in_home(hub, person, block_id, action_id)
    payload |= more | {"trigger_id": hub.modals.trigger(person.id, here=here)}
    payload["actions"] = [_action(hub, element, block_id, raw)]
    _acknowledged(await hub.links.interact("interactive", action_id, payload))


async def suggest(
    hub: Hub, person: Person, container: Json, block_id: str, action_id: str, value: str
) -> Json:
    """Ask the bot for the options of an external select."""
    payload = payloads.interaction("block_suggestion", person, hub.state.company)
    payload |= {"container": container, "block_id": block_id, "action_id": action_id, "value": value}
    if container.get("type") == "view":
        payload["view"] = _own_window(hub, person, container["view_id"]).public()
    ack = _acknowledged(await hub.links.interact("interactive", action_id, payload))
    return {name: ack.payload.get(name) for name in ("options", "option_groups")}


def remember(hub: Hub, person: Person, view_id: str, values: Json) -> Window:
    """Keep what is typed in a window's fields."""
    window = _own_window(hub, person, view_id)
    for block_id, fields in values.items():
        for action_id, raw in fields.items():
            element = elements.find(window.view["blocks"], block_id, action_id)
            if element["type"] in elements.HOLDS:
                window.typed[block_id, action_id] = elements.chosen(element, raw)
    return window


async def submit(hub: Hub, person: Person, view_id: str, values: Json) -> dict[str, str]:
    """Send a form; give the words to show beside its fields, if it was not taken."""
    window = remember(hub, person, view_id, values)
    state = window.state()["values"]
    missing = {
        block["block_id"]: words
        for block in window.view["blocks"]
        if block["type"] == "input"
        and (words := elements.problem(block, state[block["block_id"]][block["element"]["action_id"]]))
    }
    if missing:
        return missing
    payload = payloads.interaction("view_submission", person, hub.state.company)
    payload |= {
        "trigger_id": hub.modals.trigger(person.id, here=window.here),
        "view": window.public(),
        "response_urls": _response_urls(hub, window),
    }
    name = window.view.get("callback_id") or "view_submission"
    ack = _acknowledged(await hub.links.interact("interactive", name, payload))
    try:
        return _respond(hub, window, ack.payload)
    except ApiError as error:
        raise PageError(TROUBLE, status=504) from error


async def close(hub: Hub, person: Person, view_id: str, *, everything: bool) -> None:
    """Close a window, or all of them, as it may ask for itself."""
    window = _own_window(hub, person, view_id)
    everything = everything or bool(window.view.get("clear_on_close"))
    if everything:
        hub.modals.clear(person.id)
    else:
        hub.modals.close(window)
    hub.changes.tell("views", person=person.id)
    if window.view.get("notify_on_close"):
        payload = payloads.interaction("view_closed", person, hub.state.company)
        payload |= {"view": window.public(), "is_cleared": everything}
        await hub.links.interact("interactive", window.view.get("callback_id", "view_closed"), payload)


async def open_home(hub: Hub, person: Person, tab: str) -> Json | None:
    """Open the app's Home or Messages tab, and give the Home tab as it is then."""
    if person.external:
        raise PageError("This app belongs to another company's workspace.")
    conversation = hub.state.direct([person.id, BOT_USER])
    event = payloads.home_opened(
        person, conversation, tab, hub.state.new_ts(), hub.state.homes.get(person.id)
    )
    await hub.tell("app_home_opened", None, event)
    return hub.state.homes.get(person.id)


async def set_membership(hub: Hub, conversation: Conversation, user_id: str, *, present: bool) -> None:
    """Let somebody, or the bot, join or leave a channel."""
    if conversation.kind not in {"channel", "private"}:
        raise PageError("One joins and leaves channels only.")
    if present == (user_id in conversation.members):
        return
    if present:
        conversation.members.append(user_id)
    else:
        conversation.members.remove(user_id)
    hub.state.keep(conversation)
    hub.changes.tell("conversations")
    person, ts = hub.state.people[user_id], hub.state.new_ts()
    event = payloads.membership_event(conversation, person, ts, present=present)
    await hub.tell(event["type"], conversation, event)
    if user_id == BOT_USER and not present:
        await hub.tell_of_channel(conversation, "left")


def _response_urls(hub: Hub, window: Window) -> list[Json]:
    """Give an address for each conversation that was picked where a form asks for one."""
    return [
        {
            "block_id": block["block_id"],
            "action_id": element["action_id"],
            "channel_id": picked,
            "response_url": hub.response_url(window.owner, picked),
        }
        for block, element in elements.interactive(window.view["blocks"])
        if element.get("response_url_enabled") and (picked := window.picked(block, element))
    ]


async def deactivate(hub: Hub, user_id: str) -> None:
    """Let somebody leave the company."""
    await _change(hub, replace(hub.state.people[user_id], deleted=True))


async def move(hub: Hub, user_id: str, zone: str) -> None:
    """Let somebody live by another clock."""
    await _change(hub, replace(hub.state.people[user_id], tz=zone))


async def _change(hub: Hub, person: Person) -> None:
    hub.state.people[person.id] = person
    hub.changes.tell("reset")
    user = payloads.user(person, hub.clock.now(), address=hub.manifest.knows_addresses)
    event = {"type": "user_change", "user": user, "event_ts": hub.state.new_ts()}
    await hub.tell("user_change", None, event)


def _respond(hub: Hub, window: Window, reply: Json) -> dict[str, str]:
    """Do to the windows what the bot's acknowledgement of a form says."""
    match reply.get("response_action"):
        case "errors":
            errors: dict[str, str] = reply["errors"]
            return errors
        case "update":
            window.replace(checked(reply["view"], "modal"))
        case "push":
            view = checked(reply["view"], "modal")
            hub.modals.put_on(window.owner, view, hub.state.new_id("V"), here=window.here)
        case "clear":
            hub.modals.clear(window.owner)
        case _:
            hub.modals.close(window)
    hub.changes.tell("views", person=window.owner)
    return {}


async def _replace(hub: Hub, user_id: str, conversation: Conversation, original: Json, content: Json) -> None:
    whispered = hub.state.ephemerals.get((conversation.id, user_id), [])
    if original in whispered:
        if content.get("delete_original"):
            whispered.remove(original)
        else:
            original.pop("blocks", None)
            original.update({name: content[name] for name in ("text", "blocks") if name in content})
        hub.changes.tell("conversation", conversation.id, person=user_id)
    elif content.get("delete_original"):
        await hub.remove(conversation, original)
    else:
        await hub.change(
            conversation,
            original,
            text=content.get("text", ""),
            blocks=payloads.named(content.get("blocks") or []),
        )


def _in_message(
    hub: Hub, person: Person, container: Json, block_id: str, action_id: str, raw: Any
) -> tuple[Json, Json, str | None]:
    conversation = hub.conversation(container["channel"], person.id)
    whispered = hub.state.ephemerals.get((conversation.id, person.id), [])
    hidden = next((each for each in whispered if each["ts"] == container["ts"]), None)
    message = hidden or hub.message(conversation, container["ts"])
    blocks = message.get("blocks", [])
    element = elements.find(blocks, block_id, action_id)
    place: Json = {"type": "message", "message_ts": message["ts"], "channel_id": conversation.id}
    place["is_ephemeral"] = hidden is not None
    values = elements.values(blocks, here=conversation.id)
    if element["type"] in elements.HOLDS:
        values[block_id][action_id] = elements.chosen(element, raw)
    if "thread_ts" in message:
        place["thread_ts"] = message["thread_ts"]
    more = {
        "container": place,
        "channel": payloads.place(conversation),
        "state": {"values": values},
        "response_url": hub.response_url(person.id, conversation.id, message),
    }
    if hidden is None:
        more["message"] = payloads.message_event(message)
    return element, more, _postable(conversation)


def _in_window(
    hub: Hub, person: Person, view_id: str, block_id: str, action_id: str, raw: Any
) -> tuple[Json, Json, str | None]:
    window = _own_window(hub, person, view_id)
    element = elements.find(window.view["blocks"], block_id, action_id)
    if element["type"] in elements.HOLDS:
        window.typed[block_id, action_id] = elements.chosen(element, raw)
    return element, {"container": {"type": "view", "view_id": view_id}, "view": window.public()}, window.here


def _in_home(hub: Hub, person: Person, block_id: str, action_id: str) -> tuple[Json, Json, str | None]:
    view = hub.state.homes.get(person.id)
    if view is None:
        raise PageError("There is no Home tab yet.", status=404)
    element = elements.find(view["blocks"], block_id, action_id)
    return element, {"container": {"type": "view", "view_id": view["id"]}, "view": view}, None


def _action(hub: Hub, element: Json, block_id: str, raw: Any) -> Json:
    action: Json = {"type": element["type"], "action_id": element["action_id"], "block_id": block_id}
    action["action_ts"] = hub.state.new_ts()
    if element["type"] == "button":
        action |= {name: element[name] for name in ("text", "value", "style", "url") if name in element}
    elif element["type"] == "overflow":
        action["selected_option"] = elements.option(element, raw)
    else:
        action |= elements.chosen(element, raw)
    return action


def _own_window(hub: Hub, person: Person, view_id: str) -> Window:
    window = hub.modals.window(view_id)
    if window is None or window.owner != person.id:
        raise PageError("This window is closed.", status=404)
    return window


def _acknowledged(ack: Ack | None) -> Ack:
    if ack is None:
        raise PageError(TROUBLE, status=504)
    return ack


def _postable(conversation: Conversation | None) -> str | None:
    """Name the conversation one looks at, where a form could offer it."""
    return conversation.id if conversation is not None else None
