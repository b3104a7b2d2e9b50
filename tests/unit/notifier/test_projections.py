"""What the notifier learns, from events that may come twice, late or all over again."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.contracts.envelope import Envelope, Subject
from services.contracts.events.customers import CustomerCreated, CustomerDeleted, CustomerUpdated
from services.contracts.events.identity import MemberChanged, MemberJoined
from services.contracts.events.projects import ProjectMemberAdded, ProjectMemberRemoved
from services.contracts.payload import REGISTRY, Payload
from services.kit.ids import new_id
from services.notifier.projections import PROJECTIONS, changes
from tests.support.envelopes import envelope_of

ADA = new_id()
KILN = Subject(kind="customer", id=new_id())
WEBSITE = Subject(kind="project", id=new_id())
USER = Subject(kind="user", id=ADA)

HISTORY: list[tuple[Payload, Subject]] = [
    (MemberJoined(user_id=ADA, role="member", email_notifications=True, name="Ada", email="a@x.example"), USER),
    (CustomerCreated(name="Kiln", kind="company"), KILN),
    (ProjectMemberAdded(user_id=ADA, role="member", project_name="Website"), WEBSITE),
    (CustomerUpdated(name="Kiln Works", kind="company", owner_id=ADA, changed=["name"]), KILN),
    (MemberChanged(user_id=ADA, role="admin", email_notifications=False, name="Ada", email="a@x.example"), USER),
    (ProjectMemberRemoved(user_id=ADA, role="member", project_name="Website"), WEBSITE),
    (CustomerDeleted(name="Kiln Works"), KILN),
]
EVENTS = [
    envelope_of(payload, subject=subject, position=position)
    for position, (payload, subject) in enumerate(HISTORY, start=1)
]


def known_after(events: list[Envelope]) -> dict[Any, Any]:
    """The same rule the statements in `knowledge` follow: an older position never overwrites a newer one."""
    rows: dict[Any, Any] = {}
    for event in events:
        for change in changes(event):
            key = (change.table, *sorted(change.key.items()))
            position = event.position or 0
            if key not in rows or position >= rows[key][0]:
                rows[key] = (position, change.values)
    return rows


@given(st.lists(st.sampled_from(EVENTS), max_size=20).flatmap(lambda extra: st.permutations([*EVENTS, *extra])))
def test_any_order_with_any_repetition_ends_in_the_same_knowledge(events: list[Envelope]) -> None:
    assert known_after(events) == known_after(EVENTS)


def test_a_deleted_customer_is_known_to_be_deleted() -> None:
    assert known_after(EVENTS)[("customers", ("id", KILN.id))][1]["is_deleted"]


def test_somebody_taken_off_a_project_is_off_it() -> None:
    key = ("project_members", ("project_id", WEBSITE.id), ("user_id", ADA))
    assert known_after(EVENTS)[key][1] == {"is_member": False}


def test_an_erased_person_leaves_a_member_without_name() -> None:
    joined = EVENTS[0].model_copy(update={"personal": None})
    assert changes(joined)[0].values["name"] == ""


def test_every_projected_type_is_in_the_contracts_and_its_example_can_be_learned() -> None:
    for event_type in PROJECTIONS:
        kind = REGISTRY[event_type]
        assert changes(envelope_of(kind.model_validate(kind.EXAMPLE)))


def test_other_types_change_nothing() -> None:
    interaction = REGISTRY["interaction.recorded"]
    assert changes(envelope_of(interaction.model_validate(interaction.EXAMPLE))) == []
