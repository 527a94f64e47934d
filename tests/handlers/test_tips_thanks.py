"""Thanks: what somebody says of a tip, and what its author hears of it; the saved list."""

from datetime import timedelta

from tests.conftest import START, Company, long_on_postgres
from tests.handlers.test_tips import TIP, share
from tests.people import Json, Person, words


def news(author: Person) -> list[str]:
    """Read what an author was told of their tips."""
    return [said for each in author.told_by_potluck() if "helped since" in (said := words(each["blocks"]))]


def later(company: Company, **by: float) -> None:
    company.set_clock(START + timedelta(**by))
    company.settle()


def helped(company: Company, author: Person, *readers: Person) -> Json:
    post = author.last()
    for reader in readers:
        reader.presses("This helped", post)
    company.settle()
    return post


def test_who_is_helped_may_say_how_much_time_it_saved(company: Company, ada: Person, ben: Person) -> None:
    share(company, ada)
    helped(company, ada, ben)
    ben.presses("30 min", ben.last())
    assert "about 30 minutes" in ben.last()["text"]
    assert "saved at least 30 minutes" in words(ada.home())


def test_minutes_said_twice_count_once(company: Company, ada: Person, ben: Person) -> None:
    share(company, ada)
    post = helped(company, ada, ben)
    ben.presses("30 min", ben.last())
    ben.presses("This helped", post)
    ben.presses("5 min", ben.last())
    assert "saved at least 5 minutes" in words(ada.home())


def test_thanks_can_be_taken_back(company: Company, ada: Person, ben: Person) -> None:
    share(company, ada)
    helped(company, ada, ben)
    ben.presses("Undo", ben.last())
    company.settle()
    assert "Undone" in ben.last()["text"]
    assert "helped" not in words(ada.last()["blocks"][1:-1])
    assert "no thanks yet" in words(ada.home())
    later(company, days=1)
    assert news(ada) == []


def test_an_author_hears_once_of_all_thanks_and_never_whose(
    company: Company, ada: Person, ben: Person
) -> None:
    share(company, ada)
    helped(company, ada, ben, company.person("noor"))
    ben.presses("15 min", ben.last())
    later(company, minutes=10)
    (told,) = news(ada)
    assert told.startswith(
        "2 colleagues said that a tip of yours helped since you last heard from me, "
        "and saved them at least 15 minutes."
    )
    assert "U0BEN" not in told
    assert "U0NOOR" not in told


@long_on_postgres
def test_an_author_hears_of_thanks_at_most_weekly(company: Company, ada: Person, ben: Person) -> None:
    later(company, days=6)
    share(company, ada)
    helped(company, ada, ben)
    later(company, days=6, minutes=10)
    assert len(news(ada)) == 1
    helped(company, ada, company.person("noor"))
    for hours in range(150, 300, 6):
        later(company, hours=hours)
        assert len(news(ada)) == 1
    later(company, days=13, hours=12)
    assert [told.split(" said")[0] for told in news(ada)] == ["One colleague", "One colleague"]


def test_a_saved_tip_is_on_home_until_it_is_taken_off(company: Company, ada: Person, ben: Person) -> None:
    share(company, ada)
    post = ben.last()
    ben.presses("Save", post)
    assert "It is on your Home tab" in ben.last()["text"]
    assert TIP in words(ben.home())
    ben.presses_on_home("Open")
    assert TIP in words(ben.window)
    ben.closes()
    ben.presses("Save", post)
    assert "Taken off" in ben.last()["text"]
    assert TIP not in words(ben.home())


def test_a_deleted_tip_leaves_the_saved_lists(company: Company, ada: Person, ben: Person) -> None:
    share(company, ada)
    ben.presses("Save", ben.last())
    ada.presses("Edit", ada.last())
    ada.presses("Delete this tip")
    company.settle()
    assert TIP not in words(ben.home())


def test_a_report_reaches_the_stewards_with_its_words(company: Company, ada: Person, ben: Person) -> None:
    company.schedule_prompts()
    share(company, ben)
    noor = company.person("noor")
    for _ in range(2):
        noor.presses("Report", noor.last())
        assert noor.submits(text="worktrees share hooks, this breaks ours <!here>") == {}
        noor.closes()
    company.settle()
    told = [words(each["blocks"]) for each in ada.told_by_potluck()]
    (said,) = [each for each in told if "reports a tip" in each]
    assert "<@U0NOOR> reports a tip of <@U0BEN>" in said
    assert "worktrees share hooks, this breaks ours <!here>" in said
    assert all("reports a tip" not in words(each["blocks"]) for each in ben.told_by_potluck())


def test_a_deleted_tip_is_gone_from_what_the_stewards_were_told_of_it(
    company: Company, ada: Person, ben: Person
) -> None:
    company.schedule_prompts()
    share(company, ben)
    noor = company.person("noor")
    noor.presses("Report", noor.last())
    assert noor.submits(text="worktrees share hooks") == {}
    company.settle()
    assert any("reports a tip" in each["text"] for each in ada.told_by_potluck())
    ben.presses("Edit", ben.last())
    ben.presses("Delete this tip")
    company.settle()
    told = [each["text"] + words(each.get("blocks")) for each in ada.told_by_potluck()]
    assert [each for each in told if TIP in each or "reports a tip" in each] == []


def test_an_empty_report_is_explained_beside_its_field(company: Company, ada: Person, ben: Person) -> None:
    share(company, ada)
    ben.presses("Report", ben.last())
    assert ben.submits(text="   ").keys() == {"text"}
