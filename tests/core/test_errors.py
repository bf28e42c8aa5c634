import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Mapping

import latecomer
from latecomer.core.errors import FieldError, Refused


def test_a_refusal_says_what_to_do() -> None:
    field = FieldError("/ends_at", "too_early", "end after the start")
    refusal = Refused("bad_webinar", "mend the times", (field,), after_s=5)
    assert str(refusal) == refusal.message == "mend the times"
    assert (refusal.code, refusal.fields, refusal.after_s) == ("bad_webinar", (field,), 5)


def _kept(value: object, depth: int = 4) -> Iterator[BaseException]:
    """Exceptions inside a value that a module, a class or a function keeps."""
    if isinstance(value, BaseException):
        yield value
    elif depth and isinstance(value, Mapping):
        for each in value.values():
            yield from _kept(each, depth - 1)
    elif depth and isinstance(value, (tuple, list, set, frozenset)):
        for each in value:
            yield from _kept(each, depth - 1)
    elif depth and isinstance(value, type) and value.__module__.startswith("latecomer"):
        yield from _kept(vars(value), depth - 1)
    elif depth and inspect.isfunction(value):
        yield from _kept((value.__defaults__ or (), value.__kwdefaults__ or {}), depth - 1)


def test_nothing_that_lives_on_keeps_an_exception_to_raise() -> None:
    """An exception that is raised again and again keeps every traceback, with the requests in its frames."""
    found = []
    for each in pkgutil.walk_packages(latecomer.__path__, "latecomer."):
        if not each.name.endswith("__main__"):
            module = importlib.import_module(each.name)
            found += [f"{each.name}: {error!r}" for error in _kept(vars(module))]
    assert found == []
