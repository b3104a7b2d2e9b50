"""Threads of mails: whatever the order of arrival, mails that refer to each other end in one thread."""

from collections.abc import Sequence
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from services.api.interactions.domain import ThreadChoice, choose_thread
from services.kit.ids import new_id

Mail = tuple[str, tuple[str, ...]]

IDS = st.sampled_from("abcdefgh")
MAILS = st.lists(st.tuples(IDS, st.lists(IDS, max_size=3).map(tuple)), max_size=10)


def test_a_mail_that_knows_nobody_begins_a_thread() -> None:
    assert choose_thread([]) == ThreadChoice(None)


def test_of_several_threads_the_oldest_takes_in_the_others() -> None:
    oldest, newer, newest = sorted((new_id(), new_id(), new_id()))

    assert choose_thread([newest, oldest, newer, oldest]) == ThreadChoice(oldest, (newer, newest))


@given(mails=MAILS, order=st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_every_order_of_arrival_gives_the_same_threads(mails: list[Mail], order: object) -> None:
    shuffled = list(mails)
    order.shuffle(shuffled)  # type: ignore[attr-defined]

    assert groups(shuffled) == groups(mails)


@given(mails=MAILS)
@settings(max_examples=40, deadline=None)
def test_mails_share_a_thread_exactly_when_a_chain_of_references_joins_them(mails: list[Mail]) -> None:
    threads = arrive(mails)

    for first, first_refers in mails:
        for second, second_refers in mails:
            is_joined = bool(reach(mails, {first, *first_refers}) & {second, *second_refers})
            assert (threads[first] == threads[second]) is is_joined


def arrive(mails: Sequence[Mail]) -> dict[str, UUID]:
    """Play the arrival of mails, as the service does with tables; the thread of every id."""
    thread_of: dict[str, UUID] = {}
    for own, refers in mails:
        ids = {own, *refers}
        choice = choose_thread([thread_of[identity] for identity in ids if identity in thread_of])
        thread_id = choice.thread_id or new_id()
        for identity, thread in thread_of.items():
            if thread in choice.absorbed:
                thread_of[identity] = thread_id
        thread_of.update(dict.fromkeys(ids, thread_id))
    return thread_of


def groups(mails: Sequence[Mail]) -> set[frozenset[str]]:
    """Ids by thread."""
    by_thread: dict[UUID, set[str]] = {}
    for identity, thread in arrive(mails).items():
        by_thread.setdefault(thread, set()).add(identity)
    return {frozenset(group) for group in by_thread.values()}


def reach(mails: Sequence[Mail], seen: set[str]) -> set[str]:
    """Every id that a chain of references leads to."""
    while True:
        more = {identity for own, refers in mails if seen & {own, *refers} for identity in (own, *refers)}
        if more <= seen:
            return seen
        seen = seen | more
