from latecomer.automated.rules.preflight import Circumstances, ProblemCode, Severity, preflight
from latecomer.automated.rules.rundown import AnyItem, Rundown
from latecomer.media.rules.assets import Asset, AssetKind, AssetState
from tests.automated.builders import ASSETS, FILM, button, film, picture


def codes(*items: AnyItem, around: Circumstances | None = None) -> list[tuple[str, str, str | None]]:
    problems = preflight(Rundown(items=items), ASSETS, around or Circumstances())
    return [(problem.code, problem.severity, problem.item_id) for problem in problems]


def test_a_rundown_without_problems() -> None:
    assert codes(film("v", 0, 60), picture("p", 60, 5), button("b", 10, 55)) == []


def test_each_problem_is_told_errors_first() -> None:
    around = Circumstances(is_moderated=True, longest_ms=60_000, is_disk_full=True)
    assert codes(picture("p", 5, 5), film("v", 10, 61), button("b", 60, 20), around=around) == [
        (ProblemCode.LIMIT, Severity.ERROR, None),
        (ProblemCode.DISK, Severity.ERROR, None),
        (ProblemCode.ASSET_SHORT, Severity.WARNING, "v"),
        (ProblemCode.GAP, Severity.WARNING, "p"),
        (ProblemCode.OVERLAY_OUTSIDE, Severity.WARNING, "b"),
        (ProblemCode.NO_MODERATOR, Severity.WARNING, None),
    ]


def test_a_file_that_has_failed_or_gone_is_an_error() -> None:
    failed = {FILM: Asset(kind=AssetKind.VIDEO, state=AssetState.FAILED, name="Film")}
    for assets in ({}, failed):
        problems = preflight(Rundown(items=(film("v", 0, 5),)), assets, Circumstances())
        assert [(problem.code, problem.severity) for problem in problems] == [("asset_failed", "error")]


def test_a_moderator_is_enough() -> None:
    assert codes(film("v", 0, 5), around=Circumstances(is_moderated=True, moderators=1)) == []


def test_a_film_without_captions_is_warned_of() -> None:
    silent = {FILM: Asset(kind=AssetKind.VIDEO, state=AssetState.READY, name="Film")}
    problems = preflight(Rundown(items=(film("v", 0, 5), button("b", 0, 5))), silent, Circumstances())
    assert [(each.code, each.severity, each.item_id) for each in problems] == [
        (ProblemCode.NO_CAPTIONS, Severity.WARNING, "v")
    ]
    assert "“Film” has no captions" in problems[0].message
