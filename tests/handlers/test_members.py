"""Members in charge of their data: they see all that is held about them, and are forgotten when they wish."""

import json
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import String, select, text
from sqlalchemy.orm import Session

from models import (
    cohorts_draft,
    cohorts_review,
    lanes,
    lunches,
    lunches_after,
    lunches_answers,
    lunches_asking,
    lunches_calendar,
    lunches_offers,
    lunches_series,
    lunches_speakers,
    lunches_swaps,
    lunches_talks,
    lunches_wishes,
    members,
    mentoring_along,
    mentoring_checkins,
    mentoring_fit,
    mentoring_last_words,
    mentoring_worksheets,
    mixers,
    mixers_answers,
    mixers_meetings,
    mixers_rounds,
    reminders,
    silences,
    tables,
)
from models.cohorts import Joined, Role
from models.consents import Programme
from models.lunches import Lunch
from models.lunches_asking import WishAsking
from models.lunches_offers import Offer
from models.lunches_rhythm import Every
from models.lunches_series import Plan, Setting
from models.lunches_talks import Pitch, Talk
from models.mentoring_last_words import Words
from models.mixers_answers import Took
from models.mixers_rounds import Stand
from models.outbox import Owed
from tests import mentoring, mixers_groups
from tests.cohorts import joins, open_cohort
from tests.conftest import START, Company, long_on_postgres
from tests.handlers.test_digests import wants
from tests.handlers.test_prompt_answers import everything
from tests.handlers.test_prompt_proposals import decides, own_bank, proposes
from tests.handlers.test_prompt_schedules import FORM, direct, posts, sets_up, told
from tests.handlers.test_questions import ask, offers, post, settles
from tests.handlers.test_tips import TIP, share
from tests.handlers.test_tips_captures import message, question, save
from tests.lunches import TEAM, THURSDAY
from tests.mentoring_pairs import begin, pair
from tests.people import Json, Person, words

BEN = "U0BEN"
HIS = "kumquat"
"""What everything says that Ben writes."""

SHOWN_IN = {
    "apart.user_id": "not_with",
    "audit.about_id": "what_stewards_did",
    "audit.by_id": "what_i_did_as_steward",
    "calendar_feeds.user_id": "calendar",
    "cohort_members.user_id": "cohorts",
    "cohort_pairs.mentor_id": "cohort_drafts",
    "cohort_pairs.seeker_id": "cohort_drafts",
    "cohort_parted.mentor_id": "cohort_partings",
    "cohort_parted.seeker_id": "cohort_partings",
    "cohorts.opened_by": "cohorts_i_opened",
    "consents.user_id": "consents",
    "digest_readers.reader_id": "digest",
    "lanes.name": "limits",
    "lunches.co_host_id": "lunches_i_host",
    "lunches.host_id": "lunches_i_host",
    "mentoring_checkins.user_id": "check_ins",
    "mentoring_fits.user_id": "whether_it_fits",
    "mentoring_last_words.user_id": "last_words",
    "mentoring_sessions.logged_by": "sessions_i_noted",
    "mentoring_worksheets.author_id": "lines_i_wrote",
    "mentorships.mentor_id": "mentorships",
    "mentorships.seeker_id": "mentorships",
    "mentorships.starter_id": "mentorships",
    "mentoring_wishes.mentor_id": "asked_of_me_as_a_mentor",
    "mentors.user_id": "mentor",
    "mixer_groups.starter_id": "mixer_rounds",
    "mixer_meetings.one_id": "met_in_mixers",
    "mixer_meetings.other_id": "met_in_mixers",
    "mixer_members.user_id": "mixers",
    "mixer_parts.user_id": "mixer_rounds",
    "mixers.by_id": "mixers_i_set_up",
    "mixers.creator_id": "mixers_i_set_up",
    "outbox.key": "messages_to_me",
    "outbox.recipients": "messages_to_me",
    "outbox.ref": "messages_to_me",
    "pauses.user_id": "pauses",
    "profiles.manager_id": "named_as_manager",
    "profiles.user_id": "profile",
    "prompt_proposals.author_id": "prompts_i_proposed",
    "prompt_proposals.decided_by": "prompts_i_decided",
    "prompt_replies.mark": "answers_to_prompts",
    "prompt_replies.user_id": "answers_to_prompts",
    "prompt_schedules.creator_id": "prompt_schedules",
    "prompt_schedules.keeper_id": "prompt_schedules",
    "prompt_schedules.proposer_id": "prompt_schedules",
    "prompt_votes.user_id": "votes",
    "promptings.by_id": "prompts_from_me",
    "question_answers.user_id": "answers_to_questions",
    "question_namings.user_id": "questions_that_name_me",
    "questions.answered_by": "thanked_for_answers",
    "questions.author_id": "questions",
    "reminders.key": "reminders",
    "reminders.told_in": "reminders",
    "reminders.user_id": "reminders",
    "seats.user_id": "seats",
    "series.co_host_id": "series",
    "series.creator_id": "series",
    "series.host_id": "series",
    "series.keeper_id": "series",
    "series.proposer_id": "series",
    "silences.user_id": "silences",
    "skills.user_id": "skills",
    "skills_wanted.user_id": "skills_wanted",
    "stewards.user_id": "steward",
    "talks.asked": "talks",
    "talks.co_speakers": "talks",
    "talks.speaker_id": "talks",
    "tip_captures.author_id": "my_messages_to_be_kept",
    "tip_captures.saver_id": "messages_i_wanted_kept",
    "tip_reports.by_id": "reports_i_made",
    "tip_saves.user_id": "tips_i_saved",
    "tip_thanks.user_id": "thanks_i_gave",
    "tips.author_id": "tips",
    "tips.owner_id": "tips_i_look_after",
    "tips.review_key": "tips_i_look_after",
    "tips.submission": "tips",
    "unasked.who": "messages_i_did_not_ask_for",
    "wish_askings.user_id": "asked_about_wishes",
    "wish_votes.user_id": "wishes_i_share",
    "wishes.wisher_id": "wishes",
}
"""The columns that may hold a person's id, and where a member sees what is held of them there."""

OTHERS_OWN = {"apart.other_id"}
"""The columns that hold a person's id in what is another one's secret: never shown, and forgotten too."""

HOLDS_NOBODY = {
    *(
        "team_id",
        "channel_id",
        "ts",
        "thread_ts",
        "bump_ts",
        "permalink",
        "bot_user_id",
        "submission",
        "token",
    ),
    *("kind", "importance", "budget", "step", "then", "cursor", "reason", "state", "rest", "refusal", "by"),
    *("text", "link", "choices", "button", "format", "theme", "slot", "prompt", "programme", "rhythm"),
    *("start_on", "every", "other_time", "formats", "since", "ahead", "answer", "where", "food", "said"),
    *("cohort_members.role", "cohort_members.line"),
    *("title", "place", "gain", "learned", "channels", "wish_askings.skill"),
    *("audience", "source", "zone", "country", "local_time", "paused_until", "digest_time", "capture_emoji"),
    *("known_words.word", "question_words.word", "prompt_proposals.word", "tip_tags.tag", "tip_tags.key"),
    *("mentoring_wishes.turn", "mentoring_wishes.question", "mentoring_wishes.answer"),
    *("begins", "ends", "languages", "level", "profiles.about", "profiles.team"),
    *("profiles.site", "profiles.seniority"),
    *("skills_wanted.key", "skills_wanted.name"),
    *("skills.key", "skills.name", "question_namings.skill", "question_answers.mark", "workspaces.name"),
    "reminders.ref",
    *("mentorships.skill", "mentorships.skill_key", "mentorships.skill_back", "mentorships.line", "ending"),
    *("stuck", "suggested", "changed", "thanks", "insight"),
    *("mixers.name", "across", "together"),
    *("mixer_rounds.inputs", "mixer_groups.idea", "mixer_groups.times", "stand", "mixer_parts.line"),
    *("audit.act", "audit.detail"),
}
"""Columns that hold no person's id: by name, or of one table."""


def rows(company: Company) -> str:
    """Write down every row of the database, the search index too."""
    with company.potluck.sessions.engine.connect() as connection:
        return everything(company) + repr(connection.execute(text("SELECT * FROM tip_search")).all())


def holding(company: Company, person: Person) -> set[str]:
    """Name the columns in which somebody's id stands now."""
    found = set()
    with company.potluck.sessions.engine.connect() as connection:
        for table in tables.METADATA.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                found |= {f"{table.name}.{name}" for name, value in row.items() if person.id in str(value)}
    return found


def standing(company: Company) -> list[str]:
    """Give everything of Potluck's that stands in the workspace, also below messages that are gone."""
    conversations = company.workspace._hub.state.messages.values()  # noqa: SLF001 - no page shows it all
    return [
        json.dumps(each) for messages in conversations for each in messages.values() if each.get("bot_id")
    ]


def his_data(person: Person) -> dict[str, Any]:
    """Read somebody's data, page by page."""
    person.types("/potluck my-data")
    written = ""
    while True:
        shown = [block for block in person.window["blocks"] if block["type"] == "rich_text"]
        written += "".join(block["elements"][0]["elements"][0]["text"] for block in shown)
        if "Next" not in words(person.window).splitlines():
            person.closes()
            data: dict[str, Any] = json.loads(written)
            return data
        person.presses("Next")


def forget(company: Company, person: Person) -> None:
    person.presses_on_home("Forget me")
    person.presses("Forget me")
    assert "I have forgotten you" in words(person.window)
    person.closes()
    company.settle()


def later(company: Company, **by: float) -> None:
    company.set_clock(START + timedelta(**by))
    company.settle()


def settings(steward: Person, *stewards: str) -> None:
    steward.types("/potluck settings")
    assert steward.submits(stewards=list(stewards)) == {}
    steward.closes()


def keeps_apart(person: Person, other: str) -> dict[str, str]:
    person.types("/potluck not-with")
    errors = person.submits(other=other)
    person.closes()
    return errors


def asked_to_keep(company: Company, author: Person, saver: Person, said: str) -> Json:
    save(saver, message(author, said))
    return question(company, author)


def live(company: Company) -> None:
    """Let Ben do everything that a member, and a steward, can do."""
    ben, ada, noor = company.person("ben"), company.person("ada"), company.person("noor")
    company.schedule_prompts()
    settings(ada, "U0ADA", BEN)
    keeps_apart(ben, "U0GRETA")
    keeps_apart(company.person("greta"), BEN)
    offers(ben, f"{HIS} growing, git")
    wants(ben, "weekly")
    _prompts(company, ben, ada, noor)
    later(company, hours=6, minutes=30)  # when both of them work: Ben is in New York
    _questions(company, ben, noor)
    _tips(company, ben, noor)
    _lunches(company)
    _cohorts(company)
    _mixers(company)
    later(company, days=4, hours=7)
    with company.potluck.sessions.begin() as session:
        now = company.workspace.now()
        lanes.hold(session, TEAM, f"person {BEN}", now=now)
        reminders.remind(session, TEAM, BEN, kind="a.thing", ref=1, due=now, until=now + timedelta(days=1))
        reminders.owe(session, reminders.due(session, now=now), now=now)
        goes_along(session, now)
    _mentoring(company, ben, noor)
    with company.potluck.sessions.begin() as session:
        silences.unheard(session, TEAM, BEN, Programme.MENTORING, now=now)
    _profiles(ben, noor)
    _goes_away(ben)


def _mentoring(company: Company, ben: Person, noor: Person) -> None:
    """Let Ben and Noor offer and ask each other, and Ben ask something first."""
    for mentor, other, what in ((ben, noor, "growing trees"), (noor, ben, "cooking")):
        assert mentoring.offers(mentor, what) == {}
        assert mentoring.asks(other, what, line=f"{HIS}s, please" if other is ben else "plums") == {}
        other.closes()
    ben.types("/mentor")
    ben.presses("Ask something first")
    assert ben.submits(text=f"how many {HIS}s?") == {}
    ben.closes()
    company.settle()


def _profiles(ben: Person, noor: Person) -> None:
    for person, fields in (
        (
            ben,
            {
                "wanted": f"{HIS} jam",
                "team": f"{HIS} growers",
                "site": f"{HIS} hill",
                "seniority": f"{HIS} keeper",
                "about": f"I like {HIS}s.",
                "languages": HIS,
            },
        ),
        (noor, {"manager": [BEN]}),
    ):
        person.types("/potluck profile")
        assert person.submits(**fields) == {}
        person.closes()


def _prompts(company: Company, ben: Person, ada: Person, noor: Person) -> None:
    proposes(ben, question=f"{HIS} or plum?", choices=f"{HIS}\nplum", format="emoji vote")
    decides(company, ada, "Accept", word="Lovely.")
    proposes(ben, question=f"Does a {HIS} wait?")
    proposes(noor, question="What do you water first?")
    ben.presses("Decline", told(company, ben), direct(ben))
    assert ben.submits(word=f"We have {HIS}s already.") == {}
    own_bank(ada)
    ben.ask("POST", "/conversations/C0RANDOM/invite", {"user": "U0POTLUCK"})
    assert sets_up(ben, channel="C0RANDOM") == {}
    later(company, minutes=5)
    prompt = posts(ben, "#learning")[-1]
    for person in (ben, noor):
        person.presses("plum", prompt)
        person.presses("Answer", prompt)
        assert person.submits(text=f"{HIS}s, I say" if person is ben else "plums, I say") == {}
    ben.presses("Keep this as a tip")
    ben.reacts("eyes", prompt)
    ben.types(f"and {HIS} jam", thread=prompt["ts"])
    company.settle()


def _tips(company: Company, ben: Person, noor: Person) -> None:
    share(company, ben, f"a {HIS} tree needs light", tags=f"#{HIS}", link=f"https://{HIS}.example")
    _likes(company, noor, ben.last(), "Is it so?")
    share(company, noor, "water plums at night")
    tip = noor.last()
    _likes(company, ben, tip, f"{HIS}s are better")
    ben.presses("Keep as is", asked_to_keep(company, ben, noor, f"{HIS}s in July"), direct(ben))
    noor.presses("Edit", tip)
    noor.presses("Give to somebody")
    assert noor.submits(to=BEN) == {}
    noor.closes()
    company.settle()
    save(noor, message(ben, f"{HIS}s in June"))
    save(ben, message(noor, "plums in June"))


def _likes(company: Company, reader: Person, tip: Json, report: str) -> None:
    reader.presses("This helped", tip)
    reader.presses("15 min", reader.last())
    reader.presses("Save", tip)
    reader.presses("Report", tip)
    assert reader.submits(text=report) == {}
    reader.closes()
    company.settle()


def _questions(company: Company, ben: Person, noor: Person) -> None:
    for asker, helper, asked, answer in (
        (noor, ben, "how do I rebase with git?", f"git {HIS} --all"),
        (ben, noor, f"who eats {HIS}s with salt?", "everybody at the market"),
    ):
        ask(company, asker, asked)
        helper.presses("I can answer", post(company))
        assert helper.submits(text=answer) == {}
        company.settle()
        assert settles(company, asker, post(company), helper.id) == {}
        helper.presses("Keep it as a tip", helper.told_by_potluck()[-1], direct(helper))
        company.settle()
    ask(company, ben, f"is a {HIS} a secret?", anonymous=["yes"])


def _lunches(company: Company) -> None:
    """Let Ben look after lunches, speak there alone and with others, come, wish, and swap, until Friday."""
    with company.potluck.sessions.begin() as session:
        _meet(session, BEN, "C0LEARNING", THURSDAY, creator_id=BEN)
        _meet(session, "U0NOOR", "C0RANDOM", THURSDAY + timedelta(days=1), co_host_id=BEN)
    company.potluck.look()
    with company.potluck.sessions.begin() as session:
        _wish(session, company.workspace.now())
        _speak(session, company.workspace.now())
    company.settle()
    later(company, days=3, hours=5)
    with company.potluck.sessions.begin() as session:
        _look_back(session, company.workspace.now())
    company.settle()


def _meet(session: Session, host: str, channel: str, first: date, **others: str) -> None:
    setting = Setting("Learning lunch", place="The kitchen", guests=True, slots=2)
    plan = Plan(setting, first, Every.WEEK, time(12), "Europe/Berlin", co_host_id=others.get("co_host_id"))
    series = lunches_series.propose(
        session,
        team_id=TEAM,
        channel_id=channel,
        plan=plan,
        by=host,
        creator_id=others.get("creator_id", host),
        private_channel=False,
        submission=f"series:{channel}",
        now=START,
    )
    lunches.open_next(session, series, now=START)


def _wish(session: Session, now: datetime) -> None:
    wish = partial(lunches_wishes.wish, session, team_id=TEAM, now=now)
    vote = partial(lunches_wishes.vote, session, TEAM, now=now)
    about_trees = wish(by=BEN, text=f"{HIS} trees on balconies", submission="trees")
    vote(about_trees.id, by="U0NOOR")
    vote(about_trees.id, by="U0ADA")
    about_git = wish(by="U0NOOR", text="git for beginners", submission="git")
    vote(wish(by="U0NOOR", text="knots that hold", submission="knots").id, by=BEN)
    lunches_asking.meet(session, now=now)
    assert session.get(WishAsking, (about_git.id, BEN))
    taken = wish(by=BEN, text=f"{HIS} jam", submission="jam")
    vote(taken.id, by="U0ADA")
    jam = _offers(session, "U0NOOR", "What boils over", 2, now, wish_id=taken.id)
    lunches_wishes.vote(session, TEAM, about_git.id, by="U0ADA", now=now)
    assert jam.wish_id == taken.id


def _speak(session: Session, now: datetime) -> None:
    _offers(session, BEN, f"{HIS} alone", 0, now)
    lunches_calendar.token_of(session, TEAM, BEN, fresh="a-secret")
    together = _offers(session, BEN, "Pruning together", 0, now, co_speakers=["U0NOOR"])
    later_on = _offers(session, BEN, f"{HIS} to come", 1, now)
    hers = _offers(session, "U0NOOR", "Grafting with a friend", 3, now, co_speakers=[BEN])
    _offers(session, "U0NOOR", "Asked in vain", 3, now, co_speakers=[BEN])
    _offers(session, BEN, "Weeds for two", 4, now, co_speakers=["U0NOOR"])
    for talk_id, who in ((together.id, "U0NOOR"), (hers.id, BEN)):
        lunches_speakers.answer_invitation(session, TEAM, talk_id, by=who, yes=True, now=now)
    there = ["C0LEARNING"]
    lunches_swaps.ask(session, TEAM, later_on.id, hers.id, by=BEN, channels=there, now=now)
    lunches_swaps.ask(session, TEAM, hers.id, later_on.id, by="U0NOOR", channels=there, now=now)
    coming = lunches.coming(session, TEAM, there, now=now, limit=6)
    for lunch in coming[:2]:
        lunches_answers.come(session, lunch, "U0ADA", now=now)
        lunches_answers.come(session, lunch, BEN, now=now)
    lunches_answers.bring(session, coming[0], BEN, 1, now=now)
    lunches_answers.show(session, coming[0], BEN, shown=True, now=now)


def _offers(session: Session, by: str, title: str, number: int, now: datetime, **more: Any) -> Talk:
    there = ["C0LEARNING"]
    lunch = lunches.coming(session, TEAM, there, now=now, limit=6)[number]
    pitch = Pitch(title, f"what {HIS}s need" if HIS in title else "", minutes=5)
    offer = Offer(pitch, there, lunch.id, more.get("co_speakers", ()), more.get("wish_id"))
    talk = lunches_offers.offer(
        session, TEAM, offer, by=by, submission=title.replace(HIS, "a fruit"), now=now
    )
    assert talk is not None
    return talk


def _look_back(session: Session, now: datetime) -> None:
    past = session.scalars(select(Lunch).where(Lunch.channel_id == "C0LEARNING").order_by(Lunch.at)).first()
    assert past is not None
    lunches_after.learn(session, past, BEN, line=f"{HIS}s wait", keep=True, now=now)
    lunches_after.learn(session, past, "U0ADA", line="plums wait too", keep=False, now=now)
    for talk in lunches_talks.of_lunch(session, past.id):
        link = f"https://{HIS if HIS in talk.title else 'recordings'}.example"
        takeaways = [f"{HIS} {talk.id}"]
        lunches_after.add_recording(session, talk, by=BEN, link=link, takeaways=takeaways, now=now)


def goes_along(session: Session, now: datetime) -> None:
    """Let Ben learn from Noor, and help Ada."""
    today = now.date()
    for seeker, mentor, line in ((BEN, "U0NOOR", f"{HIS} of BEN"), ("U0ADA", BEN, "figs of ADA")):
        made = pair(session, seeker, mentor, now=now, skill="git", line=line)
        begin(made, now)
        mentoring_along.log(session, TEAM, made.id, by=BEN, met_on=today, today=today, now=now)
        mentoring_checkins.ask(session, made, now=now)
        mentoring_worksheets.write(
            session, TEAM, made.id, by=BEN, stuck=f"{HIS} stones", suggested="", now=now
        )
        mentoring_fit.say(session, TEAM, made.id, by=BEN, fits=True, now=now + timedelta(days=1.3))
        words_ = Words(changed=f"{HIS}s grow", thanks=HIS, insight=f"{HIS}s wait", channel_id="C0LEARNING")
        mentoring_last_words.say(session, TEAM, made.id, words_, by=BEN, now=now)


def _cohorts(company: Company) -> None:
    with company.potluck.sessions.begin() as session:
        for name, by in (("kept", "U0ADA"), ("parted", BEN)):
            cohort = open_cohort(session, submission=name)
            cohort.opened_by = by
            for who, line in ((BEN, f"{HIS}s, slowly"), ("U0NOOR", "juggling")):
                joins(session, cohort, who, Role.BOTH, wants=["juggling"], offers=["juggling"])
                session.get_one(Joined, (cohort.id, who)).line = line
            cohorts_draft.draft(session, cohort, now=START)
        for two in ((BEN, "U0NOOR"), ("U0NOOR", BEN)):
            cohorts_review.part(session, TEAM, cohort.id, two, by="U0ADA", now=START)


def _mixers(company: Company) -> None:
    """Let Ben set up a mixer, meet Noor there and say what he took with him; the next one he skips."""
    now = company.workspace.now()
    with company.potluck.sessions.begin() as session:
        plan = mixers.Plan("Coffee", "C0LEARNING", weekday=3, at=time(10), zone="UTC")
        made = mixers.set_up(session, TEAM, plan, by=BEN, creator_id=BEN, submission="mixer", now=now)
        mixers_rounds.open_first(session, made, seed=7, now=now)
        for who in (BEN, "U0NOOR", "U0ADA", "U0LEI"):
            mixers.join(session, made, who, now=now)
        round_ = mixers_groups.drawn(session, made, [(BEN, "U0NOOR"), ("U0ADA", "U0SOFIA")], now=now)
        mixers_groups.begun(session, round_, now=now)
        took = Took(line=f"{HIS}s meet", shares=True)
        mixers_answers.take(session, TEAM, round_.id, took, by=BEN, now=now)
        coming = mixers_rounds.coming(session, made)
        assert coming is not None
        mixers_groups.plays(session, coming, BEN, Stand.SKIPS)
        mixers_meetings.note(session, TEAM, coming.id, [(BEN, "U0ADA")], at=now)


def _goes_away(ben: Person) -> None:
    ben.types("/potluck pause")
    assert ben.submits() == {}
    ben.closes()


@long_on_postgres
def test_after_a_busy_life_somebody_sees_all_of_it_and_is_forgotten_without_a_trace(company: Company) -> None:
    live(company)
    ben, noor = company.person("ben"), company.person("noor")
    assert holding(company, ben) == SHOWN_IN.keys() | OTHERS_OWN
    assert any(BEN in said for said in standing(company))
    shown = his_data(ben)
    assert shown.keys() >= set(SHOWN_IN.values())
    assert [each["other_id"] for each in shown["not_with"]] == ["U0GRETA"]
    written = json.dumps(shown)
    for his in (
        "alone",
        "to come",
        "with a friend",
        "trees on",
        "s wait",
        "a-secret",
        " hill",
        " keeper",
        "s meet",
    ):
        assert his in written
    for his in ("or plum", "Does a", "tree needs light", "are better", "s in June", "with salt", "a secret"):
        assert his in written
    assert "is it so" not in written.casefold()

    forget(company, ben)
    assert BEN not in rows(company)
    assert HIS not in rows(company).casefold()
    said = [each.casefold() for each in standing(company)]
    assert [each for each in said if BEN.casefold() in each or HIS in each] == []
    assert knows_nothing_of(ben)
    assert "everybody at the market" in words(noor.home())
    told_noor = words([each["blocks"] for each in noor.told_by_potluck() if "blocks" in each])
    for kindly in (
        "A steward would rather not ask the prompt you proposed.",
        "The answer to your question in <#C0LEARNING> was taken back.",
        "The message you marked is not kept as a tip.",
        "A colleague would like to keep your message",
    ):
        assert kindly in told_noor
    assert "plums, I say" in rows(company)


def knows_nothing_of(person: Person) -> bool:
    person.types("/potluck my-data")
    empty = "I hold nothing about you" in words(person.window)
    person.closes()
    return empty


def test_every_column_is_known_to_hold_people_or_not() -> None:
    unknown = [
        str(column)
        for table in tables.METADATA.sorted_tables
        for column in table.columns
        if isinstance(column.type, String)
        and not {str(column), column.name} & (HOLDS_NOBODY | OTHERS_OWN | SHOWN_IN.keys())
    ]
    assert unknown == [], "say where a member sees it, and let its feature forget it"


def test_being_forgotten_twice_is_harmless_and_one_may_begin_again(
    company: Company, ada: Person, ben: Person
) -> None:
    share(company, ben)
    for _ in range(2):
        forget(company, ben)
    share(company, ben, "begin again")
    assert words(ada.last()["blocks"]).startswith("<@U0BEN> shared a tip\nbegin again")
    ada.presses("This helped", ada.last())
    company.settle()
    assert "one colleague said that a tip of yours helped" in words(ben.home())


def test_nothing_is_forgotten_before_the_second_press(company: Company, ben: Person) -> None:
    share(company, ben)
    ben.types("/potluck forget-me")
    shown = words(ben.window)
    assert "cannot be undone" in shown
    assert "This disappears for everybody" in shown
    assert "This stays" in shown
    ben.presses("See my data first")
    assert TIP in words(ben.window)
    ben.closes()
    company.settle()
    assert TIP in words(ben.last()["blocks"])


def test_home_begins_anew_at_once(company: Company, ben: Person) -> None:
    share(company, ben)
    ben.presses_on_home("Forget me")
    ben.presses("Forget me")
    view = ben.ask("GET", "/home")["view"]
    assert TIP not in words(view)
    assert "Three first steps" in words(view)


def test_the_only_steward_names_another_first(company: Company, ada: Person, ben: Person) -> None:
    settings(ada, "U0ADA", BEN)
    ada.types("/potluck forget-me")
    settings(ben, "U0ADA")
    ada.presses("Forget me")
    assert "Name another one first" in words(ada.window)
    ada.closes()
    ada.types("/potluck forget-me")
    assert "Name another one first" in ada.last()["text"]
    settings(ada, "U0ADA", BEN)
    forget(company, ada)
    assert "U0ADA" not in rows(company)
    ben.types("/potluck settings")
    assert ben.window["callback_id"] == "settings.save"


def test_an_old_button_has_a_kind_word(company: Company, ada: Person, ben: Person) -> None:
    share(company, ben)
    post_of_tip = ada.last()
    asked = ask(company, ben, "who knows?")
    kept = asked_to_keep(company, ben, ada, "a stash has names")
    ben.presses_on_home("Forget me")
    ben.presses("Forget me")
    ben.closes()
    for person, button, message_, where, word in (
        (ada, "This helped", post_of_tip, "#learning", "This tip is gone"),
        (ada, "I can answer", asked, "#learning", "This question is gone"),
        (ben, "It is answered", asked, "#learning", "This question is gone"),
        (ben, "Keep as is", kept, direct(ben), "This question has ended, and nothing was kept."),
    ):
        person.presses(button, message_, where)
        assert person.last(where)["text"].startswith(word)
    company.settle()
    assert BEN not in rows(company)


def test_who_wanted_to_keep_a_message_is_told_kindly_and_nobody_asks_again(
    company: Company, ada: Person, ben: Person
) -> None:
    said = message(ben, "a stash has names")
    save(ada, said)
    company.settle()
    forget(company, ben)
    assert words(ada.told_by_potluck()[-1]["blocks"]) == "The message you marked is not kept as a tip."
    save(company.person("noor"), said)
    before = ben.told_by_potluck()
    company.settle()
    assert ben.told_by_potluck() == before


def test_who_saved_a_message_leaves_the_choice_to_its_author(
    company: Company, ada: Person, ben: Person
) -> None:
    asked = asked_to_keep(company, ada, ben, "a stash has names")
    forget(company, ben)
    assert "A colleague would like to keep your message" in words(ada.told_by_potluck()[-1]["blocks"])
    ada.presses("Keep as is", asked, direct(ada))
    company.settle()
    assert "shared a tip" in words(ada.thread(asked_about(ada))[-1]["blocks"])
    assert BEN not in rows(company)


def asked_about(person: Person) -> str:
    return str(
        next(each["ts"] for each in reversed(person.reads()) if each.get("text") == "a stash has names")
    )


@pytest.mark.parametrize(("saver", "heir"), [("noor", "noor"), (None, "ada")])
def test_a_tip_that_was_looked_after_is_given_to_who_saved_it_or_back_to_its_author(
    company: Company, ada: Person, ben: Person, saver: str | None, heir: str
) -> None:
    share(company, ada)
    tip = ada.last()
    ada.presses("Edit", tip)
    ada.presses("Give to somebody")
    assert ada.submits(to=BEN) == {}
    ada.closes()
    if saver:
        company.person(saver).presses("Save", tip)
    forget(company, ben)
    later(company, minutes=10)
    assert TIP in words(company.person(heir).told_by_potluck()[-1]["blocks"])
    assert TIP in words(ada.last()["blocks"])
    assert BEN not in rows(company)


def test_a_proposal_that_waits_is_withdrawn_and_a_colleague_may_propose(
    company: Company, ben: Person
) -> None:
    company.schedule_prompts()
    assert sets_up(ben) == {}
    question_ = told(company, company.person("ada"))
    forget(company, ben)
    there = [each["ts"] for each in company.person("ada").told_by_potluck()]
    assert question_["ts"] not in there
    assert sets_up(company.person("kenji")) == {}
    assert BEN not in rows(company)


def test_a_running_schedule_stays_and_one_that_rests_has_the_stewards_asked(
    company: Company, ada: Person, ben: Person
) -> None:
    company.schedule_prompts()
    settings(ada, "U0ADA", BEN)
    assert sets_up(ben, **{**FORM, "weekday": "0", "at": "09:10"}) == {}
    ben.closes()
    for week in range(3):
        later(company, weeks=week, minutes=16)
        later(company, weeks=week, days=3)
    assert "How shall it go on?" in words(ben.told_by_potluck()[-1]["blocks"])
    forget(company, ben)
    assert "How shall it go on?" in words(ada.told_by_potluck()[-1]["blocks"])
    assert BEN not in rows(company)


def test_an_answer_is_taken_back_also_below_a_question_that_is_gone(
    company: Company, ada: Person, ben: Person
) -> None:
    asked = ask(company, ada)
    ben.presses("I can answer", asked)
    assert ben.submits(text=f"a {HIS}") == {}
    company.settle()
    ada.presses("Edit", asked)
    ada.presses("Take it back")
    company.settle()
    assert any(HIS in each for each in standing(company))
    forget(company, ben)
    assert not any(HIS in each for each in standing(company))
    assert HIS not in rows(company)
    assert "question_answers" not in holding(company, ada)


def test_answers_without_a_name_stay_and_are_shown_to_nobody_as_theirs(
    company: Company, ada: Person, ben: Person
) -> None:
    company.schedule_prompts()
    proposes(company.person("noor"), wishes=["anonymous"])
    decides(company, ada, "Accept")
    own_bank(ada)
    later(company, minutes=5)
    prompt = posts(ben, "#learning")[-1]
    ben.presses("Answer", prompt)
    assert ben.submits(text="nobody explained the pager", anonymous=["yes"]) == {}
    ben.closes()
    company.settle()
    assert knows_nothing_of(ben)
    forget(company, ben)
    assert "nobody explained the pager" in words([each["blocks"] for each in ben.thread(prompt["ts"])])


def test_a_message_in_doubt_is_looked_for_and_taken_back(company: Company, ada: Person, ben: Person) -> None:
    save(ada, message(ben, "a stash has names"))
    company.workspace.trouble("chat.postMessage", "timeout")
    company.settle()
    assert any("would like to keep your message" in each for each in standing(company))
    ben.presses_on_home("Forget me")
    ben.presses("Forget me")
    ben.closes()
    assert BEN not in rows(company)
    for minutes in (2, 70):
        later(company, minutes=minutes)
    assert not any("would like to keep your message" in each for each in standing(company))
    with company.potluck.sessions.read() as session:
        assert session.scalars(select(Owed).where(Owed.recipients == "")).all() == []


def test_much_data_comes_in_pages_that_together_are_all_of_it(company: Company, ben: Person) -> None:
    for number in range(12):
        share(company, ben, f"{number} " + "\u2028«\n" * 900)
    shown = his_data(ben)
    assert [tip["text"].split()[0] for tip in shown["tips"]] == [str(number) for number in range(12)]
    ben.types("/potluck my-data")
    ben.presses("Next")
    assert "pages, this is page 2" in words(ben.window)
    ben.presses("Back")
    assert "pages, this is page 1" in words(ben.window)


def test_who_named_a_forgotten_manager_has_none_and_keeps_the_rest(
    company: Company, ada: Person, ben: Person
) -> None:
    ada.types("/potluck profile")
    assert ada.submits(manager=[BEN], team="Platform") == {}
    ada.closes()
    assert his_data(ben)["named_as_manager"] == [{"by_colleagues": 1}]
    forget(company, ben)
    (profile,) = his_data(ada)["profile"]
    assert profile["team"] == "Platform"
    assert "manager_id" not in profile


def test_data_of_nobody_else_are_touched(company: Company, ada: Person, ben: Person) -> None:
    share(company, ada, "water plums at night")
    before = his_data(ada)
    share(company, ben)
    forget(company, ben)
    assert his_data(ada) == before
    with company.potluck.sessions.begin() as session:
        members.forget(session, "T0OTHER", "U0ADA", now=START + timedelta(hours=1))
    assert his_data(ada) == before
