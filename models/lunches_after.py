"""After a lunch: who came, what each took with them, the recording, thanks to who spoke, and the library."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import links, lunches_seats, lunches_talks, outbox, tips
from models.audiences import Audience
from models.errors import RuleError
from models.lunches import Lunch, State
from models.lunches_seats import Answer, Seat
from models.lunches_talks import Talk
from models.tips import Format, Tip

logger = logging.getLogger("potluck.lunches")

ASKED_AFTER = timedelta(hours=1)
ASKED_UNTIL = timedelta(days=2)
"""How long after a lunch somebody is still asked whether they came."""

THANKED_AFTER = timedelta(hours=25)
"""When who spoke hears what people took with them: the others have had a day to write it."""

LONGEST_LINE = 500
MOST_TAKEAWAYS = 3


def ask_due(session: Session, *, now: datetime) -> None:
    """Ask, once and an hour after, who had a seat and who spoke; keep the talks in the library."""
    over = select(Lunch).where(
        Lunch.state == State.OVER, Lunch.looked_at.is_(None), Lunch.at <= now - ASKED_AFTER
    )
    for lunch in session.scalars(over.order_by(Lunch.id).with_for_update()).all():
        if lunch.ends_at + ASKED_AFTER <= now:
            lunch.looked_at = now
            _look_back(session, lunch, now)


def came(session: Session, lunch: Lunch, user_id: str, *, yes: bool) -> Seat:
    """Note whether somebody came, as they say; they may say otherwise later."""
    seat = _seat(session, lunch, user_id)
    seat.came = yes
    return seat


def learn(
    session: Session,
    lunch: Lunch,
    user_id: str,
    *,
    line: str,
    keep: bool,
    now: datetime,
) -> Seat:
    """Keep the one thing that somebody learned, for who spoke; with their yes it becomes a tip of theirs."""
    words = " ".join(line.split())
    if not words:
        raise RuleError("Write one line: what did you take with you?", field="line")
    if len(words) > LONGEST_LINE:
        raise RuleError(f"One line has at most {LONGEST_LINE} characters.", field="line")
    seat = _seat(session, lunch, user_id)
    seat.learned, seat.came = words, True
    if keep and seat.tip_id is None:
        seat.tip_id = _as_tip(session, lunch, user_id, words, f"learned:{lunch.id}", now).id
    return seat


def add_recording(
    session: Session,
    talk: Talk,
    *,
    by: str,
    link: str,
    takeaways: Sequence[str],
    now: datetime,
) -> None:
    """Keep where a talk can be seen again, and its takeaways as tips of who gave it, each once."""
    lines = [" ".join(line.split()) for line in takeaways if line.strip()]
    if len(lines) > MOST_TAKEAWAYS:
        raise RuleError(f"Name the {MOST_TAKEAWAYS} that matter most.", field="takeaways")
    talk.link = links.checked(link) or ""
    lunch = session.get_one(Lunch, talk.lunch_id)
    for number, line in enumerate(lines):
        _as_tip(session, lunch, by, line, f"takeaway:{talk.id}:{number}", now)
    _put_in_library(session, lunch, talk, now)
    for who in talk.speakers:
        outbox.refresh(session, talk.team_id, f"{lunch.key}:given:{talk.id}:{who}", now=now)


def lines(session: Session, lunch_id: int) -> list[str]:
    """List what people took with them, without their names, in the order they signed up."""
    return [seat.learned for seat in lunches_seats.taken(session, lunch_id).seats if seat.learned]


def how_many_came(session: Session, lunch_id: int) -> int:
    """Count who said that they came."""
    return sum(bool(seat.came) for seat in lunches_seats.taken(session, lunch_id).seats)


def talk_of(session: Session, team_id: str, talk_id: int, user_id: str) -> Talk:
    """Fetch a talk for who gave it."""
    talk = session.get(Talk, talk_id, with_for_update=True)
    if talk is None or talk.team_id != team_id or talk.lunch_id is None:
        raise RuleError("This talk is gone.")
    if user_id not in talk.speakers:
        raise RuleError("Only who gave a talk can add to it.")
    return talk


def _look_back(session: Session, lunch: Lunch, now: datetime) -> None:
    given = lunches_talks.State.GIVEN
    talks = [talk for talk in lunches_talks.of_lunch(session, lunch.id) if talk.state == given]
    for talk in talks:
        _put_in_library(session, lunch, talk, now)
    until = lunch.ends_at + ASKED_UNTIL
    if now > until:
        logger.info("%s: too late to ask who came", lunch.key)
        return
    speakers = [who for talk in talks for who in talk.speakers]
    for seat in lunches_seats.taken(session, lunch.id).seats:
        if seat.answer == Answer.GOING and seat.user_id not in speakers:
            _owe(session, lunch, "came", seat.user_id, lunch.id, due=now, until=until)
    for talk in talks:
        for who in talk.speakers:
            _owe(session, lunch, f"given:{talk.id}", who, talk.id, due=now, until=until)
            thanked = max(now, lunch.ends_at + THANKED_AFTER)
            _owe(session, lunch, f"thanks:{talk.id}", who, talk.id, due=thanked, until=thanked + ASKED_UNTIL)


def _owe(
    session: Session, lunch: Lunch, what: str, who: str, ref: int, *, due: datetime, until: datetime
) -> None:
    outbox.owe(
        session,
        team_id=lunch.team_id,
        key=f"{lunch.key}:{what}:{who}",
        kind=f"lunches_after.{what.partition(':')[0]}",
        ref=ref,
        to=who,
        due=due,
        not_after=until,
        importance=outbox.Importance.NEVER_TWICE,
    )


def _put_in_library(session: Session, lunch: Lunch, talk: Talk, now: datetime) -> None:
    """Let `/find-tip` find a talk that was given, under its first speaker's name, without another post."""
    if talk.tip_id is not None:
        kept = session.get(Tip, talk.tip_id)
        if kept is not None:
            kept.link = talk.link or None
        return
    talk.tip_id = tips.keep(
        session,
        team_id=talk.team_id,
        author_id=talk.speaker_id,
        text=f"{talk.title}\n{talk.gain}".strip(),
        tags=["talk"],
        format=Format.WEBINAR,
        link=talk.link,
        audience=Audience(lunch.audience),
        channel_id=lunch.channel_id,
        submission=f"talk:{talk.id}",
        now=now,
    ).id


def _as_tip(
    session: Session,
    lunch: Lunch,
    user_id: str,
    text: str,
    submission: str,
    now: datetime,
) -> Tip:
    return tips.share(
        session,
        team_id=lunch.team_id,
        author_id=user_id,
        text=text,
        tags=[],
        audience=Audience.WORKSPACE,
        channel_id=lunch.channel_id,
        private_channel=lunch.audience == Audience.CHANNEL,
        submission=f"{submission}:{user_id}",
        thread_ts=lunch.ts,
        now=now,
    )


def _seat(session: Session, lunch: Lunch, user_id: str) -> Seat:
    seat = session.get(Seat, (lunch.id, user_id), with_for_update=True)
    if seat is None or seat.answer != Answer.GOING:
        raise RuleError("This is for those who had a seat at this lunch.")
    return seat
