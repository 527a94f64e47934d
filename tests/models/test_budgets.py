"""What nobody asked for: seldom, in people's own hours, and an introduction never lost."""

import random
from collections import defaultdict
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import dispatch, outbox, settings, working_hours
from models.base import Sessions
from models.budgets import A_WEEK
from models.lanes import UNHURRIED
from models.outbox import Owed, Step
from models.pauses import Pause
from models.profiles import Profile
from models.working_hours import TOGETHER_WITHIN, Hours
from tests.conftest import MONDAY, few, long_on_postgres

TEAM = "T1"
PEOPLE = ("U1", "U2", "U3", "U4")
ZONES = ("Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland", "Asia/Kolkata")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
THE_END = MONDAY + 400 * DAY


class Year:
    """Some months of a small company, played by dice: what was said when, and whether it might be."""

    def __init__(self, session: Session, dice: random.Random) -> None:
        self.session, self.dice, self.now = session, dice, MONDAY
        self.most = dice.randint(0, 3)
        settings.choose(
            session,
            TEAM,
            capture_emoji="bulb",
            zone=dice.choice(ZONES),
            digest_weekday=4,
            digest_time="15:00",
            person_budget=self.most,
        )
        if dice.random() < 0.5:
            settings.of(session, TEAM).zone = ""  # so that nobody has the workspace's hours
        for who in dice.sample(PEOPLE, dice.randint(0, len(PEOPLE))):
            self.has_hours(who)
        self.said: dict[str, list[datetime]] = defaultdict(list)
        self.heard: dict[str, list[datetime]] = defaultdict(list)

    def has_hours(self, who: str) -> None:
        begins = self.dice.randint(0, 23)
        self.session.add(
            Profile(
                team_id=TEAM,
                user_id=who,
                zone=self.dice.choice([*ZONES, ""]),
                begins=f"{begins:02}:00",
                ends=f"{(begins + self.dice.randint(1, 9)) % 24:02}:00",
                country=self.dice.choice(["", "DE", "IL"]),
                changed_at=MONDAY,
            )
        )

    def owe(self, number: int) -> None:
        """Owe an introduction, a message that may wait, or one whose time goes by."""
        group = self.dice.random() < 0.4
        to = self.dice.sample(PEOPLE, 2) if group else self.dice.choice(PEOPLE)
        due = self.now + self.dice.randint(0, 240) * HOUR
        hurries = not group and self.dice.random() < 0.3
        outbox.owe(
            self.session,
            team_id=TEAM,
            key=str(number),
            kind="test",
            ref=number,
            to=to,
            due=due,
            not_after=due + self.dice.randint(1, 60) * HOUR if hurries else None,
            budget="person",
        )

    def pause(self) -> None:
        who, programme = self.dice.choice(PEOPLE), ""
        until = self.now + self.dice.randint(1, 12) * DAY
        self.session.merge(Pause(team_id=TEAM, user_id=who, programme=programme, since=self.now, until=until))
        self.session.flush()

    def say_what_is_due(self) -> None:
        while True:
            claimed = dispatch.claim(self.session, teams=[TEAM], pace=UNHURRIED, now=self.now)
            if claimed is None:
                return
            owed, step = claimed
            if step == Step.DROPPED:
                assert owed.not_after, "nothing is dropped that may wait"
                outbox.end(owed, Step.DROPPED, now=self.now)
            elif step == Step.OPEN:
                outbox.opened(owed, f"D{owed.id}", now=self.now)
            else:
                self.check(owed)
                outbox.said(owed, "1.1", now=self.now)

    def check(self, owed: Owed) -> None:
        """Hold what is said against everybody's hours, pauses and weeks."""
        self.said[owed.key].append(self.now)
        for who in owed.people:
            self.heard[who].append(self.now)
            pause = self.session.get(Pause, (TEAM, who, ""))
            assert pause is None or pause.until is None or pause.until <= self.now
        theirs = [working_hours.of(self.session, TEAM, who) for who in owed.people]
        known = [hours for hours in theirs if hours]
        if known and not all(hours.hold(self.now) for hours in known):
            if owed.not_after is None:
                assert any(hours.hold(self.now) for hours in known)
                assert not self.work_together_soon(known)
            else:
                opening = known[0].next(self.now)
                assert opening is None or opening > owed.not_after

    def work_together_soon(self, hours: list[Hours]) -> bool:
        steps = range(int(TOGETHER_WITHIN / HOUR) * 2)
        return any(all(each.hold(self.now + step * HOUR / 2) for each in hours) for step in steps)

    def moves_on(self) -> None:
        """Let the clock go on to what is next, ahead by some hours, or back by a few."""
        due = dispatch.next_due(self.session, teams=[TEAM], now=self.now)
        minutes = timedelta(minutes=self.dice.randint(0, 600))
        match self.dice.choices(["on", "late", "back"], [6, 3, 1])[0]:
            case "on":
                self.now = due or self.now + DAY
            case "late":
                self.now = (due or self.now) + minutes
            case _:
                self.now -= minutes / 2

    def waits(self) -> bool:
        """Tell whether something is to be said that may be: where nothing may, introductions alone."""
        left = self.session.scalars(select(Owed).where(Owed.due_at.is_not(None))).all()
        return any(self.most or len(owed.people) > 1 for owed in left)


@long_on_postgres
@few(6)
@given(dice=st.randoms(use_true_random=False))
def test_everything_that_may_wait_is_said_once_in_peoples_hours_and_seldom(
    sessions: Sessions, dice: random.Random
) -> None:
    with sessions.engine.connect() as connection, connection.begin() as transaction:
        session = Session(connection)
        year = Year(session, dice)
        for number in range(dice.randint(4, 14)):
            year.owe(number)
            if dice.random() < 0.2:
                year.pause()
        while year.waits():
            assert year.now < THE_END, "something waits for ever"
            year.say_what_is_due()
            year.moves_on()
        assert all(len(times) == 1 for times in year.said.values())
        patient = session.scalars(select(Owed).where(Owed.not_after.is_(None))).all()
        assert all(owed.key in year.said for owed in patient if year.most or len(owed.people) > 1)
        for times in year.heard.values():
            ordered = sorted(times)
            pairs = zip(ordered, ordered[year.most :], strict=False)
            assert not year.most or all(later - earlier >= A_WEEK for earlier, later in pairs)
        session.close()
        transaction.rollback()


def works(session: Session, who: str, begins: str, ends: str) -> None:
    session.add(Profile(team_id=TEAM, user_id=who, zone="UTC", begins=begins, ends=ends, changed_at=MONDAY))


def test_an_introduction_keeps_its_room_while_two_do_not_work_at_the_same_time(sessions: Sessions) -> None:
    heard = []
    with sessions.begin() as session:
        works(session, "U1", "06:00", "14:30")
        works(session, "U2", "14:00", "22:00")
        outbox.owe(
            session,
            team_id=TEAM,
            key="introduction",
            kind="test",
            ref=1,
            to=["U1", "U2"],
            due=MONDAY,
            budget="person",
        )
        for number in range(40):
            outbox.owe(
                session,
                team_id=TEAM,
                key=str(number),
                kind="test",
                ref=1,
                to="U1",
                due=MONDAY + number * HOUR,
                budget="person",
            )
        for number in range(8 * 48):
            now = MONDAY + number * HOUR / 2
            while claimed := dispatch.claim(session, teams=[TEAM], pace=UNHURRIED, now=now):
                owed, step = claimed
                if step == Step.OPEN:
                    outbox.opened(owed, f"D{owed.id}", now=now)
                else:
                    outbox.said(owed, "1.1", now=now)
                    heard.append(owed.key)
    assert heard[:2] == ["0", "introduction"]
    assert len(heard) > 2, "and then it is others' turn"
