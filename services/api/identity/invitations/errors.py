"""Refusals about invitations."""

from services.kit.problems import Conflict, FieldError, NotFound, Problem


class AlreadyMember(Conflict):
    """The address belongs to a member of this workspace."""

    slug, title = "already-a-member", "This person is a member already"
    default_detail = "Their role can be changed in the list of members."

    def __init__(self) -> None:
        super().__init__(errors=[FieldError("/email", "already_a_member", self.default_detail)])


class AlreadyInvited(Conflict):
    """An invitation to the address is still open."""

    slug, title = "already-invited", "This address is invited already"
    default_detail = "Send that invitation again, or revoke it first."
    constraints = ("uq_invitations_open",)

    def __init__(self) -> None:
        super().__init__(errors=[FieldError("/email", "already_invited", self.default_detail)])


class SentTooOften(Conflict):
    """One invitation was mailed as often as one may be."""

    slug, title = "sent-too-often", "This invitation was sent many times"
    default_detail = "Ask the person to look among their unwanted mail, or revoke it and invite another address."


class TooManyInvitations(Problem):
    """The workspace has sent as many invitations as it may within an hour."""

    slug, title, status = "too-many-invitations", "Many invitations were sent", 429
    default_detail = "Please go on in an hour; those sent are on their way."

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "3600"})


class InvitationUnknown(NotFound):
    """The token is not ours, was used or withdrawn, or is too old: all told alike."""

    slug, title = "invitation-unknown", "This invitation does not work"
    default_detail = "It was used, withdrawn or sent more than seven days ago. Ask for a new one."


class AccountExists(Conflict):
    """The invited address has an account, whose password is needed."""

    slug, title = "account-exists", "This address has an account"
    default_detail = "Enter its password to join."

    def __init__(self) -> None:
        super().__init__(errors=[FieldError("/password", "password_needed", self.default_detail)])


class OtherAccount(Conflict):
    """Somebody else is signed in than the one who is invited."""

    slug, title = "other-account", "This invitation is for another address"
    default_detail = "Sign out, then open the link in the mail again."
