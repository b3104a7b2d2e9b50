"""When a delivery that did not get through is tried again, and when it is given up."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from services.kit.backoff import Backoff


@dataclass(frozen=True, slots=True)
class RetrySchedule:
    """Delays double from 5 s to 1 h, spread by +-20 %; 30 attempts let a mail server be away for about 20 hours."""

    backoff: Backoff = field(default_factory=lambda: Backoff(first=5.0, most=3600.0))
    most_attempts: int = 30

    def next_after(self, attempts: int, draw: Callable[[], float] = random.random) -> timedelta | None:
        """How long to wait after so many failed attempts; None when it is time to give up."""
        if attempts >= self.most_attempts:
            return None
        return timedelta(seconds=self.backoff.after(attempts, draw))
