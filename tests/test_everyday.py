"""An everyday run hides nothing that it leaves out."""

from tests import everyday


def test_what_takes_long_is_named_and_what_runs_elsewhere_is_counted() -> None:
    left = {
        "tests/a.py::test_a_year[1]": everyday.LONG,
        "tests/a.py::test_a_year[2]": everyday.LONG,
        "tests/b.py::test_a_tip[postgres]": everyday.OTHER,
    }
    others, long, name, way_out = everyday.told(left)
    assert others.startswith("1 on the other kind of database")
    assert long.startswith("2 that take long")
    assert name.strip() == "tests/a.py::test_a_year (2)"
    assert "make test ALL=yes" in way_out


def test_a_whole_run_says_nothing_of_the_kind() -> None:
    assert everyday.told({}) == []
