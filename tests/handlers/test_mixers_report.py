"""What a round came to: its channel reads it without a name, and who runs the mixer a little more."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select

from handlers.views import limits
from handlers.views import mixers_report as views
from models import mixers_answers, mixers_invitation, mixers_report, outbox
from models.budgets import Unasked
from models.mixers import Across, Mixer
from models.mixers_answers import Took
from models.mixers_report import More, Report, Share
from models.mixers_rounds import Answer, Round, Stand
from models.outbox import Owed
from tests import mixers, mixers_groups
from tests.conftest import START, Company
from tests.people import Json, words

PEOPLE = [f"U0{name}" for name in ("ADA", "BEN", "NOOR", "TOMAS", "MEERA", "LEI")]
PEOPLE += [f"U0{name}" for name in ("SOFIA", "ARJUN", "GRETA", "DANIEL", "YAEL", "KENJI")]
THREES = [PEOPLE[at : at + 3] for at in range(0, 12, 3)]
TEAMS = ("Kitchen", "Oven", "Shop")
WEEK = timedelta(weeks=1)


def runs(
    company: Company,
    groups: Sequence[Sequence[str]] = THREES,
    *,
    met: Collection[int] = (),
    invited: bool = True,
    **more: Collection[str],
) -> Round:
    """Let groups be drawn, of which these met; then the round's last moment comes. Ada set the mixer up."""
    sessions = company.potluck.sessions
    for at, who in enumerate(PEOPLE):
        mixers.known(sessions, who, now=START, team=TEAMS[at % 3])
    chosen = mixers.mixer(sessions, PEOPLE, now=START, every=1)
    if invited:
        with sessions.begin() as session:
            mixers_invitation.owe(session, chosen, now=START)
        company.settle()
    with sessions.begin() as session:
        round_ = mixers_groups.drawn(session, chosen, groups, left_out=more.get("left_out", ()), now=START)
        mixers_groups.begun(session, round_, now=START)
        for who in more.get("skips", ()):
            mixers_groups.plays(session, round_, who, Stand.SKIPS)
        for at in met:
            who = groups[at][0]
            mixers_answers.answer(session, mixers.TEAM, round_.id, by=who, answer=Answer.MET, now=START)
    return round_


def shares(company: Company, round_: Round, *who: str) -> None:
    """Let some who met share a line as a tip."""
    with company.potluck.sessions.begin() as session:
        for each in who:
            took = Took(line=f"{each} bakes", shares=True)
            mixers_answers.take(
                session, mixers.TEAM, round_.id, took, by=each, private_channel=False, now=START
            )


def ends(company: Company) -> None:
    mixers.moves_on(company, START + WEEK + timedelta(minutes=1))


def posted(company: Company) -> list[Json]:
    """Give the reports below the invitation; none stands in the channel itself."""
    kenji = company.person("kenji")
    assert not any("came to" in each["text"] for each in kenji.reads() if "thread_ts" not in each)
    return [each for each in kenji.thread(invitation(company)["ts"]) if "came to" in each["text"]]


def invitation(company: Company) -> Json:
    return mixers.invitation(company.person("kenji"))


def report(company: Company) -> str:
    (post,) = posted(company)
    return words(post["blocks"])


def kept(company: Company) -> str:
    """Give what Ada, who runs the mixer, is told."""
    said = [words(each["blocks"]) for each in company.person("ada").told_by_potluck() if "blocks" in each]
    (told,) = [each for each in said if "came to" in each]
    return told


def test_the_channel_reads_what_a_round_came_to_and_no_name(company: Company) -> None:
    runs(company, met=(0, 1))
    ends(company)
    said = report(company)
    assert said.startswith("*What the last round of Coffee came to*\n4 groups, people from 3 teams. ")
    assert "2 of them said that they met." in said
    assert "12 pairs of colleagues from different teams were brought together for the first time." in said
    assert "The next groups are drawn" in said
    assert not any(who in said for who in PEOPLE)


def test_the_report_comes_once(company: Company) -> None:
    runs(company, met=(0, 1))
    ends(company)
    ends(company)
    assert len(posted(company)) == 1
    assert kept(company)


def unasked(company: Company) -> list[str]:
    """Name what took room of the channel's weeks so far."""
    counted = select(Owed.kind).join(Unasked, Unasked.owed_id == Owed.id).order_by(Owed.id)
    with company.potluck.sessions.read() as session:
        return list(session.scalars(counted.where(Unasked.who == mixers.CHANNEL)))


def test_a_report_takes_no_room_of_its_channels_week_and_needs_none(company: Company) -> None:
    runs(company, met=(0, 1))
    with company.potluck.sessions.begin() as session:
        outbox.owe(
            session,
            team_id=mixers.TEAM,
            key="another",
            kind="pauses.back",
            ref="U0BEN",
            to=mixers.CHANNEL,
            due=START + WEEK,
            budget="channel",
        )
    ends(company)
    assert len(posted(company)) == 1
    assert unasked(company) == ["mixers.invitation", "pauses.back"]


def test_the_invitation_says_what_the_last_round_came_to_and_where_the_report_is(company: Company) -> None:
    runs(company, met=(0, 1, 2))
    assert "last round" not in words(invitation(company)["blocks"])
    ends(company)
    assert (
        "*The last round*  4 groups, all or nearly all of them met, people from 3 teams came together. "
        "The report is in the thread."
    ) in words(invitation(company)["blocks"])


def test_an_invitation_that_was_never_said_has_no_report_below_it_and_who_runs_it_has_theirs(
    company: Company,
) -> None:
    runs(company, met=(0, 1), invited=False)
    ends(company)
    with company.potluck.sessions.read() as session:
        kinds = set(session.scalars(select(Owed.kind)))
    assert mixers_report.TO_CHANNEL not in kinds
    assert "2 of them said that they met." in kept(company)


def test_an_invitation_that_somebody_deleted_gets_no_report_nor_does_another_stand_alone(
    company: Company,
) -> None:
    round_ = runs(company, met=(0, 1))
    company.workspace.trouble("chat.update", "message_not_found")
    with company.potluck.sessions.begin() as session:
        mixers_invitation.show_again(session, session.get_one(Mixer, round_.mixer_id), now=START)
    company.settle()
    ends(company)
    assert posted(company) == []
    assert kept(company)


def test_an_invitation_that_is_posted_anew_does_not_tell_of_a_report_below_another(company: Company) -> None:
    round_ = runs(company, met=(0, 1))
    ends(company)
    with company.potluck.sessions.begin() as session:
        mixer = session.get_one(Mixer, round_.mixer_id)
        owed = mixers_invitation.standing(session, mixer)
        assert owed is not None
        assert mixers_report.last_below(session, mixer, owed) is not None
        owed.ts = "1.0"
        assert mixers_report.last_below(session, mixer, owed) is None


@pytest.mark.parametrize(
    ("met", "told"),
    [(4, "most of them met"), (3, "some of them met"), (Share.FEW, ""), (Share.UNTOLD, "")],
)
def test_the_invitation_has_no_figure_of_who_met(met: int | Share, told: str) -> None:
    mixer = Mixer(name="Coffee", channel_id="C0LEARNING", across=Across.SITE)
    last = Report(mixer, 6, met, 4, 30, 0, any_shared=False, following=None)
    said = [each for each in ("6 groups", told, "people from 4 sites came together") if each]
    assert views.in_a_line(last) == f"*The last round*  {', '.join(said)}. The report is in the thread."


def test_of_a_round_too_small_for_figures_the_invitation_says_where_its_tips_are_told_of() -> None:
    mixer = Mixer(name="Coffee", channel_id="C0LEARNING", across=Across.TEAM)
    few = Report(mixer, None, Share.UNTOLD, None, None, None, any_shared=True, following=None)
    assert views.in_a_line(few) == "What came of the last round is in the thread."


@pytest.mark.parametrize(
    ("met", "told"),
    [
        ((0, 1, 2, 3), "All of them, or nearly all, said that they met."),
        ((0, 1, 2), "All of them, or nearly all, said that they met."),
        ((0,), "Few of them said that they met, if any."),
        ((), "Few of them said that they met, if any."),
    ],
)
def test_a_figure_that_leaves_few_people_over_is_put_into_words(
    company: Company, met: Collection[int], told: str
) -> None:
    runs(company, met=met)
    ends(company)
    assert told in report(company)
    assert told in kept(company)


def test_in_a_round_of_few_how_many_met_stays_among_them(company: Company) -> None:
    runs(company, [PEOPLE[:3], PEOPLE[3:6]], met=(0,))
    ends(company)
    said = report(company)
    assert "2 groups, people from 3 teams. How many of them met stays with them" in said


def test_of_fewer_than_five_people_the_channel_reads_nothing_and_who_runs_it_no_figure(
    company: Company,
) -> None:
    runs(company, [PEOPLE[:3]], met=(0,))
    ends(company)
    assert posted(company) == []
    assert "It was a round of fewer than five people, so there are no figures." in kept(company)


def test_a_round_without_a_group_is_not_reported(company: Company) -> None:
    runs(company, [], left_out=PEOPLE[:1])
    ends(company)
    assert posted(company) == []
    assert not any("came to" in words(each) for each in company.person("ada").told_by_potluck())


def test_of_how_many_teams_is_told_once_five_have_named_theirs(company: Company) -> None:
    runs(company)
    for who in PEOPLE[4:]:
        mixers.known(company.potluck.sessions, who, now=START)
    ends(company)
    assert "4 groups. " in report(company)
    assert "4 groups. " in kept(company)
    assert "teams came together" not in words(invitation(company)["blocks"])


def test_lines_that_became_tips_are_counted_once_they_are_five(company: Company) -> None:
    round_ = runs(company, met=(0, 1))
    shares(company, round_, *PEOPLE[:2])
    company.settle()
    with company.potluck.sessions.read() as session:
        assert "Some shared what they took with them as a tip" in words(
            views.to_channel(mixers_report.of(session, session.get_one(Round, round_.id))).blocks
        )
    shares(company, round_, *PEOPLE[2:6])
    ends(company)
    assert "6 of them shared what they took with them as a tip: `/find-tip` shows it." in kept(company)


def test_who_runs_the_mixer_reads_how_many_had_no_group_unless_they_are_few(company: Company) -> None:
    runs(company, [PEOPLE[:3], PEOPLE[3:6]], skips=PEOPLE[6:11], left_out=PEOPLE[11:])
    ends(company)
    said = kept(company)
    assert "5 skipped this round. Fewer than five are not counted here." in said
    assert "go first" not in said
    assert "skipped" not in report(company)
    assert not any(who in said for who in PEOPLE)


def test_who_was_brought_together_before_is_not_new(company: Company) -> None:
    first = runs(company)
    ends(company)
    with company.potluck.sessions.begin() as session:
        round_ = session.get_one(Round, first.id)
        assert mixers_report.of(session, round_).new == 12
        again = mixers_groups.drawn(
            session, session.get_one(Mixer, round_.mixer_id), THREES, now=START + WEEK
        )
        mixers_groups.begun(session, again, now=START + WEEK)
        assert mixers_report.of(session, again).new is None


def test_an_archived_channel_lets_the_mixer_rest_and_ada_hears_it(company: Company) -> None:
    round_ = runs(company, met=(0, 1))
    company.workspace.archive("C0LEARNING")
    ends(company)
    with company.potluck.sessions.read() as session:
        assert session.get_one(Mixer, round_.mixer_id).state == "resting"
    said = [words(each.get("blocks", [])) for each in company.person("ada").told_by_potluck()]
    assert sum("archived" in each for each in said) == 1


def test_a_channel_archived_long_before_lets_the_mixer_rest_all_the_same(
    company: Company,
) -> None:
    round_ = runs(company, met=(0, 1))
    company.workspace.archive("C0LEARNING")
    company.workspace.trouble("chat.update", "is_inactive")  # Slack's word for it where a message stands
    with company.potluck.sessions.begin() as session:
        mixers_invitation.show_again(session, session.get_one(Mixer, round_.mixer_id), now=START)
    company.settle()
    ends(company)
    with company.potluck.sessions.read() as session:
        assert session.get_one(Mixer, round_.mixer_id).state == "resting"


def test_no_report_tells_whether_fewer_than_five_people_met() -> None:
    """Try every answer of every round of small groups, and compare the rounds that are told alike."""
    for sizes in product((2, 3, 4), repeat=4):
        groups: dict[int | None, list[str]] = {
            at: [f"{at}{each}" for each in range(size)] for at, size in enumerate(sizes)
        }
        alike: dict[object, set[int]] = {}
        for answers in product((False, True), repeat=4):
            met = {at for at, said in enumerate(answers) if said}
            people = sum(sizes[at] for at in met)
            alike.setdefault(mixers_report.share(groups, met), set()).add(people)
        for possible in alike.values():
            for people in possible:
                few = 0 < people < 5 or 0 < sum(sizes) - people < 5
                assert not few or len(possible) > 1


@pytest.mark.parametrize("across", Across)
@pytest.mark.parametrize("met", [1, 1000, *Share])
def test_every_report_fits_into_slack_and_rings_nobody(across: Across, met: int | Share) -> None:
    mixer = Mixer(name="<!here> & " * 6, channel_id="C0LEARNING", across=across)
    report_ = Report(mixer, 1000, met, 12, 3000, 40, any_shared=True, following=Round(draws_at=START))
    for message in (views.to_channel(report_), views.to_runner(report_, More(5, 6, 7))):
        assert limits.message_problems(message.blocks) == []
        assert "<!here>" not in words(message.blocks) + message.text
