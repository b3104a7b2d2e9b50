"""When memory counts as growing."""

import random

from tests.bench.memory import GROWTH, growth


def test_a_steady_leak_is_found_and_warming_up_is_not() -> None:
    leaking = [(float(at), 100.0 + at) for at in range(100)]
    warming = [(float(at), min(150.0, 100.0 + 2 * at)) for at in range(100)]

    assert growth(leaking) > GROWTH
    assert growth(warming) < GROWTH


def test_what_goes_up_and_down_does_not_grow() -> None:
    chance = random.Random(1)
    assert abs(growth([(float(at), 200 + chance.uniform(-5, 5)) for at in range(100)])) < GROWTH


def test_too_few_samples_say_nothing() -> None:
    assert growth([(0.0, 1.0), (1.0, 100.0)]) == 0
