"""How long to wait before a process that died is started again."""

FIRST_SECONDS = 0.1
MAXIMUM_SECONDS = 15.0
STEADY_SECONDS = 30.0


class Backoff:
    """Waits that double with each death in a row; a run of 30 s counts as recovered."""

    def __init__(self) -> None:
        self.deaths = 0

    def next_wait(self, ran_for: float) -> float:
        """Return the seconds to wait after a process that ran for `ran_for` seconds died."""
        if ran_for >= STEADY_SECONDS:
            self.deaths = 0
        wait = min(MAXIMUM_SECONDS, FIRST_SECONDS * 2.0**self.deaths)
        self.deaths += 1
        return wait
