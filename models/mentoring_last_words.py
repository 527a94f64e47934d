"""The last words of a mentorship: what changed, thanks, whether it goes on, and what the two pass on."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import mentoring, mentoring_reminding, outbox, reminders, skills, tips
from models.audiences import Audience
from models.base import insert_once
from models.errors import RuleError
from models.mentoring import LONGEST_LINE, Ending, Mentorship, State
from models.mentoring_meeting import LastWord
from models.tips import Tip

SAID_WITHIN = timedelta(days=14)
"""How long after the agreed end words still reach the partner."""

TOGETHER = "Found together with"
"""How the last line of a tip begins that names a partner."""


class Words(NamedTuple):
    """What somebody typed: `renew` says whether they would go on, `insight` is to be passed on."""

    changed: str = ""
    thanks: str = ""
    renew: bool = False
    insight: str = ""
    channel_id: str = ""


def say(
    session: Session, team_id: str, mentorship_id: int, words: Words, *, by: str, now: datetime
) -> Mentorship:
    """Keep somebody's last words; they may say otherwise until the end, and nobody learns of it before."""
    mentorship = speaking(session, team_id, mentorship_id, by=by, now=now)
    changed, thanks, insight = (
        _line(getattr(words, name), name) for name in ("changed", "thanks", "insight")
    )
    if insight and not words.channel_id:
        raise RuleError("Choose a channel for what you pass on.", field="channel")
    word = _word(session, mentorship, by, now)
    word.changed, word.thanks, word.said_at = changed, thanks, now
    if mentorship.state == State.RUNNING:
        word.renew = words.renew
    ref = f"{mentorship_id}/{mentorship.renewals}"
    reminders.settle(session, team_id, mentoring_reminding.LAST_WORDS, ref, now=now, user_id=by)
    if word.shares is None and insight != word.insight:
        word.insight, word.channel_id = insight, words.channel_id or None
        _ask_partner(session, mentorship, word, now)
    if mentorship.state == State.ENDED and (changed or thanks):
        _deliver(session, mentorship, by, now)
    return mentorship


def thank(session: Session, mentorship: Mentorship, *, by: str, thanks: str, now: datetime) -> None:
    """Keep a word of thanks, for the partner to read with the end."""
    _word(session, mentorship, by, now).thanks = _line(thanks, "thanks")


def of(session: Session, mentorship_id: int, user_id: str) -> LastWord | None:
    """Give what somebody said."""
    return session.get(LastWord, (mentorship_id, user_id))


def speaking(session: Session, team_id: str, mentorship_id: int, *, by: str, now: datetime) -> Mentorship:
    """Find a mentorship whose last words one of its two may say now, locked."""
    mentorship = mentoring.held_by(session, team_id, mentorship_id, by=by)
    if not may_speak(mentorship, now=now):
        raise RuleError("This mentorship has ended, and its last words are said.")
    return mentorship


def may_speak(mentorship: Mentorship, *, now: datetime) -> bool:
    """Tell whether last words may be said: while it runs, and for a while after its agreed end."""
    over = mentorship.ending == Ending.OVER and mentorship.ended_at is not None
    return mentorship.state == State.RUNNING or (
        over and mentorship.ended_at is not None and now < mentorship.ended_at + SAID_WITHIN
    )


def both_go_on(session: Session, mentorship: Mentorship) -> bool:
    """Tell whether each of the two said that it should go on."""
    theirs = select(LastWord.renew).where(
        LastWord.mentorship_id == mentorship.id, LastWord.user_id.in_(mentorship.two)
    )
    return [*session.scalars(theirs)] == [True, True]


def begin_anew(session: Session, mentorship: Mentorship) -> None:
    """Let each of the two be free to say otherwise at the next end."""
    theirs = LastWord.mentorship_id == mentorship.id
    session.execute(update(LastWord).where(theirs).values(renew=None))


def answer(
    session: Session,
    team_id: str,
    mentorship_id: int,
    *,
    by: str,
    shares: bool,
    name: str = "",
    private_channel: bool = True,
    now: datetime,
) -> LastWord:
    """Answer whether the partner may pass something on as a tip of theirs; `name` is how it may name one."""
    mentorship = mentoring.held_by(session, team_id, mentorship_id, by=by)
    word = insight_for(session, mentorship, by)
    if word.shares is not None:
        raise RuleError("You have answered already.")
    word.shares, word.named = shares, shares and bool(name)
    if shares:
        word.tip_id = _as_tip(session, mentorship, word, name, private_channel=private_channel, now=now)
    outbox.refresh(session, team_id, insight_key(mentorship, word), now=now)
    outbox.owe(
        session,
        team_id=team_id,
        key=f"mentoring.passed_on:{mentorship_id}:{word.user_id}",
        kind="mentoring.passed_on",
        ref=f"{mentorship_id}/{word.user_id}",
        to=word.user_id,
        due=now,
        budget="person",
    )
    return word


def insight_for(session: Session, mentorship: Mentorship, by: str) -> LastWord:
    """Find what somebody's partner would like to pass on."""
    word = of(session, mentorship.id, mentorship.partner_of(by) or mentoring.NOBODY)
    if word is None or not word.insight or not word.channel_id:
        raise RuleError("There is nothing to pass on any more.")
    return word


def insight_key(mentorship: Mentorship, word: LastWord) -> str:
    """Give the outbox key of the question whether something may be passed on."""
    return f"mentoring.insight:{mentorship.id}:{word.user_id}"


def unname(session: Session, mentorship: Mentorship, author_id: str, *, now: datetime) -> None:
    """Take the line off an author's tip that names their partner, where it still stands there."""
    word = of(session, mentorship.id, author_id)
    tip = session.get(Tip, word.tip_id) if word and word.named and word.tip_id else None
    if word is not None:
        word.named = False
    if tip is not None:
        tips.cut_end(session, tip, TOGETHER, now=now)


def _ask_partner(session: Session, mentorship: Mentorship, word: LastWord, now: datetime) -> None:
    partner = mentorship.partner_of(word.user_id)
    key = insight_key(mentorship, word)
    if not word.insight:
        outbox.retract(session, mentorship.team_id, key, now=now)
    elif partner:
        outbox.owe(
            session,
            team_id=mentorship.team_id,
            key=key,
            kind="mentoring.insight",
            ref=f"{mentorship.id}/{word.user_id}",
            to=partner,
            due=now,
            budget="person",
        )
        outbox.refresh(session, mentorship.team_id, key, now=now)


def _deliver(session: Session, mentorship: Mentorship, by: str, now: datetime) -> None:
    partner = mentorship.partner_of(by)
    if partner:
        key = f"mentoring.words:{mentorship.id}:{partner}"
        outbox.owe(
            session,
            team_id=mentorship.team_id,
            key=key,
            kind="mentoring.words",
            ref=mentorship.id,
            to=partner,
            due=now,
            budget="person",
        )
        outbox.refresh(session, mentorship.team_id, key, now=now)


def _as_tip(
    session: Session,
    mentorship: Mentorship,
    word: LastWord,
    name: str,
    *,
    private_channel: bool,
    now: datetime,
) -> int:
    tag = skills.tag("-".join(mentorship.skill.split()))
    return tips.share(
        session,
        team_id=mentorship.team_id,
        author_id=word.user_id,
        text=f"{word.insight}\n{TOGETHER} {name}." if name else word.insight,
        tags=tips.parse_tags(tag) if len(tag) <= tips.LONGEST_TAG else [],
        audience=Audience.WORKSPACE,
        channel_id=word.channel_id or "",
        private_channel=private_channel,
        submission=f"insight:{mentorship.id}:{word.user_id}"[:64],
        now=now,
    ).id


def _word(session: Session, mentorship: Mentorship, by: str, now: datetime) -> LastWord:
    insert_once(
        session,
        LastWord,
        mentorship_id=mentorship.id,
        team_id=mentorship.team_id,
        user_id=by,
        changed="",
        thanks="",
        insight="",
        named=False,
        said_at=now,
    )
    return session.get_one(LastWord, (mentorship.id, by), with_for_update=True, populate_existing=True)


def _line(typed: str, field: str) -> str:
    line = " ".join(typed.split())
    if len(line) > LONGEST_LINE:
        raise RuleError(f"One line has at most {LONGEST_LINE} characters.", field=field)
    return line
