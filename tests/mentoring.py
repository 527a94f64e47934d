"""Colleagues who offer and ask, for the tests of mentoring."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from models import apart, skills
from models.base import upsert
from models.mentoring import Mentorship, Wished
from models.profiles import Profile
from models.skills import Level, Skill, Wanted
from tests.conftest import START, Company
from tests.people import Json, Person, words

TEAM = "T0LOCAL"
LINE = "I want to read our charts without fear."


def offers(person: Person, what: str = "Kubernetes", **fields: Any) -> dict[str, str]:
    """Say yes to being asked, and give the errors beside the form's fields."""
    person.types("/mentor")
    mine = words(person.window).splitlines()
    person.presses("My offer" if "My offer" in mine else "Offer to mentor")
    errors = person.submits(offered=what, **fields)
    if not errors:
        person.closes()
    return errors


def asks(person: Person, what: str = "kubernetes", **fields: Any) -> dict[str, str]:
    """Ask for a mentor, and give the errors beside the form's fields; the answer stays open."""
    person.types(f"/mentor {what}")
    return person.submits(**{"line": LINE, **fields})


def stop(person: Person) -> None:
    """Stop mentoring."""
    person.types("/mentor")
    person.presses("My offer")
    person.presses("Stop mentoring")
    person.closes()


def mine(person: Person) -> str:
    """Read somebody's own window."""
    person.types("/mentor")
    shown = words(person.window)
    person.closes()
    return shown


def direct(person: Person) -> str:
    """Name somebody's conversation with Potluck."""
    return next(
        str(each["id"])
        for each in person.ask("GET", "/conversations")
        if "U0POTLUCK" in each["members"] and each["kind"] == "im"
    )


def told(company: Company, person: Person) -> list[str]:
    """Read everything that Potluck wrote to somebody alone."""
    company.settle()
    return [words(each.get("blocks") or each) for each in person.told_by_potluck()]


def request_to(company: Company, mentor: Person) -> Json:
    """Give the last message in which somebody is asked."""
    company.settle()
    return next(
        each for each in reversed(mentor.told_by_potluck()) if "Accept" in words(each.get("blocks", []))
    )


def presses(company: Company, person: Person, label: str, message: Json | None = None) -> None:
    """Press a button of the request that somebody was asked, or of another message to them."""
    person.presses(label, message or request_to(company, person), direct(person))
    company.settle()


def later(company: Company, **by: float) -> None:
    """Move the clock to so long after the start, and let be said what is due."""
    company.set_clock(START + timedelta(**by))
    company.settle()


def request(company: Company, seeker: Person, skill: str = "Kubernetes") -> Mentorship:
    """Give somebody's last request for a skill."""
    with company.potluck.sessions.read() as session:
        theirs = select(Mentorship).where(Mentorship.seeker_id == seeker.id, Mentorship.skill == skill)
        return session.scalars(theirs.order_by(Mentorship.id.desc()).limit(1)).one()


def wishes(company: Company, seeker: Person, skill: str = "Kubernetes") -> list[tuple[str, str]]:
    """Give whom a request wishes for and where each wish stands, by rank."""
    found = select(Wished).where(Wished.mentorship_id == request(company, seeker, skill).id)
    with company.potluck.sessions.read() as session:
        return [(each.mentor_id, each.turn) for each in session.scalars(found.order_by(Wished.rank))]


def profile(company: Company, person: Person, **facts: Any) -> None:
    """Let something be known of somebody."""
    with company.potluck.sessions.begin() as session:
        key = {"team_id": TEAM, "user_id": person.id}
        standard = {"zone": "", "begins": "09:00", "ends": "17:00", "country": "", "languages": ""}
        upsert(session, Profile, key, {**standard, "about": "", "team": "", "changed_at": START, **facts})


def wants(company: Company, person: Person, skill: str) -> None:
    """Let somebody want to learn something."""
    with company.potluck.sessions.begin() as session:
        session.add(
            Wanted(
                team_id=TEAM, user_id=person.id, key=skills.key(skill), name=skills.name(skill), since=START
            )
        )


def goes_deep(company: Company, person: Person) -> None:
    """Let somebody take others deep in all that they offer."""
    with company.potluck.sessions.begin() as session:
        for each in session.scalars(select(Skill).where(Skill.user_id == person.id)):
            each.level = Level.DEEPEN


def keeps_apart(company: Company, one: Person, other: Person) -> None:
    """Let somebody wish not to be brought together with another."""
    with company.potluck.sessions.begin() as session:
        apart.keep(session, TEAM, one.id, other.id, now=START)


def everybody_works(company: Company) -> None:
    """Let everybody work around the clock, so that each hears at once what they are asked."""
    for name in ("ada", "ben", "noor", "tomas", "meera", "lei", "sofia", "arjun", "greta", "kenji"):
        profile(company, company.person(name), zone="UTC", begins="00:00", ends="23:59")
