"""Whether those who are said to have taken part are known here."""

from collections.abc import Sequence

from services.api.customers.contacts.service import known_contacts
from services.api.identity.members.service import known_members
from services.api.interactions.schemas import ParticipantGiven
from services.kit.problems import UnknownReference
from services.kit.work import Work


async def require_participants(work: Work, given: Sequence[ParticipantGiven]) -> None:
    """Leave only those through whose contact and member are there: a foreign key would not say which one it missed.

    Raises:
        UnknownReference: the first one who is not there, by their place in the list.
    """
    contacts = known_contacts(contact_ids=[one.contact_id for one in given if one.contact_id])
    members = known_members(user_ids=[one.user_id for one in given if one.user_id])
    if not any(one.contact_id or one.user_id for one in given):
        return
    answers = await work.session.ask(contacts, members)
    for place, one in enumerate(given):
        if one.contact_id and one.contact_id not in answers[contacts]:
            raise UnknownReference(f"/participants/{place}/contact_id")
        if one.user_id and one.user_id not in answers[members]:
            raise UnknownReference(f"/participants/{place}/user_id")
