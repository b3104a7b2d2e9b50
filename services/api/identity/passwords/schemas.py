"""Passwords as the API takes them; none is ever in an answer."""

from pydantic import BaseModel, Field

from services.api.identity.accounts.schemas import EmailAddress, NewPassword
from services.api.web.fields import Creation


class PasswordChange(Creation):
    """A new password, by somebody who knows the present one."""

    current_password: str = Field(max_length=1024, json_schema_extra={"format": "password"})
    password: NewPassword


class ResetRequest(Creation):
    """The address whose password is forgotten."""

    email: EmailAddress


class ResetRequested(BaseModel):
    """The same for every address."""

    expires_in: int = Field(description="Seconds that the link in the mail works, where there is an account.")


class ResetConfirmation(Creation):
    """The token of the link in the mail, and the new password."""

    token: str = Field(max_length=200, examples=["rpw_..."])
    password: NewPassword
