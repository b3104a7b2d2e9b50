"""Measure, print, and with `--check` end non-zero when a promise does not hold."""

import argparse
import asyncio
import os
import secrets
import sys

os.environ.setdefault("SECRET_KEY", secrets.token_hex(32))

from tests.bench.comparison import Effort, answers, compare
from tests.bench.dataset import ready_database
from tests.bench.engines import LARGE, SMALL, BenchEngines, bench_engines
from tests.bench.loads import LOADS, TIMELINE
from tests.bench.mail_delay import measure_mail_delay
from tests.bench.memory import GROWTH as MEMORY_GROWTH
from tests.bench.pages import measure_pages
from tests.bench.report import Report, say
from tests.bench.rows import Ids
from tests.bench.servers import (
    PRODUCT,
    SMALL_NAME,
    Server,
    bench_servers,
    issue_reference_token,
    names_of_customers,
)
from tests.bench.steady import measure_steady

LARGE_ROWS, SMALL_ROWS = 1_000_000, 10_000
GROWTH = 1.3
LCP_MS, CLS = 2800, 0.05
MAIL_P50_MS, MAIL_P99_MS = 150, 1000
SERVED = 400


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4, help="length of one turn")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--mail-seconds", type=int, default=60)
    parser.add_argument("--steady-seconds", type=int, default=300)
    parser.add_argument(
        "--busy-streams", type=int, default=0, help="of the steady load's streams, how many hear of mails"
    )
    parser.add_argument("--rows", type=int, default=LARGE_ROWS, help="interactions in the large database")
    parser.add_argument("--only", action="append", help="a word of the loads, or 'mail steady growth pages'")
    parser.add_argument("--check", action="store_true", help="end non-zero when a promise does not hold")
    return parser.parse_args()


async def _databases(engines: BenchEngines, rows: int) -> tuple[Ids, Ids]:
    postgres = engines.postgres
    await engines.make_small_database()
    say(f"Loading {rows:,} and {SMALL_ROWS:,} interactions, unless an earlier run left them.")
    large, small = [
        await ready_database(postgres.dsn_for(name, is_superuser=True), postgres.dsn_for(name), count)
        for name, count in ((LARGE, rows), (SMALL, SMALL_ROWS))
    ]
    return large, small


def _is_wanted(name: str, only: list[str] | None) -> bool:
    return not only or any(word in name for word in only)


def _measure(
    report: Report, servers: dict[str, Server], names: list[str], postmaster: int, given: argparse.Namespace
) -> None:
    effort = Effort(given.rounds, given.seconds, given.connections)
    beside = {name: server for name, server in servers.items() if name != SMALL_NAME}
    for load in LOADS:
        if not _is_wanted(load.name, given.only):
            continue
        status = answers(load, servers[PRODUCT], names)
        if status >= SERVED:
            report.promise(f"{load.name}: the product answers {status}", holds=False)
            continue
        report.add_load(load, compare(load, beside, names, postmaster, effort))
    if _is_wanted("growth", given.only):
        _measure_growth(report, servers, names, postmaster, effort)


def _measure_growth(
    report: Report, servers: dict[str, Server], names: list[str], postmaster: int, effort: Effort
) -> None:
    both = {name: servers[name] for name in (PRODUCT, SMALL_NAME)}
    # One connection: the latency of a request, not of a queue.
    samples = compare(TIMELINE, both, names, postmaster, Effort(effort.rounds, effort.seconds, 1))
    growth = samples[PRODUCT].latency("p50") / samples[SMALL_NAME].latency("p50")
    say("\ntimeline at a hundred times the rows, one connection")
    for name, one in samples.items():
        say(f"  {name:30} {one.latency('p50'):8.2f} ms p50 {one.cpu_per_request('postgres'):8.0f} us in PostgreSQL")
    report.results["timeline growth"] = growth
    report.promise(f"timeline: {growth:.2f} x the latency of 10,000 rows, promised {GROWTH}", holds=growth <= GROWTH)


def _measure_mail(report: Report, engines: BenchEngines, seconds: int) -> None:
    found = measure_mail_delay(engines, seconds)
    report.results["webhook to mail"] = vars(found)
    say(f"\nfrom the webhook's 2xx to the accepted mail, {found.sent} mails at 20/s")
    report.promise(f"mail: p50 {found.p50:.0f} ms, promised {MAIL_P50_MS}", holds=found.p50 <= MAIL_P50_MS)
    report.promise(f"mail: p99 {found.p99:.0f} ms, promised {MAIL_P99_MS}", holds=found.p99 <= MAIL_P99_MS)
    report.promise(f"mail: {found.arrived} of {found.sent} arrived", holds=found.arrived == found.sent)


def _measure_steady(report: Report, engines: BenchEngines, seconds: int, busy_streams: int) -> None:
    found = measure_steady(engines, seconds, busy_streams=busy_streams)
    report.results["steady"] = vars(found)
    say(f"\n{found.sent} mails at 50/s beside {found.streams} live streams, {busy_streams} of them told of mails")
    spent = ", ".join(f"{name} {spent:.1f}" for name, spent in found.cpu.items())
    say(f"  milliseconds of processor time per mail: {spent}; together {sum(found.cpu.values()):.1f}")
    say("  slowest of each ten seconds, ms: " + " ".join(f"{delay:.0f}" for delay in found.slowest))
    report.promise(
        f"steady: p99 {found.p99:.0f} ms, p50 {found.p50:.0f} ms, promised {MAIL_P99_MS}",
        holds=found.p99 <= MAIL_P99_MS,
    )
    whole = found.arrived == found.sent and not found.repeated
    told = f"{found.arrived} of {found.sent} arrived alone, {found.digested} in digests, {found.repeated} again"
    report.promise(f"steady: {told}", holds=whole)
    for name, share in found.growth.items():
        size = f"{found.mib[name]:.0f} MiB, {share:+.1%} over the second half"
        report.promise(f"steady: {name} {size}, promised {MEMORY_GROWTH:.0%}", holds=share <= MEMORY_GROWTH)


def _measure_pages(report: Report) -> None:
    found = measure_pages()
    report.results["pages"] = {name: vars(one) for name, one in found.items()}
    say("\npages on a line of 9 Mbit/s, with a processor made 4 times slower")
    for name, one in found.items():
        report.promise(f"{name}: LCP {one.lcp:.0f} ms, promised {LCP_MS}", holds=one.lcp <= LCP_MS)
        report.promise(f"{name}: CLS {one.cls:.3f}, promised {CLS}", holds=one.cls <= CLS)


async def _prepare(engines: BenchEngines, rows: int) -> tuple[Ids, Ids, str, list[str]]:
    large, small = await _databases(engines, rows)
    await engines.forget_unfinished()
    superuser = engines.postgres.superuser_dsn
    return large, small, await issue_reference_token(superuser, large), await names_of_customers(superuser)


def main() -> int:
    """Run everything that was asked for."""
    given = _arguments()
    report = Report()
    if _is_wanted("pages", given.only):
        _measure_pages(report)
        if given.only == ["pages"]:
            return _ended(report, given)
    with bench_engines() as engines:
        large, small, token, names = asyncio.run(_prepare(engines, given.rows))
        postmaster = engines.postgres.pid
        assert postmaster is not None
        # First, while the outbox is empty: the loads write events that nobody publishes.
        if _is_wanted("mail", given.only):
            _measure_mail(report, engines, given.mail_seconds)
        if _is_wanted("steady", given.only):
            _measure_steady(report, engines, given.steady_seconds, given.busy_streams)
        with bench_servers(engines, large, small, token) as servers:
            _measure(report, servers, names, postmaster, given)
    return _ended(report, given)


def _ended(report: Report, given: argparse.Namespace) -> int:
    report.write()
    say(f"\nLoad average {os.getloadavg()[0]:.1f}. Written to bench-results.json.")
    return 1 if given.check and report.broken else 0


if __name__ == "__main__":
    sys.exit(main())
