"""Whatever stewards may do to others is written down: a new way to do so cannot be left out."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from handlers.views import audit as views
from models.settings import CHOICES

ROOT = Path(__file__).parents[1]

ASKS_WHO_IS_ONE = {"stewards.check", "stewards.is_one", "stewards.deciders", "stewards.did"}
WRITES = {"audit.note", "stewards.did"}

ONLY_LOOKS = {
    "handlers.cohorts.open_form": "the form; sending it writes",
    "handlers.cohorts.overview": "which buttons one sees",
    "handlers.cohorts_review._page": "the draft; changing it writes",
    "handlers.cohorts_review.publish": "who is here no more; publishing writes",
    "handlers.cohorts_review.show_how": "how a draft is made",
    "models.cohorts.announce_again": "says again what its channel refused",
    "models.cohorts.listed": "which cohorts one sees",
    "handlers.lunches_changes.open_form": "the form; sending it writes",
    "handlers.lunches_series._overview": "which buttons one sees",
    "handlers.lunches_series._edit": "the form; sending it writes",
    "handlers.lunches_series.open_page": "who may see a series",
    "handlers.lunches_series.page": "which buttons one sees",
    "handlers.mixers._mine": "which buttons one sees",
    "handlers.mixers._row": "which buttons one sees",
    "handlers.mixers_changes.open_edit": "the form; sending it writes",
    "handlers.mixers_ties.open_report": "counts",
    "handlers.profiles_import.open_form": "the form; sending it writes",
    "handlers.prompt_proposals.open_decision": "the form; sending it writes",
    "handlers.prompt_proposals.open_list": "what waits for stewards",
    "handlers.prompt_schedules._overview": "which buttons one sees",
    "handlers.prompt_schedules.open_edit": "the form; sending it writes",
    "handlers.prompt_schedules.records": "how prompts did: counts",
    "handlers.settings.open_settings": "the form; sending it writes",
    "models.lunches_series._ask": "who is asked",
    "models.lunches_series.listed": "which series one sees",
    "models.lunches_series.looked_after_by": "who is told",
    "models.lunches_series.propose": "one's own series",
    "models.lunches_series_changes._ask_who_decides": "who is asked",
    "models.mixers.listed": "which mixers one sees",
    "models.mixers_changes.rest": "who is told",
    "models.mixers_report.owe": "who is told",
    "models.requests.open_to": "what waits for whom",
    "models.prompt_schedules._answered": "who is told",
    "models.prompt_schedules._ask": "who is asked",
    "models.prompt_schedules.listed": "which prompts one sees",
    "models.prompt_schedules.propose": "one's own wish",
}
"""What asks whether somebody is a steward, and does nothing to others; and what it is for."""

GATES = {
    "models.cohorts.run_by",
    "models.cohorts_review._reviewed",
    "models.lunches_changes.own",
    "models.lunches_series.may_change",
    "models.lunches_series.may_decide",
    "models.lunches_series.own",
    "models.mixers.runs",
    "models.mixers_changes._run_by",
    "models.mixers_changes.check_runs",
    "models.mixers_changes.runners",
    "models.prompt_schedules._proposed",
    "models.prompt_schedules.may_decide",
    "models.prompt_schedules.own",
    "models.stewards.check",
}
"""What lets stewards pass on behalf of who calls it."""


@cache
def calls() -> dict[str, set[str]]:
    """Give each function of the rules and listeners, and what it calls: both as `layer.module.name`."""
    return {
        f"{layer}.{path.stem}.{function.name}": set(_called(function, _imports(tree), f"{layer}.{path.stem}"))
        for layer in ("models", "handlers")
        for path in sorted((ROOT / layer).glob("*.py"))
        for tree in [ast.parse(path.read_text(encoding="utf-8"))]
        for function in tree.body
        if isinstance(function, ast.FunctionDef)
    }


def _imports(tree: ast.Module) -> dict[str, str]:
    return {
        each.asname or each.name: f"{node.module}.{each.name}"
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module
        for each in node.names
    }


def _called(function: ast.FunctionDef, imports: dict[str, str], module: str) -> Iterator[str]:
    for node in ast.walk(function):  # a function that is only named may be called elsewhere: it counts
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{imports.get(node.value.id, node.value.id)}.{node.attr}"
        elif isinstance(node, ast.Name):
            yield imports.get(node.id, f"{module}.{node.id}")


def reaching(goals: set[str]) -> set[str]:
    """Name what calls one of these, itself or through others."""
    found = set(goals)
    while more := {name for name, called in calls().items() if called & found} - found:
        found |= more
    return found


def test_whatever_lets_a_steward_pass_writes_down_what_they_do() -> None:
    gates = {f"models.{each}" for each in ASKS_WHO_IS_ONE} | GATES
    asking = {name for name, called in calls().items() if called & gates} - GATES
    silent = asking - reaching({f"models.{each}" for each in WRITES})
    assert silent - ONLY_LOOKS.keys() == set(), "call stewards.did, or say below ONLY_LOOKS why not"
    assert ONLY_LOOKS.keys() - asking == set(), "these do not ask any more"


def test_every_gate_is_one() -> None:
    for gate in GATES:
        assert calls()[gate] & ({f"models.{each}" for each in ASKS_WHO_IS_ONE} | GATES - {gate})


def test_every_act_and_every_choice_has_words() -> None:
    acts = {
        node.value
        for layer in ("models", "handlers")
        for path in (ROOT / layer).glob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and _name(call.func) in {"note", "_note", "did", "_own", "_running"}
        for node in ast.walk(call)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value
    }
    acts |= {"prompt_proposals.accept", "prompt_proposals.decline"}  # chosen a line before
    assert acts == views.WORDS.keys()
    assert set(CHOICES) == views.CHOICES.keys()


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
