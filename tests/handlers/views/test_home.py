"""Whatever somebody has, and in whatever words: Slack takes their page."""

import json
from collections.abc import Callable
from itertools import count, pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from handlers.views import audit as audit_views
from handlers.views import home as views
from handlers.views.home import Mine
from handlers.views.limits import view_problems
from models import (
    digests,
    lunches,
    lunches_talks,
    mixers,
    mixers_rounds,
    prompt_proposals,
    tips,
    tips_captures,
)
from models.agenda import Agenda, Coming
from models.audiences import Audience
from models.audit import Act
from models.bank import Theme
from models.lunches import Lunch
from models.lunches_announcement import Announcement, Seen
from models.lunches_requests import Invitation, SwapAsked
from models.lunches_seats import Answer, Seat, Taken, Where
from models.lunches_series import Setting, TalkFormat
from models.lunches_swaps import Swap, SwapState
from models.lunches_talks import Talk
from models.mentoring import Format, Mentorship, State, Turn, Wished
from models.mentoring_home import Mentoring
from models.mixers import Mixer
from models.mixers_home import Mixers, MyGroup, MyMixer
from models.mixers_rounds import Group, Part, Round
from models.pauses import EVERYTHING, Pause
from models.prompt_proposals import Proposal
from models.questions import Question
from models.requests import Request, TipsToCheck
from models.skills import Skill, Wanted
from models.tips import Found, Tip, TipTag
from models.tips_captures import Capture
from models.tips_thanks import Helped
from tests.conftest import START, few

BEN, ADA, LEARNING = "U0BEN", "U0ADA", "C0LEARNING"

LARGEST_VIEW = 250_000
"""Characters of a view as JSON that Slack takes."""

LONG_WORDS = (
    "W" * 3000,
    "שלום " * 600,
    "\u202e\u2066x" * 1000,
    "<!here> & <@U0ADA> " * 150,
    "👩\u200d🚀" * 1000,
)


class Things:
    """Makes what may stand on a page, all of it in the same words."""

    def __init__(self, said: str) -> None:
        self._said = said
        self._ids = count(1)

    def words(self, longest: int) -> str:
        return self._said[:longest].strip() or "x"

    def tip(self) -> Tip:
        return Tip(
            id=next(self._ids),
            author_id=ADA,
            owner_id=BEN,
            text=self.words(3000),
            link=f"https://example.org/{'x' * 900}",
            channel_id=LEARNING,
            audience=Audience.WORKSPACE,
            format=tips.Format.ARTICLE,
            created_at=START,
            review_asked_at=START,
            tag_rows=[TipTag(tag=f"{position}{'t' * 39}", position=position) for position in range(10)],
            thanks=[],
        )

    def question(self) -> Question:
        return Question(
            id=next(self._ids),
            author_id=BEN,
            text=self.words(3000),
            channel_id=LEARNING,
            asked_at=START,
            answers=[],
            namings=[],
        )

    def lunch(self) -> Lunch:
        setting = Setting(self.words(100), place=self.words(200), link="https://example.org/x", guests=True)
        return Lunch(
            id=next(self._ids),
            channel_id=LEARNING,
            host_id=BEN,
            zone="Europe/Berlin",
            at=START,
            state=lunches.State.OPEN,
            open_table=False,
            **setting._asdict(),
        )

    def talk(self) -> Talk:
        return Talk(
            id=next(self._ids),
            speaker_id=BEN,
            co_speakers="",
            asked=BEN,
            title=self.words(150),
            gain=self.words(500),
            format=TalkFormat.TALK,
            minutes=5,
            state=lunches_talks.State.PLACED,
        )

    def seen(self, answer: Answer | None = None) -> Seen:
        lunch = self.lunch()
        seat = Seat(lunch_id=lunch.id, user_id=BEN, where=Where.ROOM, guests=1, turn=1, shown=True)
        seat.answer, seat.offered_until = answer or Answer.GOING, START
        talks = [self.talk() for _ in range(6)]
        return Seen(
            Announcement(lunch, talks, Taken([seat] if answer else []), []),
            seat if answer else None,
            mine=True,
        )

    def mentorship(self, state: State, mentor: str | None = ADA) -> Mentorship:
        return Mentorship(
            id=next(self._ids),
            seeker_id=BEN,
            mentor_id=mentor,
            state=state,
            format=Format.RUNNING,
            skill=self.words(60),
            skill_back="",
            line=self.words(500),
            asked_at=START,
            ends_on=START.date(),
        )

    def wished(self, turn: Turn, rank: int = 1) -> Wished:
        return Wished(
            mentorship_id=next(self._ids),
            rank=rank,
            mentor_id=ADA,
            turn=turn,
            question="",
            answer="",
            proposed_at=START,
            until=START,
        )

    def mentoring(self, *, requests: int, waiting: int, mentorships: int) -> Mentoring:
        open_ones = [self.mentorship(State.ASKED, None) for _ in range(requests)]
        return Mentoring(
            user_id=BEN,
            mentor=None,
            taken=0,
            pause=None,
            requests=open_ones,
            wishes={each.id: [self.wished(Turn.OFFERED, rank) for rank in range(1, 4)] for each in open_ones},
            waiting=[
                (self.mentorship(State.PROPOSED, None), self.wished(Turn.PROPOSED)) for _ in range(waiting)
            ],
            mentorships=[self.mentorship(State.RUNNING) for _ in range(mentorships)],
            usual=None,
        )

    def mixer(self) -> MyMixer:
        key = next(self._ids)
        mixer = Mixer(id=key, name=self.words(60), state=mixers.State.RUNNING)
        return MyMixer(mixer, Round(id=key, draws_at=START), None)

    def group(self) -> MyGroup:
        mine = self.mixer()
        assert mine.round_ is not None
        part = Part(answer=mixers_rounds.Answer.MET)
        return MyGroup(mine.mixer, mine.round_, Group(meets_at=START), part, [ADA] * 7)

    def mixers(self, *, groups: int, mixers: int) -> Mixers:
        mine = [self.mixer() for _ in range(mixers)]
        return Mixers(mine, [self.group() for _ in range(groups)], any_here=True)

    def capture(self) -> Capture:
        return Capture(
            id=next(self._ids),
            author_id=BEN,
            saver_id=ADA,
            channel_id=LEARNING,
            text=self.words(3000),
            permalink=f"https://example.org/{'p' * 480}",
            state=tips_captures.State.ASKED,
        )

    def proposal(self) -> Proposal:
        return Proposal(
            id=next(self._ids),
            author_id=ADA,
            named=True,
            channel_id=LEARNING,
            format=self.words(32),
            theme=Theme.EVERYDAY,
            text=self.words(600),
            choices="\n".join([self.words(60)] * 5),
            anonymous=True,
            state=prompt_proposals.Answer.WAITING,
        )

    def swap(self) -> SwapAsked:
        asked = Swap(id=next(self._ids), state=SwapState.ASKED)
        return SwapAsked(asked, self.talk(), self.talk(), self.lunch(), self.lunch())

    def invitation(self) -> Invitation:
        return Invitation(self.talk(), self.lunch())

    def to_check(self) -> TipsToCheck:
        return TipsToCheck([self.tip(), self.tip()], 2)

    def act(self, name: str) -> Act:
        return Act(
            id=next(self._ids), by_id=ADA, about_id=BEN, act=name, detail=f"{LEARNING} 1803887700", at=START
        )

    def skills(self, kind: type[Skill | Wanted], number: int) -> list[Any]:
        return [kind(name=self.words(60)) for _ in range(number)]


@st.composite
def pages(draw: st.DrawFn) -> Mine:
    """Give somebody any number of everything."""
    things = Things(draw(st.sampled_from(LONG_WORDS) | st.text(min_size=1, max_size=100)))

    def some(make: Callable[[], Any], most: int) -> list[Any]:
        return [make() for _ in range(draw(st.integers(0, most)))]

    def asked() -> Request:
        kinds = (things.swap, things.capture, things.proposal, things.to_check, things.invitation)
        return Request(START, draw(st.sampled_from(kinds))())

    answers = st.sampled_from([None, *Answer])
    own = some(things.tip, views.TIPS_SHOWN)
    coming = [
        *some(lambda: Coming(START, things.seen(draw(answers))), views.NEXT_SHOWN - 1),
        *some(lambda: Coming(START, things.mentorship(State.RUNNING)), 1),
        *some(lambda: Coming(START, things.mixer()), 1),
        *some(lambda: Coming(START, things.group()), 1),
    ]
    return Mine(
        user_id=BEN,
        agenda=Agenda(coming, draw(st.integers(0, 50))),
        requests=some(asked, 8),
        lunches=some(things.seen, views.LUNCHES_SHOWN),
        offered=things.skills(Skill, draw(st.integers(0, 20))),
        wanted=things.skills(Wanted, draw(st.integers(0, 20))),
        tips=Found(own, len(own) + draw(st.integers(0, 2000))),
        helped=Helped(draw(st.integers(0, 9999)), draw(st.integers(0, 9999))),
        saved=some(things.tip, views.FETCHED),
        archived=some(things.tip, views.FETCHED),
        questions=some(things.question, views.FETCHED),
        waiting=some(things.question, views.FETCHED),
        pauses=some(lambda: Pause(programme=EVERYTHING, since=START, until=START), 1),
        rested=[],
        mentoring=things.mentoring(
            requests=draw(st.integers(0, 3)),
            waiting=draw(st.integers(0, 10)),
            mentorships=draw(st.integers(0, 12)),
        ),
        mixers=things.mixers(groups=draw(st.integers(0, 6)), mixers=draw(st.integers(0, 6))),
        zone="Europe/Berlin",
        digest=digests.Rhythm.OFF,
        acts=some(lambda: things.act(draw(st.sampled_from(sorted(audit_views.WORDS)))), 3),
        acts_in_all=draw(st.integers(3, 99)),
        channels={LEARNING} if draw(st.booleans()) else set(),
        guest=draw(st.booleans()),
        stewards=some(lambda: BEN, 1) + some(lambda: ADA, 12),
    )


@few(10)
@given(mine=pages())
def test_whatever_somebody_has_slack_takes_their_page(mine: Mine) -> None:
    for view in (views.page(mine), views.window(mine)):
        assert view_problems(view) == []
        assert len(view["blocks"]) < 100
        assert len(json.dumps(view)) < LARGEST_VIEW


def test_who_has_the_most_of_everything_sees_some_of_each() -> None:
    things = Things(LONG_WORDS[1])
    most = Mine(
        user_id=BEN,
        agenda=Agenda([Coming(START, things.seen(Answer.GOING)) for _ in range(views.NEXT_SHOWN)], 40),
        requests=[Request(START, things.to_check()) for _ in range(20)],
        lunches=[things.seen() for _ in range(views.LUNCHES_SHOWN)],
        offered=things.skills(Skill, 20),
        wanted=things.skills(Wanted, 20),
        tips=Found([things.tip() for _ in range(views.TIPS_SHOWN)], 2000),
        helped=Helped(9999, 99_999),
        saved=[things.tip() for _ in range(views.FETCHED)],
        archived=[things.tip() for _ in range(views.FETCHED)],
        questions=[things.question() for _ in range(views.FETCHED)],
        waiting=[things.question() for _ in range(views.FETCHED)],
        pauses=[Pause(programme=EVERYTHING, since=START, until=START)],
        rested=[],
        mentoring=things.mentoring(requests=0, waiting=0, mentorships=0),
        mixers=things.mixers(groups=5, mixers=5),
        zone="Europe/Berlin",
        digest=digests.Rhythm.OFF,
        acts=[things.act("stewards.appoint") for _ in range(3)],
        acts_in_all=99,
        channels={LEARNING},
        guest=False,
        stewards=[BEN, ADA],
    )
    view = views.page(most)
    assert view_problems(view) == []
    assert views.MOST_BLOCKS - 5 <= len(view["blocks"]) <= views.MOST_BLOCKS
    shown = [each["type"] for each in view["blocks"]]
    assert all(pair != ("divider", "divider") for pair in pairwise(shown))
    for row in (
        "seats-",
        "request-",
        "mine-question-",
        "waiting-question-",
        "tip-",
        "saved-",
        "archived-",
        "home-met-",
    ):
        assert sum(str(each.get("block_id")).startswith(row) for each in view["blocks"]) >= 2, row
    capped = ("next", "requests", "mixers", "questions", "waiting", "tips", "saved", "archived")
    assert json.dumps(view).count(" more. ") == len(capped)
