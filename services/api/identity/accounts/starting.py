"""A new workspace for somebody who has an account: the way on for who left theirs, or whose was deleted."""

from services.api.identity.accounts import repository
from services.api.identity.accounts.errors import SignupClosed
from services.api.identity.accounts.schemas import WorkspaceStart
from services.api.identity.accounts.service import found_workspace, founder_of, is_closed
from services.api.identity.dependencies import Identity
from services.api.identity.sessions import signing
from services.api.identity.sessions.domain import Caller
from services.api.identity.sessions.errors import WrongCredentials
from services.api.identity.sessions.service import Session, open_session
from services.kit.correlation import correlation_id
from services.kit.ids import new_id


async def start_workspace(identity: Identity, wanted: WorkspaceStart, *, caller: Caller) -> Session:
    """Found a workspace with a known person as its owner, and sign in there.

    Closed sign-up keeps people from helping themselves to workspaces; it does not lock an installation whose last
    workspace was deleted.

    Raises:
        WrongCredentials: unknown address or wrong password.
        TooManyAttempts: too many attempts failed before this one.
        SignupClosed: sign-up is closed, and there is a workspace to be invited to.
    """
    known, _ = await signing.checked(identity, wanted.email, wanted.password, caller=caller)
    has_workspaces = await repository.unscoped_any_workspace(identity.database.reader)
    if has_workspaces and is_closed(identity.settings, anybody_registered=True):
        raise SignupClosed
    founder = founder_of(new_id(), known.user_id, known.name)
    async with identity.database.work(founder, correlation_id=correlation_id()) as work:
        user = await repository.unscoped_account(work, known.user_id)
        if user is None or user.password_hash != known.password_hash:
            raise WrongCredentials
        membership = await found_workspace(
            work, user=user, workspace_name=wanted.workspace_name, time_zone=wanted.time_zone
        )
        return await open_session(work, membership=membership, caller=caller)
