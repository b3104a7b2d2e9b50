"""Which requests an answer is told by, beside the one it says the same as."""

from services.api.feedback.responses.domain import OTHER_MESSAGES_KEPT, other_messages
from services.kit.ids import new_id


def test_a_request_that_was_overtaken_stays_among_those_that_told_of_it() -> None:
    first, second, third = new_id(), new_id(), new_id()
    after_second = other_messages([], told_by=first, says_now=second)
    after_third = other_messages(after_second, told_by=second, says_now=third)
    assert (after_second, after_third) == ([first], [first, second])
    assert other_messages(after_third, told_by=third, says_now=first) == [second, third]


def test_an_answer_by_hand_has_no_request_and_only_the_last_ones_are_kept() -> None:
    others = [new_id() for _ in range(OTHER_MESSAGES_KEPT)]
    newest = new_id()
    assert other_messages([], told_by=None, says_now=newest) == []
    assert other_messages(others, told_by=newest, says_now=new_id()) == [*others[1:], newest]
