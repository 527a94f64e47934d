"""Mentors: who said yes to being asked, for how many at a time and in which formats."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

CAPACITY = 2
"""Mentorships at a time, where somebody names no other number."""


class Mentor(Base):
    """One member who offers to mentor; their yes is the consent to the programme, and goes with it.

    `formats` are names of `mentoring.Format` with commas between.
    """

    __tablename__ = "mentors"

    team_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    capacity: Mapped[int] = mapped_column(default=CAPACITY)
    hours_a_month: Mapped[int] = mapped_column(default=2)
    formats: Mapped[str] = mapped_column(String(100))
    since: Mapped[datetime]
