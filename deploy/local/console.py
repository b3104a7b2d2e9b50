"""The few lines a person sees in the terminal."""

import signal
import sys
from pathlib import Path


def say(line: str) -> None:
    """Print one line at once, also where the output is a pipe."""
    try:
        print(line, flush=True)
    except BrokenPipeError:
        # Nobody reads any more; that must not stop the product.
        # Open until the process ends: it is standard output from here on.
        sys.stdout = open("/dev/null", "w")  # noqa: SIM115


def death_notice(title: str, exit_code: int | None, wait: float, log_file: Path) -> str:
    """Say which process died, how, when it is back, and where its last words are."""
    return f"{title} stopped ({ending(exit_code)}); starting it again in {wait:.1f} s. Its log: {log_file}"


def ending(exit_code: int | None) -> str:
    """Put an exit code into words; negative codes are signals."""
    if exit_code is None:
        return "unknown reason"
    if exit_code < 0:
        try:
            return f"killed by {signal.Signals(-exit_code).name}"
        except ValueError:
            return f"killed by signal {-exit_code}"
    return f"exit code {exit_code}"
