from collections.abc import Collection, Sequence
from typing import cast
from uuid import UUID

from sqlalchemy import ARRAY, LargeBinary, Table, any_, bindparam, select, text, update

from services.api.interactions.models import Interaction, InteractionProject, ThreadMessage
from services.kit.asking import Asked, Question
from services.kit.gathering import put
from services.kit.reads import fence
from services.kit.session import HOLDING_KEY
from services.kit.work import Work

#: The lock of a workspace's threads, for who opens a transaction that will need it.
THREADS = "rapport threads"
LOCK_THREADS = text("SELECT pg_advisory_xact_lock(hashtextextended(:holding || ' ' || :workspace, 0))")
# One parameter however many ids there are, so that it stays prepared.
THREADS_OF_MESSAGES = Question(
    select(ThreadMessage.thread_id)
    .where(
        ThreadMessage.workspace_id == fence(),
        ThreadMessage.message_id_hash == any_(bindparam("hashes", type_=ARRAY(LargeBinary()))),
    )
    .distinct()
)
POINT_MESSAGE = put(cast(Table, ThreadMessage.__table__), renewed=("thread_id",))


async def lock_threads(work: Work) -> None:
    """Threads of a workspace are joined by one transaction at a time, so that none joins one that just went."""
    if work.session.info.get(HOLDING_KEY) != THREADS:
        await work.session.execute(LOCK_THREADS, {"holding": THREADS, "workspace": str(work.workspace_id)})


def unscoped_threads_of_messages(*, hashes: Collection[bytes]) -> Asked[list[UUID]]:
    """The threads that hold or refer to any of these message ids."""
    return Asked(THREADS_OF_MESSAGES, {"hashes": sorted(hashes)}, lambda rows: [UUID(row["thread_id"]) for row in rows])


def point_messages(work: Work, *, hashes: Collection[bytes], thread_id: UUID) -> None:
    """Let these message ids lead to the thread."""
    own = {"workspace_id": work.workspace_id, "thread_id": thread_id}
    work.gather(POINT_MESSAGE, *({**own, "message_id_hash": one} for one in sorted(hashes)))


async def absorb_threads(work: Work, *, absorbed: Sequence[UUID], into: UUID) -> None:
    """Move message ids and interactions of threads that turned out to be one."""
    await work.session.execute(
        update(ThreadMessage)
        .where(ThreadMessage.workspace_id == work.workspace_id, ThreadMessage.thread_id.in_(absorbed))
        .values(thread_id=into)
    )
    await work.session.execute(
        update(Interaction)
        .where(Interaction.workspace_id == work.workspace_id, Interaction.thread_id.in_(absorbed))
        .values(thread_id=into, version=Interaction.version + 1)
        .execution_options(synchronize_session=False)
    )


async def unscoped_customers_of_thread(work: Work, *, thread_id: UUID) -> frozenset[UUID]:
    """The customers that interactions of a thread belong to."""
    statement = (
        select(Interaction.customer_id)
        .where(
            Interaction.workspace_id == work.workspace_id,
            Interaction.thread_id == thread_id,
            Interaction.customer_id.is_not(None),
        )
        .distinct()
    )
    return frozenset(found for found in (await work.session.execute(statement)).scalars() if found)


async def unscoped_projects_of_thread(work: Work, *, thread_id: UUID, customer_id: UUID) -> list[UUID]:
    """The projects that a customer's interactions of a thread belong to."""
    statement = (
        select(InteractionProject.project_id)
        .join(
            Interaction,
            (Interaction.workspace_id == InteractionProject.workspace_id)
            & (Interaction.id == InteractionProject.interaction_id),
        )
        .where(
            Interaction.workspace_id == work.workspace_id,
            Interaction.thread_id == thread_id,
            Interaction.customer_id == customer_id,
        )
        .distinct()
    )
    return sorted((await work.session.execute(statement)).scalars())


async def unscoped_unmatched_of_thread(work: Work, *, thread_id: UUID) -> list[Interaction]:
    """Mails of a thread that belong to no customer yet, oldest first, locked."""
    statement = (
        select(Interaction)
        .where(
            Interaction.workspace_id == work.workspace_id,
            Interaction.thread_id == thread_id,
            Interaction.channel == "email",
            Interaction.customer_id.is_(None),
        )
        .order_by(Interaction.occurred_at, Interaction.id)
        .with_for_update()
    )
    return list((await work.session.execute(statement)).scalars())


async def unscoped_followers_in_thread(work: Work, *, thread_id: UUID, customer_id: UUID) -> list[Interaction]:
    """Interactions of a thread that were matched to the customer by the thread, oldest first, locked."""
    statement = (
        select(Interaction)
        .where(
            Interaction.workspace_id == work.workspace_id,
            Interaction.thread_id == thread_id,
            Interaction.customer_id == customer_id,
            Interaction.matched_by == "thread",
        )
        .order_by(Interaction.occurred_at, Interaction.id)
        .with_for_update()
    )
    return list((await work.session.execute(statement)).scalars())
