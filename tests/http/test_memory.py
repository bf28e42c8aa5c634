"""Memory of a web process: looked at often, collected when it has grown."""

import gc
import weakref

from latecomer.http.memory import Collector, resident_bytes

MIB = 1024 * 1024


class Knot:
    """In a cycle with itself, as a broken connection is with its handler."""

    def __init__(self) -> None:
        self.itself = self


async def test_it_is_collected_when_it_has_grown_and_once_more_later() -> None:
    resident = [100 * MIB]
    collector = Collector(lambda: resident[-1])
    gc.disable()
    try:
        knot = weakref.ref(Knot())
        resident.append(163 * MIB)
        assert not await collector.look()
        assert knot() is not None
        resident.append(164 * MIB)
        assert await collector.look()
        assert knot() is None
        later = [await collector.look() for _ in range(240)]
        assert later.count(True) == 1
    finally:
        gc.enable()


async def test_a_large_process_has_to_grow_by_more() -> None:
    resident = [800 * MIB]
    collector = Collector(lambda: resident[-1])
    resident.append(880 * MIB)
    assert not await collector.look()
    resident.append(910 * MIB)
    assert await collector.look()


def test_what_a_process_has_is_read_from_the_system() -> None:
    assert 20 * MIB < resident_bytes() < 64 * 1024 * MIB
