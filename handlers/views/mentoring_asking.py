"""What a seeker sees: whom they may ask and why, the form to ask, and what to do where nobody offers it."""

from collections.abc import Sequence

from handlers.views import blocks, mentoring_home
from handlers.views import mentoring_words as words
from handlers.views.blocks import Block, Message, View
from models.mentoring import LONGEST_LINE, OPEN, Format, Mentorship
from models.mentoring_asking import CHOICES
from models.mentoring_home import Mentoring
from models.mentoring_suggestions import LONGEST, Asked, Suggestion

SUGGESTED = 3
CHOICE = {"first": "First choice", "second": "Second choice", "third": "Third choice"}


def start(wanted: Sequence[str]) -> View:
    """Build the form that asks for the skill and the way."""
    said = [blocks.context(f"You want to learn: {blocks.quiet(', '.join(wanted))}")] if wanted[1:] else []
    return blocks.modal(
        "mentoring_asking.start",
        "Ask for a mentor",
        [
            blocks.field(
                "skill",
                "What do you want to learn?",
                blocks.text_input(
                    initial=wanted[0] if wanted else "",
                    longest=LONGEST,
                    placeholder="Kubernetes, public speaking, expense reports",
                ),
                hint="One thing at a time.",
            ),
            *said,
            _way(Format.RUNNING),
        ],
        submit="Who offers it?",
    )


def form(asked: Asked, shown: Sequence[tuple[Suggestion, str]], way: Format | None) -> View:
    """Build the form to ask: up to three colleagues by name, each with its reasons, and one's own order."""
    options = {each.mentor.user_id: blocks.option(name[:75], each.mentor.user_id) for each, name in shown}
    return blocks.modal(
        "mentoring_asking.ask",
        "Ask for a mentor",
        [
            blocks.section(f"*{words.named(asked.name)}:* {_count(len(shown))}."),
            *(_suggested(each) for each, _ in shown),
            *(
                _choice(field, list(options.values()), first=field == "first")
                for field in CHOICES[: len(shown)]
            ),
            _way(way or Format.RUNNING),
            _line(),
            words.four_lines(
                "I ask your first choice, with your line. Within three working days they say yes, or it goes "
                "to the next. With a yes I introduce you in a group message.",
                "one colleague at a time. You see where it stands with /mentor.",
                "whom you ask, when it is their turn. Stewards see that a pair exists, never your line.",
                "withdraw it with /mentor, one tap, no reason asked.",
            ),
        ],
        submit="Ask",
        metadata=asked.name,
    )


def nobody(asked: Asked, waiting: int, way: Format | None, *, somebody_full: bool, meant: str) -> View:
    """Say that nobody can be asked just now, and offer to wait, or to ask in a channel without a name."""
    have = "Nobody who offers it has room just now" if somebody_full else "Nobody offers it yet"
    others = {0: "", 1: " One other person waits for it."}.get(waiting, f" {waiting} people wait for it.")
    return blocks.modal(
        "mentoring_asking.wait",
        "Ask for a mentor",
        [
            blocks.section(f"*{words.named(asked.name)}:* {have}.{others}"),
            *([_meant(meant)] if meant else []),
            blocks.field(
                "channel",
                "Ask in a channel, without your name",
                blocks.channel_select(here=True),
                hint="It reads: a colleague would like to learn this. Who can help says so, and you choose.",
            ),
            _way(way or Format.RUNNING),
            _line(optional=True),
            words.four_lines(
                "your request waits. As soon as somebody offers it I tell you who, and you choose.",
                "one message when somebody offers it; after twelve weeks I let it go, and say so.",
                "nobody, until you ask somebody. The channel reads what you look for, not who you are.",
                "withdraw it with /mentor, one tap, no reason asked.",
            ),
            blocks.actions("mentoring-wait", blocks.button("Only wait", "mentoring_asking.only_wait")),
        ],
        submit="Ask there",
        metadata=asked.name,
    )


def asked_already(mine: Mentoring, request: Mentorship) -> View:
    """Show where a request stands that somebody is about to repeat."""
    return blocks.modal(
        "mentoring_asking.stands",
        "Your request",
        [
            blocks.section(f"You have asked for {words.skill(request)} already."),
            *mentoring_home.request_rows(mine, [request]),
        ],
        last=True,
    )


def asked(mine: Mentoring, request: Mentorship, theirs: Mentorship | None, *, channel_id: str = "") -> View:
    """Say what happens next with a request; where the two ask each other, offer to make it one."""
    where = (
        [blocks.section(f"I ask in {blocks.channel(channel_id)}, without your name.")] if channel_id else []
    )
    return blocks.modal(
        "mentoring_asking.stands",
        "Your request",
        [*where, *mentoring_home.request_rows(mine, [request]), *(_meets(request, theirs) if theirs else [])],
        last=True,
    )


def made_one(request: Mentorship) -> View:
    """Say that one yes is enough now."""
    return blocks.modal(
        "mentoring_asking.stands",
        "Both ways",
        [
            blocks.section(
                f"I ask for both at once: you learn {words.skill(request)}, and they learn "
                f"*{words.named(request.skill_back)}*. One yes from them is enough."
            )
        ],
        last=True,
    )


def wanted(request: Mentorship) -> Message:
    """Build the post in a channel: what is looked for, never by whom."""
    name = words.named(request.skill)
    if request.state not in OPEN:
        found = "found somebody. Thank you." if request.mentor_id else "does not look any more. Thank you."
        said = f"The colleague who wanted to learn *{name}* {found}"
        return Message(text=said.replace("*", ""), blocks=[blocks.section(said)])
    said = f"A colleague would like to learn *{name}*: {words.WAYS[Format(request.format)]}."
    return Message(
        text=said.replace("*", ""),
        blocks=[
            blocks.section(f"{said} Could that be with you? A few steps ahead is enough."),
            blocks.actions(
                "mentoring",
                blocks.button(
                    "I can help with that", "mentoring_offers.help", value=request.id, style="primary"
                ),
            ),
            blocks.context("Who it is you learn if they ask you. Pressing this promises nothing yet."),
        ],
    )


def said_yes(theirs: Mentorship) -> View:
    """Say that one mentorship comes of two requests."""
    return blocks.modal(
        "mentoring_asking.stands",
        "You said yes",
        [
            blocks.section(
                f"Good. I introduce you and {blocks.person(theirs.seeker_id)} to each other; your own "
                "request for it is withdrawn."
            )
        ],
        last=True,
    )


def not_posted(request: Mentorship) -> Message:
    """Tell a seeker that a channel took no post; their request waits all the same."""
    said = (
        f"I could not ask for {words.skill(request)} in the channel that you chose: I am not in it, or may "
        "not post there. Your request waits all the same, and you hear when somebody offers it."
    )
    return Message(text=said.replace("*", ""), blocks=[blocks.section(said)])


def _count(number: int) -> str:
    return "one colleague offers it" if number == 1 else f"{number} colleagues offer it, best match first"


def _suggested(suggestion: Suggestion) -> Block:
    ways = words.listed(suggestion.mentor.gives)
    return blocks.section(
        f"{blocks.person(suggestion.mentor.user_id)}\n{words.reasons(suggestion)}  ·  ways: {ways}"
    )


def _choice(field: str, options: Sequence[Block], *, first: bool) -> Block:
    return blocks.field(
        field,
        CHOICE[field],
        blocks.select(options, initial=options[0] if first else None, placeholder="Nobody else"),
        optional=not first,
    )


def _way(way: Format) -> Block:
    return blocks.field(
        "format", "In which way", blocks.select(list(words.CHOICES.values()), initial=words.CHOICES[way])
    )


def _meant(meant: str) -> Block:
    look = blocks.button("Look for that", "mentoring_asking.meant", value=meant)
    return blocks.section(f"Did you mean *{words.named(meant)}*?", accessory=look)


def _line(*, optional: bool = False) -> Block:
    return blocks.field(
        "line",
        "A line to your mentor",
        blocks.text_input(
            multiline=True,
            longest=LONGEST_LINE,
            placeholder="What you would like to be able to do, and why now",
        ),
        optional=optional,
    )


def _meets(request: Mentorship, theirs: Mentorship) -> list[Block]:
    who = blocks.person(theirs.seeker_id)
    if theirs.skill_key == request.skill_key:
        said = f"{who} asks you for the same. One of you two says yes, and it is one mentorship:"
        ways = [blocks.button("Say yes to theirs", "mentoring_asking.yes_to_theirs", value=request.id)]
    else:
        said = f"{who} asks you, too: for {words.skill(theirs)}. It can be one mentorship, both ways:"
        ways = [
            blocks.button(
                "Learn from each other", "mentoring_asking.both_ways", value=request.id, style="primary"
            )
        ]
    return [blocks.divider(), blocks.section(said), blocks.actions("mentoring-meet", *ways)]
