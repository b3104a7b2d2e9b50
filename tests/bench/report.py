"""The table people read, and the file programs read."""

import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.comparison import Samples
from tests.bench.loads import Load
from tests.bench.servers import DICT_NAME, PRODUCT, REFERENCE_NAME

RESULTS = Path("bench-results.json")


@dataclass
class Report:
    """Everything measured, and which promises did not hold."""

    results: dict[str, Any] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def promise(self, sentence: str, *, holds: bool) -> None:
        """Keep whether a promise held."""
        say(f"  {'ok  ' if holds else 'NOT '} {sentence}")
        if not holds:
            self.broken.append(sentence)

    def add_load(self, load: Load, samples: dict[str, Samples]) -> None:
        """Print one load's lines and keep them."""
        say(f"\n{load.name}")
        say(f"  {'':30} {'req/s':>8} {'p50 ms':>8} {'p99 ms':>8} {'server us':>10} {'postgres us':>12} {'bytes':>7}")
        for name, one in samples.items():
            row = _row(one)
            self.results.setdefault(load.name, {})[name] = row
            say(
                f"  {name:30} {row['per_second']:8.0f} {row['p50_ms']:8.2f} {row['p99_ms']:8.2f}"
                f" {row['server_us']:10.0f} {row['postgres_us']:12.0f} {row['answer_bytes']:7}"
            )
        if REFERENCE_NAME not in samples:
            return
        ratio = samples[PRODUCT].per_second / samples[REFERENCE_NAME].per_second
        self.results[load.name]["ratio"] = ratio
        if DICT_NAME in samples:
            remembered = samples[PRODUCT].per_second / samples[DICT_NAME].per_second
            self.results[load.name]["ratio_to_dict"] = remembered
            say(f"       (against tokens in a dict: {remembered:.2f})")
        self.promise(f"{load.name}: {ratio:.2f} of the reference, promised {load.least}", holds=ratio >= load.least)
        failed = sum(one.failed for one in samples.values())
        self.promise(f"{load.name}: {failed} requests failed", holds=failed == 0)

    def write(self) -> None:
        """Leave the figures where CI picks them up."""
        self.results["load_average"] = os.getloadavg()
        self.results["broken"] = self.broken
        RESULTS.write_text(json.dumps(self.results, indent=2) + "\n")


def say(sentence: str) -> None:
    """One line for the person who waits."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def _row(samples: Samples) -> dict[str, Any]:
    return {
        "per_second": samples.per_second,
        "p50_ms": samples.latency("p50"),
        "p99_ms": samples.latency("p99"),
        "server_us": samples.cpu_per_request("server"),
        "postgres_us": samples.cpu_per_request("postgres"),
        "answer_bytes": samples.answer_bytes,
        "failed": samples.failed,
        "rounds": [round(run.per_second) for run in samples.runs],
    }
