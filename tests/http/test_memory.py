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


async def test_what_was_there_before_is_examined_rarely() -> None:
    resident = [100 * MIB]
    collector = Collector(lambda: resident[-1])
    gc.disable()
    try:
        old = Knot()
        gone = weakref.ref(old)
        gc.collect()
        del old
        resident.append(170 * MIB)
        assert await collector.look()
        assert gone() is not None
        for _ in range(150):
            await collector.look()
        assert gone() is not None
        for _ in range(20):
            await collector.look()
        assert gone() is None
    finally:
        gc.enable()


async def test_everything_is_examined_soon_when_memory_grows_on() -> None:
    resident = [100 * MIB]
    collector = Collector(lambda: resident[-1])
    gc.disable()
    try:
        old = Knot()
        gone = weakref.ref(old)
        gc.collect()
        del old
        looked = 0
        while gone() is not None:
            resident.append(resident[-1] * 5 // 4 + 64 * MIB)
            assert await collector.look()
            looked += 1
        assert looked == 20
    finally:
        gc.enable()


async def test_what_connections_have_left_is_collected_when_they_are_gone() -> None:
    resident, connections = [100 * MIB], [0]
    collector = Collector(lambda: resident[-1], lambda: connections[-1])
    gc.disable()
    try:
        connections.append(10_000)
        resident.append(800 * MIB)
        for _ in range(1_000):
            await collector.look()
        old = Knot()
        gone = weakref.ref(old)
        gc.collect()
        del old
        connections.append(6_000)
        assert not await collector.look()
        connections.append(100)
        assert await collector.look()
        assert gone() is None
        assert [await collector.look() for _ in range(500)].count(True) == 0
    finally:
        gc.enable()


def test_what_a_process_has_is_read_from_the_system() -> None:
    assert 20 * MIB < resident_bytes() < 64 * 1024 * MIB
