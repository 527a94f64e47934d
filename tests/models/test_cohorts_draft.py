"""A cohort's draft: as many as possible, never against a rule, the same for the same people."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import (
    apart,
    cohorts_draft,
    cohorts_joining,
    cohorts_publishing,
    cohorts_review,
    matching,
    mentoring,
    mentoring_asking,
    mentoring_candidates,
    mentoring_requests,
    pauses,
    stewards,
)
from models.audit import Act
from models.base import Sessions
from models.cohorts import MENTORING, SEEKING, Cohort, Joined, Role, State, joined_by, pairs_of
from models.cohorts_draft import Sheet, Why
from models.cohorts_joining import Yes
from models.consents import Programme
from models.errors import RuleError
from models.matching import Candidate
from models.mentoring import Ending, Format, Mentorship
from models.mentoring import State as MentorshipState
from models.mentoring_asking import Wish
from models.mentoring_candidates import MOST, Company
from models.mentoring_score import WEIGHTS, Party, Rules, judge
from models.mentoring_suggestions import Asked
from models.mentors import Mentor
from models.outbox import Owed
from models.silences import Silence
from models.skills import Level
from tests.cohorts import ANY, TEAM, is_like, joins, knows, open_cohort, pairs
from tests.conftest import START, THOROUGH

NOW = START + timedelta(days=14)


@pytest.fixture
def session(sessions: Sessions) -> Iterator[Session]:
    with sessions.begin() as session:
        yield session


def two_and_two(session: Session, **chosen: Any) -> Cohort:
    """Let two seek and two mentor: everybody suits everybody."""
    cohort = open_cohort(session, **chosen)
    for who in ("S1", "S2"):
        joins(session, cohort, who, Role.SEEKER, wants=["Kubernetes"])
    for who in ("M1", "M2"):
        joins(session, cohort, who, Role.MENTOR, offers=["Kubernetes"])
    return cohort


def why(session: Session, cohort: Cohort, who: str) -> Why:
    sheet = cohorts_draft.gather(session, cohort, now=NOW)
    return cohorts_draft.why_not(sheet, who, pairs=len(pairs(session)))


def test_everybody_is_matched_who_can_be(session: Session) -> None:
    cohort = open_cohort(session)
    joins(session, cohort, "PICKY", Role.SEEKER, wants=["Rust"])
    joins(session, cohort, "EASY", Role.SEEKER, wants=["Rust", "SQL"])
    joins(session, cohort, "RUST", Role.MENTOR, offers=["Rust"])
    joins(session, cohort, "SQL", Role.MENTOR, offers=["SQL"])
    cohorts_draft.draft(session, cohort, now=NOW)
    assert pairs(session) == {"PICKY": "RUST", "EASY": "SQL"}
    assert cohort.state == State.DRAFTED


def test_the_same_people_give_the_same_draft_in_whatever_order_they_came(session: Session) -> None:
    found = []
    people = [(f"S{n}", Role.SEEKER) for n in range(9)] + [(f"M{n}", Role.MENTOR) for n in range(5)]
    for turn in range(3):
        cohort = open_cohort(session, submission=str(turn))
        random.Random(turn).shuffle(people)
        for who, role in people:
            joins(session, cohort, who, role, wants=["SQL"], offers=["SQL"])
        found.append(cohorts_draft.draft(session, cohort, now=NOW))
    assert len(found[0]) == 5
    assert found[0] == found[1] == found[2]


def test_another_seed_decides_otherwise_between_equals(session: Session) -> None:
    found = set()
    for seed in range(8):
        cohort = open_cohort(session, submission=str(seed), seed=seed)
        for n in range(6):
            joins(session, cohort, f"S{n}", Role.SEEKER, wants=["SQL"])
        joins(session, cohort, "M", Role.MENTOR, offers=["SQL"])
        found |= {each.seeker_id for each in cohorts_draft.draft(session, cohort, now=NOW)}
    assert len(found) > 1


def test_a_pinned_pair_stays_and_parted_ones_never_meet_again(session: Session) -> None:
    cohort = two_and_two(session)
    cohorts_draft.draft(session, cohort, now=NOW)
    seeker, mentor = next(iter(pairs(session).items()))
    cohorts_review.pin(session, TEAM, cohort.id, (seeker, mentor), on=True, by="U0ADA", now=NOW)
    cohorts_review.again(session, TEAM, cohort.id, by="U0ADA", now=NOW)
    assert pairs(session)[seeker] == mentor
    cohorts_review.part(session, TEAM, cohort.id, (seeker, mentor), by="U0ADA", now=NOW)
    assert seeker not in pairs(session)
    cohorts_review.again(session, TEAM, cohort.id, by="U0ADA", now=NOW)
    assert len(pairs(session)) == 2
    assert pairs(session)[seeker] != mentor
    cohorts_review.allow(session, TEAM, cohort.id, (seeker, mentor), by="U0ADA", now=NOW)
    assert cohorts_review.parted(session, cohort) == []
    acts = session.execute(select(Act.act, Act.about_id, Act.detail)).all()
    assert ("cohorts.pin", seeker, "Spring cohort") in acts
    assert ("cohorts.part", mentor, "Spring cohort") in acts


def test_a_pair_that_is_no_longer_in_the_draft_cannot_be_pinned(session: Session) -> None:
    cohort = two_and_two(session)
    cohorts_draft.draft(session, cohort, now=NOW)
    with pytest.raises(RuleError, match="no longer in the draft"):
        cohorts_review.pin(session, TEAM, cohort.id, ("S1", "NOBODY"), on=True, by="U0ADA", now=NOW)


def test_a_pinned_pair_that_a_rule_forbids_by_now_is_not_kept(session: Session) -> None:
    cohort = two_and_two(session)
    cohorts_draft.draft(session, cohort, now=NOW)
    seeker, mentor = next(iter(pairs(session).items()))
    cohorts_review.pin(session, TEAM, cohort.id, (seeker, mentor), on=True, by="U0ADA", now=NOW)
    apart.keep(session, TEAM, mentor, seeker, now=NOW)
    cohorts_review.again(session, TEAM, cohort.id, by="U0ADA", now=NOW)
    assert pairs(session)[seeker] != mentor


@pytest.mark.parametrize("keeper", [("S", "M"), ("M", "S")])
def test_who_keeps_apart_is_never_drafted_and_nobody_can_tell_it_from_a_full_mentor(
    session: Session, keeper: tuple[str, str]
) -> None:
    cohort = open_cohort(session)
    joins(session, cohort, "S", Role.SEEKER, wants=["SQL"])
    joins(session, cohort, "M", Role.MENTOR, offers=["SQL"])
    apart.keep(session, TEAM, *keeper, now=START)
    cohorts_draft.draft(session, cohort, now=NOW)
    assert pairs(session) == {}
    assert why(session, cohort, "S") == Why.PLACES
    other = open_cohort(session, submission="full")
    joins(session, other, "T", Role.SEEKER, wants=["SQL"])
    joins(session, other, "M2", Role.MENTOR, offers=["SQL"])
    session.add(Mentor(team_id=TEAM, user_id="M2", capacity=0, formats="", since=START))
    cohorts_draft.draft(session, other, now=NOW)
    assert why(session, other, "T") == Why.PLACES


def test_who_pauses_or_rests_is_left_in_peace(session: Session) -> None:
    cohort = two_and_two(session)
    pauses.begin(session, TEAM, "S1", last_day=None, zone="UTC", now=START)
    session.add(Silence(team_id=TEAM, user_id="M1", programme=Programme.MENTORING, rounds=3, rested_at=START))
    session.flush()
    cohorts_draft.draft(session, cohort, now=NOW)
    assert pairs(session) == {"S2": "M2"}
    assert why(session, cohort, "S1") == Why.PLACES


def test_running_mentorships_count_among_a_mentors_places(session: Session) -> None:
    cohort = open_cohort(session)
    for n in range(4):
        joins(session, cohort, f"S{n}", Role.SEEKER, wants=["SQL"])
    joins(session, cohort, "M", Role.MENTOR, offers=["SQL"], places=5)
    session.add(Mentor(team_id=TEAM, user_id="M", capacity=3, formats="running", since=START))
    mentorship(session, "ELSE", "M", MentorshipState.RUNNING)
    cohorts_draft.draft(session, cohort, now=NOW)
    assert len(pairs(session)) == 2


def mentorship(
    session: Session, seeker: str, mentor: str, state: MentorshipState, ending: Ending | None = None
) -> None:
    session.add(
        Mentorship(
            team_id=TEAM,
            seeker_id=seeker,
            mentor_id=mentor,
            state=state,
            ending=ending,
            format=Format.RUNNING,
            skill="SQL",
            skill_key="sql",
            asked_at=START,
            accepted_at=START,
        )
    )
    session.flush()


@pytest.mark.parametrize(
    ("state", "ending"), [(MentorshipState.RUNNING, None), (MentorshipState.ENDED, Ending.NO_FIT)]
)
def test_two_who_are_together_already_or_did_not_fit_are_not_drafted(
    session: Session, state: MentorshipState, ending: Ending | None
) -> None:
    cohort = open_cohort(session)
    joins(session, cohort, "S", Role.SEEKER, wants=["SQL"])
    joins(session, cohort, "M", Role.MENTOR, offers=["SQL"], places=3)
    mentorship(session, "S", "M", state, ending)
    cohorts_draft.draft(session, cohort, now=NOW)
    assert pairs(session) == {}


def test_each_reason_is_told_in_words(session: Session) -> None:
    rules = Rules(other_team=True, other_line=True, same_language=True, overlap_minutes=120)
    cohort = open_cohort(session, rules=rules)
    for number, skill in enumerate(["Rust", "SQL", "Go", "CSS", "Git", "Ada"]):
        joins(session, cohort, f"S{number}", Role.SEEKER, wants=[skill])
        if skill != "Rust":
            joins(session, cohort, f"M{number}", Role.MENTOR, offers=[skill])
    is_like(session, "S1", zone="Europe/Berlin")
    is_like(session, "M1", zone="Asia/Tokyo")
    is_like(session, "S2", team="Platform")
    is_like(session, "M2", team="platform")
    is_like(session, "S3", languages="english")
    is_like(session, "M3", languages="german")
    is_like(session, "S4", manager_id="M4")
    is_like(session, "S5", team="Data", manager_id="M5")
    is_like(session, "M5", team="Data")
    cohorts_draft.draft(session, cohort, now=NOW)
    assert pairs(session) == {}
    found = [why(session, cohort, f"S{number}") for number in range(6)]
    assert found == [Why.NOBODY, Why.HOURS, Why.TEAM, Why.LANGUAGE, Why.LINE, Why.RULES]
    assert why(session, cohort, "M1") == Why.NOT_NEEDED


def test_what_nobody_knows_of_somebody_keeps_nobody_out(session: Session) -> None:
    rules = Rules(other_team=True, other_line=True, same_language=True, overlap_minutes=240)
    cohort = two_and_two(session, rules=rules)
    is_like(session, "M1", zone="Asia/Tokyo", team="Platform", languages="japanese")
    cohorts_draft.draft(session, cohort, now=NOW)
    assert len(pairs(session)) == 2


def test_everybody_of_one_team_gives_an_empty_draft_and_says_why(session: Session) -> None:
    cohort = two_and_two(session, rules=ANY._replace(other_team=True))
    for who in ("S1", "S2", "M1", "M2"):
        is_like(session, who, team="Platform")
    assert cohorts_draft.draft(session, cohort, now=NOW) == []
    assert why(session, cohort, "S1") == Why.TEAM


@pytest.mark.parametrize("roles", [[], [Role.SEEKER] * 3, [Role.MENTOR] * 3, [Role.BOTH]])
def test_nobody_or_only_one_side_gives_an_empty_draft(session: Session, roles: list[Role]) -> None:
    cohort = open_cohort(session)
    for number, role in enumerate(roles):
        joins(session, cohort, f"P{number}", role, wants=["SQL"], offers=["SQL"])
    assert cohorts_draft.draft(session, cohort, now=NOW) == []
    assert cohort.state == State.DRAFTED
    with pytest.raises(RuleError, match="no pair to publish"):
        cohorts_publishing.publish(session, TEAM, cohort.id, by="U0ADA", now=NOW)


def test_two_who_can_teach_each_other_become_peers(session: Session) -> None:
    cohort = open_cohort(session)
    joins(session, cohort, "A", Role.BOTH, wants=["SQL"], offers=["Rust"])
    joins(session, cohort, "B", Role.BOTH, wants=["Rust"], offers=["SQL"])
    cohorts_draft.draft(session, cohort, now=NOW)
    assert pairs(session) == {"A": "B", "B": "A"}
    cohorts_publishing.publish(session, TEAM, cohort.id, by="U0ADA", now=NOW)
    peers = session.scalars(select(Mentorship)).one()
    assert (peers.format, peers.skill, peers.skill_back) == (Format.PEER, "SQL", "Rust")


def test_a_cohort_holds_no_more_pairs_than_its_steward_said(session: Session) -> None:
    cohort = two_and_two(session, size=1)
    assert len(cohorts_draft.draft(session, cohort, now=NOW)) == 1
    alone = next(each for each in ("S1", "S2") if each not in pairs(session))
    assert why(session, cohort, alone) == Why.SIZE


@pytest.mark.parametrize("last", ["S1", "S2", "S3", "S4"])
def test_who_was_left_out_last_time_goes_first(session: Session, last: str) -> None:
    before = open_cohort(session, submission="before")
    joins(session, before, last, Role.SEEKER)
    before.state, before.published_at = State.PUBLISHED, START
    session.get_one(Joined, (before.id, last)).matched = False
    cohort = open_cohort(session)
    for who in ("S1", "S2", "S3", "S4"):
        joins(session, cohort, who, Role.SEEKER, wants=["SQL"])
    joins(session, cohort, "M", Role.MENTOR, offers=["SQL"])
    cohorts_draft.draft(session, cohort, now=NOW)
    assert pairs(session) == {last: "M"}


def test_who_lost_their_mentor_goes_first(session: Session) -> None:
    mentorship(session, "S3", "LEFT", MentorshipState.ENDED, Ending.GONE)
    cohort = open_cohort(session)
    for who in ("S1", "S2", "S3", "S4"):
        joins(session, cohort, who, Role.SEEKER, wants=["SQL"])
    joins(session, cohort, "M", Role.MENTOR, offers=["SQL"])
    cohorts_draft.draft(session, cohort, now=NOW)
    assert pairs(session) == {"S3": "M"}


def test_publishing_introduces_each_pair_once_and_tells_the_others(session: Session) -> None:
    cohort = two_and_two(session)
    joins(session, cohort, "S3", Role.SEEKER, wants=["Kubernetes"])
    joins(session, cohort, "M3", Role.MENTOR, offers=["Weaving"])
    cohorts_draft.draft(session, cohort, now=NOW)
    done = cohorts_publishing.publish(session, TEAM, cohort.id, by="U0ADA", now=NOW)
    assert (done.pairs, done.taken_out, done.told) == (2, 0, 2)
    with pytest.raises(RuleError, match="published already"):
        cohorts_publishing.publish(session, TEAM, cohort.id, by="U0ADA", now=NOW)
    kinds = Counter(session.scalars(select(Owed.kind)))
    assert kinds["mentoring.introduction"] == 2
    assert kinds["cohorts.unmatched"] == 2
    made = session.scalars(select(Mentorship)).all()
    assert {each.state for each in made} == {MentorshipState.ACCEPTED}
    assert {each.line for each in made} <= {"the line of S1", "the line of S2", "the line of S3"}
    matched = dict(session.execute(select(Joined.user_id, Joined.matched)).all())
    assert [who for who, each in matched.items() if not each and who.startswith("M")] == ["M3"]


def taken_out(session: Session, cohort: Cohort, gone: set[str] = frozenset()) -> int:  # type: ignore[assignment]
    done = cohorts_publishing.publish(session, TEAM, cohort.id, by="U0ADA", gone=gone, now=NOW)
    assert session.scalar(select(func.count()).select_from(Mentorship)) == done.pairs
    return done.taken_out


def test_rules_are_looked_at_again_when_a_draft_is_published(session: Session) -> None:
    cohort = two_and_two(session)
    joins(session, cohort, "S3", Role.SEEKER, wants=["SQL"])
    joins(session, cohort, "M3", Role.MENTOR, offers=["SQL"])
    cohorts_draft.draft(session, cohort, now=NOW)
    drafted = pairs(session)
    pauses.begin(session, TEAM, "S3", last_day=None, zone="UTC", now=NOW)
    apart.keep(session, TEAM, "S1", drafted["S1"], now=NOW)
    assert taken_out(session, cohort) == 2
    told = set(session.scalars(select(Owed.recipients).where(Owed.kind == "cohorts.unmatched")))
    assert told == {"S1", "S3", drafted["S1"], "M3"}
    reasons = session.scalars(
        select(Owed.ref).where(Owed.kind == "cohorts.unmatched", Owed.recipients.in_(["S1", "S3"]))
    )
    assert {each.partition("/")[2] for each in reasons} == {"places"}


def test_a_mentor_who_was_booked_meanwhile_is_not_booked_beyond_their_places(session: Session) -> None:
    cohort = open_cohort(session)
    session.add(Mentor(team_id=TEAM, user_id="M", capacity=2, formats="running", since=START))
    for who in ("S1", "S2"):
        joins(session, cohort, who, Role.SEEKER, wants=["SQL"])
    joins(session, cohort, "M", Role.MENTOR, offers=["SQL"], places=2)
    cohorts_draft.draft(session, cohort, now=NOW)
    assert len(pairs(session)) == 2
    mentorship(session, "ELSE", "M", MentorshipState.ACCEPTED)
    done = cohorts_publishing.publish(session, TEAM, cohort.id, by="U0ADA", now=NOW)
    assert (done.pairs, done.taken_out) == (1, 1)


def test_who_left_the_company_since_the_draft_is_not_introduced(session: Session) -> None:
    cohort = two_and_two(session)
    cohorts_draft.draft(session, cohort, now=NOW)
    partner = pairs(session)["S1"]
    cohorts_publishing.publish(session, TEAM, cohort.id, by="U0ADA", gone={"S1"}, now=NOW)
    assert [each.seeker_id for each in session.scalars(select(Mentorship))] == ["S2"]
    told = session.scalars(select(Owed.recipients).where(Owed.kind == "cohorts.unmatched")).all()
    assert told == [partner]


def company(seed: int) -> Company:
    """Throw a company in which many want the same, and the best few are not enough."""
    dice = random.Random(seed)
    mentors = [
        Party(f"M{n}", offered=dict.fromkeys(dice.sample("abcdef", 2), Level.DEEPEN)) for n in range(90)
    ]
    seekers = [
        Party(f"S{n}", wanted=dict.fromkeys(dice.choices("aaab" if n % 3 else "abcdef", k=2), Level.START))
        for n in range(120)
    ]
    return Company(seekers, mentors, [dice.choice([0, 1, 1, 2]) for _ in mentors], Rules())


@pytest.mark.parametrize("seed", range(8))
def test_looking_at_the_best_few_alone_leaves_nobody_out(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    thrown = company(seed)
    whole = [list(thrown.all_for(each)) for each in thrown.seekers]
    first = random.Random(seed).sample(range(len(whole)), 60)
    assert mentoring_candidates.candidates(thrown) == [
        thrown.best_for(each, MOST * MOST) for each in thrown.seekers
    ], "a small cohort's are cut"
    monkeypatch.setattr(mentoring_candidates, "LINKS", 0)
    monkeypatch.setattr(mentoring_candidates, "MOST", 5)
    few = mentoring_candidates.candidates(thrown, first=first)
    assert sum(map(len, few)) < sum(map(len, whole)) / 2
    assert most(few, thrown.places) == most(whole, thrown.places)
    early = [most([wishes[each] for each in first], thrown.places) for wishes in (few, whole)]
    assert early[0] == early[1], "somebody is left out again"
    drafts = [matching.assign(wishes, thrown.places, first=first) for wishes in (few, whole)]
    again, ever = (sum(found[each] is not None for each in first) for found in drafts)
    assert again == ever


@given(st.integers())
def test_a_draft_and_a_suggestion_score_the_same_two_alike(seed: int) -> None:
    thrown = sheet(seed)
    places = [thrown.places[each.user_id] for each in thrown.mentors]
    company = Company(thrown.seekers, thrown.mentors, places, thrown.rules, thrown.forbidden)
    for seeker in thrown.seekers:
        judged = {
            at: match.score
            for at, mentor in enumerate(thrown.mentors)
            if places[at] and (match := thrown.match(seeker.user_id, mentor.user_id))
        }
        assert {each.mentor: each.score for each in company.all_for(seeker)} == judged
        best = sorted(judged, key=lambda at: (-judged[at], at))[:3]
        assert [each.mentor for each in company.best_for(seeker, 3)] == best


def most(wishes: list[list[Candidate]], places: Any) -> int:
    """Count how many can be matched, in the simplest way there is."""
    held: list[list[int]] = [[] for _ in places]

    def seat(seeker: int, seen: set[int]) -> bool:
        for mentor in {each.mentor for each in wishes[seeker]} - seen:
            seen.add(mentor)
            if len(held[mentor]) < places[mentor]:
                held[mentor].append(seeker)
                return True
            for other in held[mentor]:
                if seat(other, seen):
                    held[mentor].remove(other)
                    held[mentor].append(seeker)
                    return True
        return False

    return sum(seat(each, set()) for each in range(len(wishes)))


PERFECT = Party(
    "M", offered={"sql": Level.DEEPEN}, hours=(480, 960), team="data", languages=frozenset({"english"})
)
SEEKER = Party(
    "S", wanted={"sql": Level.DEEPEN}, hours=(480, 960), team="web", languages=frozenset({"english"})
)


@pytest.mark.parametrize(
    ("part", "seeker", "mentor"),
    [
        ("level", SEEKER, replace(PERFECT, offered={"sql": Level.START})),
        ("hours", SEEKER, replace(PERFECT, hours=(960, 1200))),
        ("other_team", SEEKER, replace(PERFECT, team="web")),
        ("language", SEEKER, replace(PERFECT, languages=frozenset({"german"}))),
        ("free", SEEKER, replace(PERFECT, free=0.0)),
    ],
)
def test_each_part_of_a_score_counts_as_much_as_stewards_read(
    part: str, seeker: Party, mentor: Party
) -> None:
    best, without = judge(SEEKER, PERFECT, ANY), judge(seeker, mentor, ANY)
    assert best is not None
    assert without is not None
    assert best.score == 1
    assert round(100 * (best.score - without.score), 6) == WEIGHTS[part]


def test_half_of_the_wanted_skills_count_half() -> None:
    match = judge(replace(SEEKER, wanted={"sql": Level.DEEPEN, "rust": Level.START}), PERFECT, ANY)
    assert match is not None
    assert round(100 * (1 - match.score), 6) == WEIGHTS["skills"] / 2


def sheet(seed: int) -> Sheet:
    """Throw all that a draft is made from."""
    dice = random.Random(seed)
    who = [f"P{n}" for n in range(dice.randint(2, 40))]
    roles = {each: dice.choice(list(Role)) for each in who}
    people = {each: _party(each, dice) for each in who}
    places = {each: dice.randint(0, 3) for each in who if roles[each] != Role.SEEKER}
    two = [(one, other) for one in who for other in who if one != other]
    return Sheet(
        seed=seed,
        size=dice.choice([None, None, 5]),
        rules=dice.choice([ANY, Rules(True, True, True, 120), ANY._replace(other_line=True)]),  # noqa: FBT003
        roles=roles,
        parties=people,
        places=places,
        away=frozenset(dice.sample(who, len(who) // 6)),
        forbidden=frozenset(dice.sample(two, len(two) // 8)),
        pinned=sorted({seeker: (seeker, mentor) for seeker, mentor in dice.sample(two, 2)}.values()),
        first=frozenset(dice.sample(who, len(who) // 4)),
    )


def _party(who: str, dice: random.Random) -> Party:
    return Party(
        who,
        offered={key: dice.choice(list(Level)) for key in dice.sample("abcd", 2)},
        wanted={key: dice.choice(list(Level)) for key in dice.sample("abcd", 2)},
        hours=dice.choice([None, (480, 960), (900, 1380)]),
        team=dice.choice(["", "x", "y"]),
        line=frozenset({f"P{dice.randint(0, 40)}"}),
        languages=frozenset(dice.sample(["english", "german"], dice.randint(0, 2))),
        apart_from=frozenset({f"P{dice.randint(0, 40)}"}),
    )


@given(st.integers())
def test_no_draft_ever_breaks_a_rule_and_none_leaves_out_who_could_be_matched(seed: int) -> None:
    thrown = sheet(seed)
    made = cohorts_draft.make(thrown)
    for pair in made:
        seeker, mentor = thrown.parties[pair.seeker_id], thrown.parties[pair.mentor_id]
        assert judge(seeker, mentor, thrown.rules) is not None
        assert not {pair.seeker_id, pair.mentor_id} & thrown.away
        assert (pair.seeker_id, pair.mentor_id) not in thrown.forbidden
        assert thrown.roles[pair.seeker_id] in SEEKING
        assert thrown.roles[pair.mentor_id] in MENTORING
    taken = Counter(pair.mentor_id for pair in made)
    assert all(number <= thrown.places[mentor] for mentor, number in taken.items())
    assert len({pair.seeker_id for pair in made}) == len(made) <= (thrown.size or len(made))
    assert cohorts_draft.make(replace(thrown, roles=dict(reversed(list(thrown.roles.items()))))) == made
    free = replace(thrown, pinned=(), size=None)
    places = [free.places[each.user_id] for each in free.mentors]
    company = Company(free.seekers, free.mentors, places, free.rules, free.forbidden)
    whole = [list(company.all_for(each)) for each in free.seekers]
    assert len(cohorts_draft.make(free)) == most(whole, places)


def test_two_stewards_who_publish_at_once_publish_once(sessions: Sessions) -> None:
    with sessions.begin() as session:
        cohort = two_and_two(session)
        stewards.appoint(session, TEAM, "U0BEN", now=START)
        cohorts_draft.draft(session, cohort, now=NOW)
    together = Barrier(2)

    def publish(by: str) -> bool:
        together.wait()
        with sessions.begin() as session:
            cohorts_publishing.publish(session, TEAM, cohort.id, by=by, now=NOW)
        return True

    with ThreadPoolExecutor(2) as both:
        outcomes = [both.submit(publish, by) for by in ("U0ADA", "U0BEN")]
    failed = [type(each.exception()) for each in outcomes if each.exception()]
    assert failed == [RuleError]
    with sessions.read() as session:
        assert session.scalar(select(func.count()).select_from(Mentorship)) == 2


@pytest.mark.parametrize("turn", range(4))
def test_a_mentor_who_says_yes_while_a_cohort_is_published_is_booked_once(
    sessions: Sessions, turn: int
) -> None:
    with sessions.begin() as session:
        cohort = open_cohort(session)
        joins(session, cohort, "S", Role.SEEKER, wants=["SQL"])
        joins(session, cohort, "M", Role.MENTOR, offers=["SQL"])
        session.add(Mentor(team_id=TEAM, user_id="M", capacity=1, formats="running", since=START))
        cohorts_draft.draft(session, cohort, now=NOW)
        asked = Asked("sql", "SQL")
        wish = Wish(asked, Format.RUNNING, "please", {mentoring_asking.CHOICES[0]: "M"})
        request = mentoring_asking.ask(session, TEAM, "ELSE", wish, submission="x", now=NOW)
    together = Barrier(2)

    def act(what: Callable[[Session], object]) -> None:
        together.wait()
        with sessions.begin() as session:
            what(session)

    acts: list[Callable[[Session], object]] = [
        lambda session: cohorts_publishing.publish(session, TEAM, cohort.id, by="U0ADA", now=NOW),
        lambda session: mentoring_requests.accept(session, TEAM, request.id, 1, by="M", now=NOW),
    ]
    with ThreadPoolExecutor(2) as both:
        outcomes = [both.submit(act, each) for each in (acts if turn % 2 else acts[::-1])]
    assert [type(each.exception()) for each in outcomes if each.exception()] == [RuleError]
    with sessions.read() as session:
        booked = select(func.count()).where(Mentorship.state == MentorshipState.ACCEPTED)
        assert session.scalar(booked) == 1


def test_who_leaves_while_a_large_draft_is_made_is_not_in_it(session: Session) -> None:
    cohort = two_and_two(session)
    drafted = cohorts_draft.make(cohorts_draft.gather(session, cohort, now=NOW))
    cohorts_joining.leave(session, TEAM, cohort.id, "S1", now=START)
    cohorts_review.keep_due(session, cohort.id, drafted, now=NOW)
    assert list(pairs(session)) == ["S2"]


LIVES = 40 if THOROUGH else 3


@pytest.mark.parametrize("seed", range(LIVES))
def test_whatever_happens_in_a_cohort_nobody_is_wronged(session: Session, seed: int) -> None:
    dice = random.Random(seed)
    cohort = open_cohort(session, size=dice.choice([None, 4]))
    people = [f"P{number}" for number in range(12)]
    session.add(Mentor(team_id=TEAM, user_id="P0", capacity=1, formats="running", since=START))
    for who in people:
        knows(session, who, wants=dice.sample(SKILLS, 2), offers=dice.sample(SKILLS, 2))
    for _ in range(60):
        with suppress(RuleError), session.begin_nested():
            _happens(session, cohort, dice, people)
        _check_draft(session, cohort)
    with suppress(RuleError):
        cohorts_publishing.publish(session, TEAM, cohort.id, by="U0ADA", now=NOW)
    _check_draft(session, cohort)
    said = Counter(session.scalars(select(Owed.recipients).where(Owed.kind == "mentoring.introduction")))
    made = session.scalars(select(Mentorship)).all()
    assert Counter(",".join(sorted(each.two)) for each in made) == said
    if cohort.state == State.PUBLISHED:
        hears = set(session.scalars(select(Owed.recipients).where(Owed.kind == "cohorts.unmatched")))
        in_pairs = {who for each in made for who in each.two}
        assert {each.user_id for each in joined_by(session, cohort)} <= hears | in_pairs
    else:
        assert made == []


SKILLS = ["SQL", "Rust", "Git"]


def _happens(session: Session, cohort: Cohort, dice: random.Random, people: list[str]) -> None:
    one, other = dice.sample(people, 2)
    two = dice.choice([*pairs(session).items(), (one, other)])
    match dice.choice(
        ["join"] * 6 + ["leave", "pause", "apart", "pin", "part", "draft", "draft", "gone", "end"]
    ):
        case "join":
            yes = Yes(dice.choice(list(Role)), dice.choice(SKILLS), dice.choice(SKILLS), dice.randint(1, 2))
            cohorts_joining.join(session, TEAM, cohort.id, one, yes, now=START)
        case "leave":
            cohorts_joining.leave(session, TEAM, cohort.id, one, now=NOW)
        case "pause":
            pauses.begin(session, TEAM, one, last_day=None, zone="UTC", now=NOW)
        case "apart":
            apart.keep(session, TEAM, one, other, now=NOW)
        case "pin":
            cohorts_review.pin(session, TEAM, cohort.id, two, on=True, by="U0ADA", now=NOW)
        case "part":
            cohorts_review.part(session, TEAM, cohort.id, two, by="U0ADA", now=NOW)
        case "draft" if len(joined_by(session, cohort)) > 5:
            cohorts_review.again(session, TEAM, cohort.id, by="U0ADA", now=NOW)
        case "gone":
            cohorts_joining.left(session, TEAM, one, now=NOW)
        case "end" if dice.random() < 0.3:
            cohorts_publishing.publish(session, TEAM, cohort.id, by="U0ADA", now=NOW)


def _check_draft(session: Session, cohort: Cohort) -> None:
    """Nobody is drafted or matched who is not in it, twice, beyond their places, or who was parted."""
    session.flush()
    joined = {each.user_id: each for each in joined_by(session, cohort)}
    drafted = pairs_of(session, cohort)
    taken = Counter(each.mentor_id for each in drafted)
    assert all(joined[mentor].capacity >= number for mentor, number in taken.items())
    assert all(joined[each.seeker_id].role in SEEKING for each in drafted)
    assert len(drafted) <= (cohort.size or len(drafted))
    parted = {frozenset((each.seeker_id, each.mentor_id)) for each in cohorts_review.parted(session, cohort)}
    if cohort.state == State.PUBLISHED:
        assert not parted & {frozenset((each.seeker_id, each.mentor_id)) for each in drafted}
        assert mentoring.booked(session, TEAM).get("P0", 0) <= 1
