"""Pure: the rank that puts a task between two others on its project's board."""

from decimal import Decimal, localcontext

STEP = Decimal(1024)
# PostgreSQL keeps 16383 decimal places; a gap that is halved for ever adds one for about every three moves.
PRECISION = 17_000


def rank_between(low: Decimal | None, high: Decimal | None) -> Decimal:
    """A rank above `low` and below `high` with as few digits as there can be; None is an open end.

    Raises:
        ValueError: `low` is not below `high`.
    """
    if low is None:
        return STEP if high is None else high - STEP
    if high is None:
        return low + STEP
    if low >= high:
        raise ValueError("the ranks leave no room between them")
    with localcontext(prec=PRECISION):
        middle = (low + high) / 2
        shorter = (round(middle, places) for places in range(-middle.adjusted(), PRECISION))
        return next(rank for rank in shorter if low < rank < high)
