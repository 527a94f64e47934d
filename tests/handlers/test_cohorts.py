"""Cohorts from sign-up to publication: opened by a steward, joined by members, reviewed, published."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from models import apart, cohorts_forgetting, cohorts_joining, pauses, silences, skills, stewards
from models.audit import Act
from models.cohorts import Cohort, Joined, Pair, Parted, Role, State
from models.consents import Programme
from models.mentoring import Mentorship
from models.outbox import Owed, Step
from models.skills import Level
from tests.cohorts import CLOSED, TEAM, close_signup, is_like, joins, mentorships, open_cohort
from tests.conftest import START, Company
from tests.people import Json, Person, words

FORM = {
    "title": "Spring cohort",
    "channel": "C0LEARNING",
    "closes": "2027-03-15",
    "starts": "2027-03-22",
}
SEEKERS, MENTORS = ("U0BEN", "U0NOOR"), ("U0MEERA", "U0LEI")


def steward(company: Company) -> Person:
    """Make Ada a steward."""
    with company.potluck.sessions.begin() as session:
        stewards.appoint(session, TEAM, "U0ADA", now=START)
    return company.person("ada")


def opens(person: Person, **chosen: Any) -> dict[str, str]:
    """Open a sign-up with what is chosen."""
    person.types("/potluck cohorts")
    person.presses("Open a sign-up")
    return person.submits(**{**FORM, **chosen})


def announced(company: Company, **chosen: Any) -> Person:
    """Let Ada open a sign-up that stands in #learning."""
    ada = steward(company)
    assert opens(ada, **chosen) == {}
    ada.closes()
    company.settle()
    return ada


def post(person: Person) -> Json:
    """Find the announcement in #learning."""
    return next(each for each in reversed(person.reads()) if "Spring cohort" in words(each.get("blocks", [])))


def signs_up(company: Company, name: str, button: str, **typed: Any) -> Person:
    """Let somebody join by the announcement's button."""
    person = company.person(name)
    person.presses(button, post(person))
    assert person.submits(**typed) == {}
    person.closes()
    return person


def minute_later(company: Company, minutes: int = 2) -> None:
    company.set_clock(company.workspace.now() + timedelta(minutes=minutes))
    company.settle()


def two_pairs(company: Company, **chosen: Any) -> Person:
    """Let two who seek and two who mentor be in Ada's cohort, drafted."""
    with company.potluck.sessions.begin() as session:
        cohort = open_cohort(session, **chosen)
        for who in SEEKERS:
            joins(session, cohort, who, Role.SEEKER, wants=["Kubernetes"])
        for who in MENTORS:
            joins(session, cohort, who, Role.MENTOR, offers=["Kubernetes"])
        joins(session, cohort, "U0TOMAS", Role.SEEKER, wants=["Rust"])
    close_signup(company)
    return company.person("ada")


def reviews(person: Person) -> str:
    """Open the review from the message that tells of the draft; give what it says."""
    told = next(each for each in reversed(person.told_by_potluck()) if "The draft of" in str(each))
    person.presses("Review", told, direct(person))
    return words(person.window)


def direct(person: Person) -> str:
    return next(
        str(each["id"])
        for each in person.ask("GET", "/conversations")
        if "U0POTLUCK" in each["members"] and each["kind"] == "im"
    )


def told(person: Person) -> str:
    return words(person.told_by_potluck()[-1].get("blocks", []))


def owed(company: Company, kind: str) -> list[Owed]:
    with company.potluck.sessions.read() as session:
        found = select(Owed).where(Owed.kind == kind).order_by(Owed.recipients)
        return list(session.scalars(found))


def drafted(company: Company) -> dict[str, str]:
    with company.potluck.sessions.read() as session:
        return {each.seeker_id: each.mentor_id for each in session.scalars(select(Pair))}


def test_a_steward_opens_a_sign_up_and_its_channel_hears_of_it(company: Company, ben: Person) -> None:
    ada = announced(company)
    said = words(post(ben)["blocks"])
    assert "Find a mentor, be one, or both." in said
    assert "it starts on Monday 22 March" in said
    assert "different teams, never somebody's own line of managers, a language in common" in said
    assert "at least 2 shared working hours" in said
    assert "Nobody has joined yet" in said
    with company.potluck.sessions.read() as session:
        assert session.scalars(select(Act.act)).all() == ["cohorts.open"]
    ada.types("/potluck cohorts")
    assert "0 colleagues joined" in words(ada.window)


def test_opening_is_for_stewards(company: Company, ben: Person) -> None:
    steward(company)
    ben.types("/potluck cohorts")
    assert "No cohort is open in your channels" in words(ben.window)
    with pytest.raises(AssertionError, match="no button"):
        ben.presses("Open a sign-up")


def test_cohorts_are_reached_from_mentoring_too(company: Company) -> None:
    ada = steward(company)
    ada.types("/mentor")
    ada.presses("Cohorts")
    assert "No cohort yet" in words(ada.window)


@pytest.mark.parametrize(
    ("chosen", "field", "word"),
    [
        ({"closes": "2027-02-27"}, "closes", "which is over"),
        ({"closes": "2027-03-25"}, "starts", "a day after sign-up closes"),
        ({"closes": "2027-03-22"}, "starts", "a day after sign-up closes"),
        ({"starts": "2029-03-22"}, "starts", "more than a year ahead"),
        ({"title": "  "}, "title", "Give it a name"),
        ({"size": "0"}, "size", "A number from 1"),
        ({"size": "-3"}, "size", "A whole number"),
        ({"size": "a few"}, "size", "A whole number"),
        ({"size": "99999999"[:6]}, "size", "A number from 1"),
        ({"channel": "C0LEADS"}, "channel", "a channel that you are in"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(
    company: Company, chosen: dict[str, str], field: str, word: str
) -> None:
    errors = opens(steward(company), **chosen)
    assert list(errors) == [field]
    assert word in errors[field]


def test_an_archived_channel_is_told_beside_its_field(company: Company) -> None:
    company.workspace.archive("C0LEARNING")
    assert "archived" in opens(steward(company))["channel"]


def test_a_form_sent_twice_opens_one(company: Company) -> None:
    with company.potluck.sessions.begin() as session:
        assert open_cohort(session).id == open_cohort(session).id


def test_joining_takes_a_yes_and_a_skill_and_is_counted_without_names(company: Company, ben: Person) -> None:
    announced(company)
    ben.presses("Learn", post(ben))
    said = words(ben.window)
    for line in ("What", "How often", "Who sees it", "How to stop"):
        assert f"*{line}:*" in said
    assert ben.submits(wanted=" , ") == {
        "wanted": "Name at least one thing that you would like to learn, such as Kubernetes."
    }
    assert ben.submits(wanted="k8s", line="How do I begin?") == {}
    assert "You are in *Spring cohort*" in words(ben.window)
    ben.closes()
    signs_up(company, "noor", "Both", wanted="SQL", offered="kubernetes", places="2")
    minute_later(company)
    said = words(post(ben)["blocks"])
    assert "2 colleagues have joined." in said
    assert "U0BEN" not in said


def test_a_slip_in_what_one_joins_with_is_asked_about(company: Company, ben: Person) -> None:
    announced(company)
    ben.presses("Learn", post(ben))
    assert ben.submits(wanted="kuberntes") == {}
    assert "You wrote “kuberntes”. Did you mean this?" in words(ben.window)
    ben.presses("Kubernetes")
    ben.closes()
    ben.presses("Learn", post(ben))
    assert ben.window["state"]["values"]["wanted"]["wanted"]["value"] == "Kubernetes"


def test_the_form_knows_what_one_said_before_and_another_button_changes_the_role(
    company: Company, ben: Person
) -> None:
    announced(company)
    signs_up(company, "ben", "Learn", wanted="k8s", line="How do I begin?")
    ben.presses("Both", post(ben))
    values = [block["element"].get("initial_value") for block in ben.window["blocks"] if "element" in block]
    assert values == ["Kubernetes", None, None, "How do I begin?"]
    with company.potluck.sessions.begin() as session:
        skills.want(session, TEAM, "U0BEN", "", deepen="Kubernetes", now=START)
    assert ben.submits(offered="SQL") == {}
    with company.potluck.sessions.read() as session:
        cohort = session.scalars(select(Cohort)).one()
        assert cohorts_joining.counts(session, cohort) == {Role.BOTH: 1}
        assert [each.level for each in skills.wanted_by(session, TEAM, "U0BEN")] == [Level.DEEPEN]


def test_who_pauses_is_told_as_they_join_that_they_are_matched_only_once_they_are_back(
    company: Company, ben: Person
) -> None:
    announced(company)
    ben.types("/potluck pause")
    assert ben.submits() == {}
    ben.closes()
    ben.presses("Learn", post(ben))
    assert ben.submits(wanted="SQL") == {}
    assert "nobody is matched while they pause" in words(ben.window)


def test_joining_brings_back_who_was_rested(company: Company) -> None:
    announced(company)
    with company.potluck.sessions.begin() as session:
        for _ in range(3):
            silences.unheard(session, TEAM, "U0BEN", Programme.MENTORING, now=START)
        assert silences.of(session, TEAM, "U0BEN") == [Programme.MENTORING]
    signs_up(company, "ben", "Learn", wanted="SQL")
    with company.potluck.sessions.read() as session:
        assert silences.of(session, TEAM, "U0BEN") == []


def test_one_tap_leaves_and_nobody_is_told(company: Company, ben: Person) -> None:
    announced(company)
    signs_up(company, "ben", "Learn", wanted="k8s")
    ben.presses("Learn", post(ben))
    ben.presses("Leave this cohort")
    assert "You are not in *Spring cohort* any more. Nobody is told." in words(ben.window)
    ben.closes()
    minute_later(company)
    assert "Nobody has joined yet" in words(post(ben)["blocks"])
    assert "cohort" not in str(ben.told_by_potluck())


def test_one_joins_and_leaves_from_the_list_too(company: Company, ben: Person) -> None:
    announced(company)
    ben.types("/potluck cohorts")
    ben.chooses("Join")
    ben.presses("Mentor")
    assert ben.submits(offered="SQL", places="3") == {}
    ben.closes()
    ben.types("/potluck cohorts")
    assert "You are in it." in words(ben.window)
    ben.chooses("Leave")
    assert "Nobody is told" in words(ben.window)


def test_until_the_pairs_are_published_one_may_leave_and_hears_nothing_of_the_draft(
    company: Company, ben: Person
) -> None:
    two_pairs(company)
    ben.types("/potluck cohorts")
    assert "Sign-up closed, you hear soon" in words(ben.window)
    assert "pair" not in words(ben.window)
    ben.chooses("Leave")
    assert "Nobody is told" in words(ben.window)
    assert "U0BEN" not in drafted(company)


def test_guests_are_not_matched(company: Company) -> None:
    announced(company)
    gus = company.person("gus")
    gus.presses("Learn", post(gus))
    assert "This is for colleagues" in gus.last()["text"]
    gus.types("/potluck cohorts")
    assert gus.windows == []
    with company.potluck.sessions.read() as session:
        assert cohorts_joining.counts(session, session.scalars(select(Cohort)).one()) == {}


def test_sign_up_that_has_closed_says_so(company: Company, ben: Person) -> None:
    announced(company)
    ben.presses("Learn", post(ben))
    close_signup(company)
    assert "Sign-up for this cohort has closed" in ben.submits(wanted="k8s")["wanted"]
    assert "Sign-up has closed." in words(post(ben)["blocks"])


def test_nobody_joined_and_the_steward_is_told(company: Company) -> None:
    ada = announced(company)
    close_signup(company)
    assert "Sign-up for *Spring cohort* has closed, and nobody joined." in told(ada)


def test_the_steward_sees_the_draft_with_reasons_and_never_a_line(company: Company) -> None:
    ada = two_pairs(company)
    said = reviews(ada)
    assert said.count("learns from") == 2
    assert "of 100" in said
    assert "Kubernetes, deepens" in said
    assert "No mentor for <@U0TOMAS>\nNobody who joined offers Rust" in said
    assert "3 to learn, 2 to mentor  ·  1 not matched" in said
    assert "the line of" not in said


def test_the_steward_reads_how_a_draft_is_made(company: Company) -> None:
    ada = two_pairs(company)
    reviews(ada)
    ada.presses("How this is made")
    said = words(ada.window)
    assert "*40*  how many of the wanted skills are offered" in said
    assert "Who was left out last time goes first" in said


def test_a_steward_pins_parts_and_drafts_again(company: Company) -> None:
    ada = two_pairs(company)
    reviews(ada)
    before = drafted(company)
    ada.chooses("Pin")
    assert "1 pinned" in words(ada.window)
    ada.chooses("Unpin")
    ada.chooses("Part")
    assert "Parted. Draft again to find them others." in words(ada.window)
    assert len(drafted(company)) == 1
    ada.presses("Draft again")
    now = drafted(company)
    assert len(now) == 2
    assert before.items() & now.items() == set()
    ada.presses("Allow again")
    assert "Parted:" not in words(ada.window)
    with company.potluck.sessions.read() as session:
        acts = Counter(session.scalars(select(Act.act)))
    assert acts["cohorts.pin"] == acts["cohorts.part"] == acts["cohorts.allow"] == 2
    assert acts["cohorts.draft"] == 1


def test_a_draft_larger_than_a_window_comes_in_pages(company: Company) -> None:
    with company.potluck.sessions.begin() as session:
        cohort = open_cohort(session)
        for number in range(45):
            joins(session, cohort, f"U9SEEK{number}", Role.SEEKER, wants=["SQL"])
            joins(session, cohort, f"U9HELP{number}", Role.MENTOR, offers=["SQL"])
    close_signup(company)
    ada = company.person("ada")
    assert "3 pages, this is page 1" in reviews(ada)
    ada.presses("Next")
    ada.presses("Next")
    assert words(ada.window).count("learns from") == 5
    ada.presses("Back")
    assert "this is page 2" in words(ada.window)


def test_however_many_are_parted_the_window_holds_the_draft(company: Company) -> None:
    ada = two_pairs(company)
    with company.potluck.sessions.begin() as session:
        cohort = session.scalars(select(Cohort)).one()
        session.add_all(
            Parted(cohort_id=cohort.id, team_id=TEAM, seeker_id=f"U9SEEK{number}", mentor_id="U9HELP")
            for number in range(120)
        )
    said = reviews(ada)
    assert said.count("learns from") == 2
    assert "80 more are parted." in said


def test_publishing_introduces_every_pair_and_tells_the_others_kindly(company: Company) -> None:
    ada = two_pairs(company)
    reviews(ada)
    pairs = drafted(company)
    ada.presses("Publish")
    said = words(ada.window)
    assert "Published. 2 pairs are introduced now, and 1 colleague hears that there is nobody yet." in said
    assert mentorships(company) == sorted(pairs.items())
    introductions = owed(company, "mentoring.introduction")
    assert sorted(each.recipients for each in introductions) == sorted(
        ",".join(sorted(two)) for two in pairs.items()
    )
    minute_later(company)
    tomas = company.person("tomas")
    assert told(tomas) == (
        "There is nobody for you in *Spring cohort* this time: nobody who joined offers Rust. In the next "
        "cohort you come first. You need not wait for it: `/mentor` looks for somebody today."
    )


def test_the_two_of_a_pair_meet_in_a_group_message_and_each_pair_once(company: Company, ben: Person) -> None:
    ada = two_pairs(company)
    reviews(ada)
    ada.presses("Publish")
    for _ in range(10):
        minute_later(company, 6 * 60)
    groups = [each for each in ben.ask("GET", "/conversations") if each["kind"] == "mpim"]
    assert len(groups) == 1
    said = [words(each.get("blocks", [])) for each in ben.reads(groups[0]["id"])]
    assert len(said) == 1
    assert "Kubernetes" in said[0]
    assert {each.step for each in owed(company, "mentoring.introduction")} == {Step.SAID}
    with company.potluck.sessions.read() as session:
        states = [each.state for each in session.scalars(select(Mentorship))]
    assert states == ["running", "running"]


def test_publishing_twice_introduces_nobody_twice(company: Company) -> None:
    ada = two_pairs(company)
    with company.potluck.sessions.begin() as session:
        stewards.appoint(session, TEAM, "U0SOFIA", now=START)
    sofia = company.person("sofia")
    sofia.types("/potluck cohorts")
    sofia.chooses("Look")
    reviews(ada)
    ada.presses("Publish")
    sofia.presses("Publish")
    assert "This cohort is published already" in words(sofia.window)
    assert len(mentorships(company)) == len(owed(company, "mentoring.introduction")) == 2


def test_two_who_are_kept_apart_since_the_draft_are_taken_out_and_nobody_hears_why(
    company: Company,
) -> None:
    ada = two_pairs(company)
    reviews(ada)
    mentor = drafted(company)["U0BEN"]
    with company.potluck.sessions.begin() as session:
        apart.keep(session, TEAM, mentor, "U0BEN", now=START)
    ada.presses("Publish")
    said = words(ada.window)
    assert "Published. 1 pair is introduced now, and 3 colleagues hear that there is nobody yet." in said
    assert "1 pair of the draft was not possible any more" in said
    assert "apart" not in said.casefold()
    minute_later(company)
    assert "who offers Kubernetes has no place left, or cannot take part now" in told(company.person("ben"))


def test_a_mentor_who_leaves_the_company_is_out_of_the_draft(company: Company) -> None:
    ada = two_pairs(company)
    gone = drafted(company)["U0BEN"]
    company.workspace.deactivate(gone)
    assert "U0BEN" not in drafted(company)
    said = reviews(ada)
    assert gone not in said
    ada.presses("Publish")
    assert [seeker for seeker, _mentor in mentorships(company)] == ["U0NOOR"]


def test_who_became_a_guest_or_left_unheard_is_found_out_when_published(company: Company) -> None:
    with company.potluck.sessions.begin() as session:
        cohort = open_cohort(session)
        joins(session, cohort, "U0BEN", Role.SEEKER, wants=["SQL"])
        joins(session, cohort, "U0LEI", Role.MENTOR, offers=["SQL"])
        joins(session, cohort, "U0NOOR", Role.SEEKER, wants=["SQL"])
        joins(session, cohort, "U0NOBODY", Role.MENTOR, offers=["SQL"])
    close_signup(company)
    ada = company.person("ada")
    reviews(ada)
    ada.presses("Publish")
    assert [mentor for _seeker, mentor in mentorships(company)] == ["U0LEI"]


def test_a_cancelled_cohort_is_told_to_everybody_who_joined(company: Company, ben: Person) -> None:
    ada = announced(company)
    signs_up(company, "ben", "Learn", wanted="k8s")
    ada.types("/potluck cohorts")
    ada.chooses("Look")
    ada.presses("Cancel cohort")
    assert "Called off" in words(ada.window)
    minute_later(company)
    assert "*Spring cohort*, for which you signed up, was called off." in told(ben)
    assert "This cohort was called off." in words(post(ben)["blocks"])
    close_signup(company)
    assert "The draft" not in str(ada.told_by_potluck())


def test_a_draft_that_its_steward_leaves_lying_is_asked_after_once_and_nobody_waits_for_ever(
    company: Company, ben: Person
) -> None:
    ada = two_pairs(company)
    for day in range(1, 6):
        company.set_clock(CLOSED + timedelta(days=6, hours=day))
        company.settle()
    asked = [str(each) for each in ada.told_by_potluck() if "its draft is not published yet" in str(each)]
    assert asked == []
    for hour in range(1, 6):
        company.set_clock(CLOSED + timedelta(days=7, hours=hour - 12))
        company.settle()
    asked = [words(each["blocks"]) for each in ada.told_by_potluck() if "not published yet" in str(each)]
    assert len(asked) == 1
    assert "5 colleagues wait to hear" in asked[0]
    assert "called off on Monday 29 March" in asked[0]
    company.set_clock(CLOSED + timedelta(days=14))
    company.settle()
    minute_later(company)
    assert "was called off" in told(ben)
    with company.potluck.sessions.read() as session:
        assert session.scalars(select(Cohort)).one().state == State.CANCELLED


def test_a_steward_closes_early(company: Company) -> None:
    ada = announced(company)
    signs_up(company, "ben", "Learn", wanted="k8s")
    signs_up(company, "lei", "Mentor", offered="k8s")
    ada.types("/potluck cohorts")
    ada.chooses("Look")
    assert "1 to learn, 1 to mentor" in words(ada.window)
    ada.presses("Close and draft now")
    assert "<@U0BEN> learns from <@U0LEI>" in words(ada.window)


def test_an_announcement_that_slack_refuses_is_told_and_made_again(company: Company, ben: Person) -> None:
    ada = steward(company)
    assert opens(ada) == {}
    ada.closes()
    company.workspace.archive("C0LEARNING")
    company.settle()
    assert "I could not announce *Spring cohort*" in told(ada)
    company.workspace.archive("C0LEARNING", archived=False)
    ada.presses("Look at it", ada.told_by_potluck()[-1], direct(ada))
    assert "Not announced" in words(ada.window)
    ada.presses("Announce again")
    assert "Not announced" not in words(ada.window)
    company.settle()
    assert "Find a mentor" in words(post(ben)["blocks"])


def test_an_announcement_waits_for_its_channels_week_and_its_steward_hears_if_that_was_too_long(
    company: Company,
) -> None:
    with company.potluck.sessions.begin() as session:
        open_cohort(session, submission="before", title="Another")
        open_cohort(session, closes_on=(START + timedelta(days=3)).date())
    company.settle()
    company.set_clock(START + timedelta(days=4))
    company.settle()
    assert [each.step for each in owed(company, "cohorts.announcement")].count(Step.DROPPED) == 1
    assert "was not announced" in str(company.person("ada").told_by_potluck())


def test_only_stewards_review_and_publish(company: Company) -> None:
    ada = two_pairs(company)
    reviews(ada)
    with company.potluck.sessions.begin() as session:
        stewards.choose(session, TEAM, ["U0BEN"], by="U0ADA", now=START)
    ada.presses("Publish")
    assert "This is for stewards" in words(ada.window)
    assert mentorships(company) == []


def test_a_large_cohort_is_drafted_a_moment_later(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = two_pairs(company)
    reviews(ada)
    monkeypatch.setattr("models.cohorts_review.AT_ONCE", 1)
    ada.presses("Draft again")
    assert "So many take a minute." in words(ada.window)
    ada.closes()
    minute_later(company)
    with company.potluck.sessions.read() as session:
        assert session.scalars(select(Cohort)).one().drafted_at is not None
    assert len([each for each in ada.told_by_potluck() if "The draft of" in str(each)]) == 2


def test_publishing_that_fails_midway_has_introduced_nobody(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = two_pairs(company)
    reviews(ada)

    def lost(*_: Any, **__: Any) -> None:
        raise RuntimeError("the power is out")

    with monkeypatch.context() as outage:
        outage.setattr("models.cohorts.show_again", lost)
        ada.presses("Publish")
    assert mentorships(company) == []
    assert owed(company, "mentoring.introduction") == []
    ada.closes()
    reviews(ada)
    ada.presses("Publish")
    assert len(mentorships(company)) == 2
    assert len(owed(company, "mentoring.introduction")) == 2


def test_who_pauses_hears_when_they_are_back(company: Company) -> None:
    ada = two_pairs(company)
    with company.potluck.sessions.begin() as session:
        pauses.begin(session, TEAM, "U0TOMAS", last_day=None, zone="UTC", now=START)
    reviews(ada)
    ada.presses("Publish")
    minute_later(company)
    assert "no place" not in str(company.person("tomas").told_by_potluck())
    company.person("tomas").types("/potluck resume")
    minute_later(company)
    assert "There is nobody for you in *Spring cohort* this time" in told(company.person("tomas"))


def test_a_profile_that_changed_counts_in_the_next_draft(company: Company) -> None:
    ada = two_pairs(company)
    with company.potluck.sessions.begin() as session:
        session.scalars(select(Cohort)).one().other_team = True
        for who in (*SEEKERS, *MENTORS):
            is_like(session, who, team="Platform")
    assert "something has changed: draft again" in reviews(ada)
    ada.presses("Draft again")
    said = words(ada.window)
    assert "0 pairs drafted" in said
    assert "Who offers Kubernetes is in the same team" in said
    with pytest.raises(AssertionError, match="no button"):
        ada.presses("Publish")
    with company.potluck.sessions.read() as session:
        assert session.scalars(select(Mentorship)).all() == []
        assert session.scalars(select(Cohort)).one().state == State.DRAFTED


def test_who_is_forgotten_is_in_no_cohort_and_no_draft(company: Company) -> None:
    ada = two_pairs(company)
    mentor = drafted(company)["U0BEN"]
    with company.potluck.sessions.begin() as session:
        assert cohorts_forgetting.about(session, TEAM, "U0BEN")["cohort_drafts"] == [
            {"title": "Spring cohort"}
        ]
        cohort = session.scalars(select(Cohort)).one()
        session.add(Parted(cohort_id=cohort.id, team_id=TEAM, seeker_id="U0BEN", mentor_id="U0LEI"))
        session.flush()
        for who in ("U0BEN", "U0ADA"):
            cohorts_forgetting.forget(session, TEAM, who, now=START)
        for table in (Joined, Pair, Parted, Cohort):
            held = session.execute(select(*table.__table__.columns)).all()
            assert "U0BEN" not in str(held)
            assert "U0ADA" not in str(held)
        assert cohorts_forgetting.about(session, TEAM, "U0BEN") == {
            "cohorts": [],
            "cohorts_i_opened": [],
            "cohort_drafts": [],
            "cohort_partings": [],
        }
    said = reviews(ada)
    assert "U0BEN" not in said
    assert mentor in said


def test_the_count_follows_when_somebody_who_joined_is_forgotten(company: Company, ben: Person) -> None:
    announced(company)
    signs_up(company, "ben", "Learn", wanted="k8s")
    minute_later(company)
    assert "1 colleague has joined." in words(post(ben)["blocks"])
    with company.potluck.sessions.begin() as session:
        cohorts_forgetting.forget(session, TEAM, "U0BEN", now=company.workspace.now())
    minute_later(company)
    assert "Nobody has joined yet" in words(post(ben)["blocks"])
