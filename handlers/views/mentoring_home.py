"""Mentoring on one's own page: what waits for an answer, one's requests, one's mentorships."""

from collections.abc import Sequence

from handlers.views import blocks, mentoring_requests
from handlers.views import mentoring_words as words
from handlers.views.blocks import Block
from models.mentoring import Format, Mentorship, State, Turn, Wished
from models.mentoring_home import Mentoring
from models.mentoring_waits import LONGEST

SHOWN = 5
"""Rows of each kind."""

OTHERS = 3
"""Colleagues who are shown beside a request, to be asked."""


def waiting_rows(mine: Mentoring) -> list[Block]:
    """List the requests that wait for somebody's answer."""
    return [
        block
        for request, wish in mine.waiting[:SHOWN]
        for block in (
            blocks.section(f"{mentoring_requests.wants(request)} {mentoring_requests.by_when(wish)}"),
            mentoring_requests.answers(wish, prefix="home-request"),
        )
    ]


def request_rows(mine: Mentoring, requests: Sequence[Mentorship]) -> list[Block]:
    """List where somebody's requests stand."""
    return [
        block
        for request in requests[:SHOWN]
        for block in (
            blocks.section(_stands(request, mine.wishes[request.id]), accessory=_withdraw(request)),
            *_others(mine, request),
            blocks.context(_next(mine, request)),
        )
    ]


def last_day(mentorship: Mentorship, user_id: str) -> Block:
    """Say when a mentorship comes to its end."""
    partner = mentorship.partner_of(user_id)
    who = f" with {blocks.person(partner)}" if partner else ""
    when = words.last_day(mentorship.ends_on) if mentorship.ends_on else ""
    said = f"*{when}*\nThe last day of {words.skill(mentorship)}{who}, unless you both go on."
    return {
        **blocks.section(
            said, accessory=blocks.button("Open", "mentoring_sessions.open", value=mentorship.id)
        ),
        "block_id": f"next-mentorship-{mentorship.id}",
    }


def mentorship_rows(mine: Mentoring) -> list[Block]:
    """List somebody's mentorships, each with the way into it."""
    return [
        {
            **blocks.section(_pair(each, mine.user_id), accessory=_open(each)),
            "block_id": f"mentorship-{each.id}",
        }
        for each in mine.mentorships[:SHOWN]
    ]


def _stands(request: Mentorship, wishes: Sequence[Wished]) -> str:
    wish = next((each for each in wishes if each.turn == Turn.PROPOSED), None)
    if any(each.turn == Turn.OFFERED for each in wishes) and wish is None:
        return f"{words.skill(request)}: waits for you to choose whom to ask."
    if wish is None or wish.proposed_at is None:
        return f"{words.skill(request)}: waits until somebody offers it."
    return (
        f"{words.skill(request)}: with {blocks.person(wish.mentor_id)} since {words.day(wish.proposed_at)}."
    )


def _next(mine: Mentoring, request: Mentorship) -> str:
    wishes = mine.wishes[request.id]
    wish = next((each for each in wishes if each.turn == Turn.PROPOSED), None)
    if wish is None or wish.until is None:
        until = words.day(request.asked_at + LONGEST)
        said = f"You hear when somebody new offers it. It waits until {until}."
    else:
        after = next((each for each in wishes if each.turn == Turn.WAITING), None)
        to = f"to {blocks.person(after.mentor_id)}" if after else "on, and you hear what comes next"
        said = f"Without an answer by {words.moment(wish.until)} it goes {to}."
    return f"{said} {words.usually(mine.usual)}".strip()


def _others(mine: Mentoring, request: Mentorship) -> list[Block]:
    """Show whom a seeker may ask while nobody has their request."""
    if request.state != State.ASKED:
        return []
    offered = [each for each in mine.wishes[request.id] if each.turn == Turn.OFFERED]
    return [
        block for each in offered[-OTHERS:] for block in mentoring_requests.may_ask(each, prefix="others")
    ]


def _open(mentorship: Mentorship) -> Block:
    return blocks.button("Open", "mentoring_sessions.open", value=mentorship.id)


def _withdraw(request: Mentorship) -> Block:
    return blocks.button("Withdraw", "mentoring_requests.withdraw", value=request.id)


def _pair(mentorship: Mentorship, user_id: str) -> str:
    partner = mentorship.partner_of(user_id)
    who = blocks.person(partner) if partner else "a colleague"
    back = f" and *{words.named(mentorship.skill_back)}*" if mentorship.skill_back else ""
    ends = f", until {words.last_day(mentorship.ends_on)}" if mentorship.ends_on else ""
    about = f"{words.skill(mentorship)}{back}"
    if mentorship.state == State.ACCEPTED:
        return f"{about} with {who}: I introduce you to each other."
    return f"{about} with {who} ({words.NAMES[Format(mentorship.format)].casefold()}{ends})."
