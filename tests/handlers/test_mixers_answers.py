"""Did you meet? One tap each, changed as often as one likes, and a line that stays its author's."""

import pytest
from sqlalchemy import select

from models import mixers_answers, silences
from models.errors import RuleError
from models.mixers_answers import Took
from models.mixers_rounds import Answer, Part, Round, State
from models.silences import Silence
from models.tips import Tip
from tests.conftest import START, Company, long_on_postgres
from tests.mentoring_pairs import direct, heard
from tests.mixers import TEAM, mixer
from tests.mixers_groups import ASKS, ENDS, company_round, goes_on, where
from tests.people import Json, Person, buttons, words

ADA, BEN, NOOR, GRETA = "U0ADA", "U0BEN", "U0NOOR", "U0GRETA"


def part_of(company: Company, round_: Round, who: str) -> Part:
    with company.potluck.sessions.read() as session:
        return session.get_one(Part, (round_.id, who))


def asked(person: Person) -> Json:
    """Give the message of Potluck to somebody alone that has the four answers."""
    return next(
        each
        for each in reversed(person.told_by_potluck())
        if "We met" in [button["text"]["text"] for _, button in buttons(each.get("blocks", []))]
    )


def says(company: Company, person: Person, label: str) -> None:
    person.presses(label, asked(person), direct(person))
    company.settle()


def asks(company: Company) -> None:
    """Let the day come on which all are asked."""
    goes_on(company, days=ASKS.days, minutes=1)
    goes_on(company, hours=8)


def tips_of(company: Company, who: str) -> list[str]:
    with company.potluck.sessions.read() as session:
        return list(session.scalars(select(Tip.text).where(Tip.author_id == who)))


def test_each_of_a_group_is_asked_once_whether_they_met_with_one_tap(
    company: Company, ada: Person, ben: Person
) -> None:
    round_ = company_round(company, [ADA, BEN])
    assert not heard(ada, "did you meet")
    asks(company)
    for person in (ada, ben):
        assert len(heard(person, "did you meet? Any answer is a good one")) == 1
    says(company, ben, "It is planned")
    assert heard(ben, "it is planned. Enjoy it.")
    assert part_of(company, round_, BEN).answer == "planned"
    says(company, ben, "I could not")
    assert heard(ben, "it did not work out this time. That happens.")
    assert heard(ada, "did you meet?"), "nobody else's question changes"


def test_who_could_not_is_known_to_nobody_else(company: Company, ada: Person, ben: Person) -> None:
    company_round(company, [ADA, BEN])
    place = where(ben, ADA)
    ben.presses("I could not", ben.reads(place)[-1], place)
    company.settle()
    assert "did not work out" in ben.reads(place)[-1]["text"]
    for seen in (ada.reads(place), ada.told_by_potluck(), ada.home()):
        assert "did not work out" not in str(seen)


def test_the_introduction_takes_answers_too_and_who_said_that_they_met_is_not_asked_again(
    company: Company, ada: Person, ben: Person
) -> None:
    company_round(company, [ADA, BEN])
    place = where(ben, ADA)
    ben.presses("We met", ben.reads(place)[-1], place)
    assert "One thing you took with you" in words(ben.window)
    ben.closes()
    asks(company)
    assert not heard(ben, "did you meet")
    assert heard(ada, "did you meet")


def test_who_planned_to_meet_is_asked_whether_it_came_to_it(company: Company, ben: Person) -> None:
    company_round(company, [ADA, BEN])
    place = where(ben, ADA)
    ben.presses("It is planned", ben.reads(place)[-1], place)
    asks(company)
    assert heard(ben, "did you meet? Any answer is a good one")


def test_a_line_is_a_tip_only_where_its_author_says_so(company: Company, ada: Person, ben: Person) -> None:
    round_ = company_round(company, [ADA, BEN])
    asks(company)
    says(company, ben, "We met")
    assert ben.submits(line="Support keeps a list of ten questions", also=[]) == {}
    company.settle()
    assert part_of(company, round_, BEN).line == "Support keeps a list of ten questions"
    assert tips_of(company, BEN) == []
    assert "ten questions" not in str(ada.reads()) + str(ada.told_by_potluck()) + str(ada.home())
    ben.closes()
    says(company, ben, "What I took with me")
    assert ben.submits(line="Support keeps a list of ten questions", also=["share"]) == {}
    company.settle()
    assert tips_of(company, BEN) == ["Support keeps a list of ten questions"]
    assert "ten questions" in words(ada.last()["blocks"])
    assert tips_of(company, ADA) == []


def test_a_tip_names_nobody_of_the_group(company: Company, ben: Person) -> None:
    company_round(company, [ADA, BEN])
    asks(company)
    says(company, ben, "We met")
    for line in ("Ada showed me git bisect", "git bisect, says @ada"):
        errors = ben.submits(line=line, also=["share"])
        assert "names somebody of your group" in errors["line"]
    assert ben.submits(line="Ada showed me git bisect", also=[]) == {}, "for oneself one may"
    assert tips_of(company, BEN) == []


def test_sent_twice_it_is_one_tip_and_one_word_of_thanks(company: Company, ada: Person, ben: Person) -> None:
    round_ = company_round(company, [ADA, BEN, NOOR])
    asks(company)
    says(company, ben, "We met")
    assert ben.submits(line="Maps are upside down in Australia", also=["share", "thank"]) == {}
    company.settle()
    again = Took(line="Maps are upside down, truly", shares=True, thanks=True)
    for _ in range(2):
        goes_on(company, minutes=1)
        with company.potluck.sessions.begin() as session:
            mixers_answers.take(session, TEAM, round_.id, again, by=BEN, now=company.workspace.now())
    company.settle()
    assert tips_of(company, BEN) == ["Maps are upside down in Australia"]
    place = where(ada, BEN, NOOR)
    thanks = [each for each in ada.reads(place) if "thanks you all" in each["text"]]
    assert len(thanks) == 1
    assert "<@U0BEN> thanks you all" in thanks[0]["text"]
    assert "upside down" not in str(ada.reads(place)), "the line is not theirs to read"
    ben.closes()
    says(company, ben, "What I took with me")
    assert "Thank the group" not in words(ben.window)
    assert "Share it as a tip" not in words(ben.window)


def test_after_the_round_an_old_button_answers_kindly_and_does_nothing(company: Company, ben: Person) -> None:
    round_ = company_round(company, [ADA, BEN])
    place = where(ben, ADA)
    introduction = ben.reads(place)[-1]
    goes_on(company, days=ENDS.days, minutes=1)
    for button in ("We met", "Not now"):
        ben.presses(button, introduction, place)
        assert "This round is over, and your group with it" in ben.reads(place)[-1]["text"]
    assert part_of(company, round_, BEN).answer is None


def test_after_the_round_what_somebody_said_stays(company: Company, ben: Person) -> None:
    round_ = company_round(company, [ADA, BEN])
    place = where(ben, ADA)
    introduction = ben.reads(place)[-1]
    ben.presses("It is planned", introduction, place)
    goes_on(company, days=ENDS.days, minutes=1)
    ben.presses("Not now", introduction, place)
    assert "what you said stays as it is" in ben.reads(place)[-1]["text"]
    assert part_of(company, round_, BEN).answer == Answer.PLANNED


def test_somebody_elses_button_answers_kindly_and_does_nothing(company: Company) -> None:
    round_ = company_round(company, [ADA, BEN], [NOOR, GRETA])
    for who in ("U0MEERA", ""):
        with (
            company.potluck.sessions.begin() as session,
            pytest.raises(RuleError, match="people of that group"),
        ):
            mixers_answers.answer(
                session, TEAM, round_.id, by=who, answer=Answer.MET, now=company.workspace.now()
            )


def test_at_the_end_what_was_asked_is_over_and_what_was_said_stays(
    company: Company, ada: Person, ben: Person
) -> None:
    round_ = company_round(company, [ADA, BEN])
    asks(company)
    says(company, ben, "Not yet")
    goes_on(company, days=3)
    with company.potluck.sessions.read() as session:
        assert session.get_one(Round, round_.id).state == State.OVER
    assert heard(ben, "not yet, and that is fine.")
    assert heard(ada, "that round is over.")
    assert "We met" not in str(ada.told_by_potluck()[-1].get("blocks"))


def silent(company: Company) -> dict[str, int]:
    with company.potluck.sessions.read() as session:
        return {each.user_id: each.rounds for each in session.scalars(select(Silence))}


def test_who_gave_no_word_at_all_was_silent_and_any_word_is_one(company: Company, ada: Person) -> None:
    company_round(company, [ADA, BEN, NOOR])
    place = where(ada, BEN, NOOR)
    ada.presses("Not yet", ada.reads(place)[-1], place)
    company.person("noor").presses("Not now", ada.reads(place)[-2], place)
    assert company.person("noor").submits() == {}
    goes_on(company, days=ENDS.days, minutes=1)
    assert silent(company) == {BEN: 1}


@long_on_postgres
def test_three_silent_rounds_rest_somebody_kindly_and_a_tap_brings_them_back(
    company: Company, ada: Person, ben: Person
) -> None:
    mixer(company.potluck.sessions, [ADA, BEN, NOOR], now=company.workspace.now(), every=1)
    while not heard(ben, "Three rounds went by without a word from you"):
        goes_on(company, days=1)
        for each in ada.told_by_potluck():
            if "Not yet" in words(each.get("blocks", [])):
                ada.presses("Not yet", each, direct(ada))
    weeks = (company.workspace.now() - START).days // 7
    assert weeks == 3
    assert not heard(ada, "Three rounds")
    ben.presses("Back to mixers", ben.told_by_potluck()[-1], direct(ben))
    with company.potluck.sessions.read() as session:
        assert silences.of(session, TEAM, BEN) == []


def test_five_weekly_mixers_rest_nobody_sooner_than_one(company: Company) -> None:
    for each in range(5):
        company_round(company, [ADA, BEN], name=f"Mixer {each}", weekday=each)
        goes_on(company, hours=3)
    goes_on(company, days=ENDS.days + 2)
    assert silent(company) == {ADA: 1, BEN: 1}


def test_a_word_in_one_mixer_is_a_word_in_all(company: Company, ben: Person) -> None:
    company_round(company, [ADA, BEN], name="One")
    company_round(company, [BEN, NOOR], name="Two")
    place = where(ben, NOOR)
    ben.presses("Not yet", ben.reads(place)[-1], place)
    goes_on(company, days=ENDS.days, minutes=1)
    assert BEN not in silent(company)
