"""The people of a mixer's group who find a time to meet, for the tests of what they see."""

from datetime import datetime

from models import mixers_times
from models.mixers_rounds import Group
from tests.conftest import Company
from tests.mentoring_pairs import together
from tests.people import Json, Person, buttons

ADA, BEN, NOOR, TOMAS = "U0ADA", "U0BEN", "U0NOOR", "U0TOMAS"


def talk(who: Person) -> str:
    """Name the conversation of the group that somebody is in."""
    where = together(who)
    assert where is not None
    return where


def introduction(who: Person) -> Json:
    return next(each for each in who.reads(talk(who)) if "you are a group" in each["text"])


def group_of(company: Company) -> Group:
    with company.potluck.sessions.read() as session:
        return session.query(Group).order_by(Group.id).first() or Group()


def suggested(company: Company) -> list[datetime]:
    return mixers_times.of(group_of(company))


def taps(who: Person, number: int, message: Json | None = None) -> None:
    """Press the button beside one of the moments, in the group's message."""
    shown = message or introduction(who)
    rows = [each for each in buttons(shown["blocks"]) if each[1]["action_id"] == "mixers_times.choose"]
    block_id, button = rows[number]
    press(who, shown, block_id, button["action_id"])


def press(who: Person, message: Json, block_id: str, action_id: str) -> None:
    place = {"type": "message", "channel": talk(who), "ts": message["ts"]}
    who.ask("POST", "/actions", {"container": place, "block_id": block_id, "action_id": action_id})


def shown(moment: datetime) -> str:
    return f"<!date^{int(moment.timestamp())}^"


def talk_of(who: Person, people: list[str]) -> str:
    """Name the conversation of just these people with Potluck."""
    found = (each for each in who.ask("GET", "/conversations") if each["kind"] == "mpim")
    return next(str(each["id"]) for each in found if {*each["members"]} == {*people, "U0POTLUCK"})
