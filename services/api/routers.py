"""Every router, in the order in which paths are tried: the busiest first."""

from fastapi import APIRouter

from services.api.collaboration.comments.router import router as comments
from services.api.collaboration.watchers.router import router as watchers
from services.api.communications.dead_letters.router import router as dead_letters
from services.api.communications.local_mailbox.router import router as local_mailbox
from services.api.communications.notifications.router import router as notifications
from services.api.communications.receipts.router import router as deliveries
from services.api.customers.contacts.router import router as contacts
from services.api.customers.router import router as customers
from services.api.feedback.responses.router import router as survey_responses
from services.api.identity.accounts.router import router as accounts
from services.api.identity.api_keys.router import router as api_keys
from services.api.identity.invitations.router import router as invitations
from services.api.identity.members.router import router as members
from services.api.identity.passwords.router import router as passwords
from services.api.identity.sessions.router import mine as my_sessions
from services.api.identity.sessions.router import router as sessions
from services.api.identity.workspace.router import router as workspace
from services.api.integrations.receiving import router as inbound
from services.api.integrations.router import router as integrations
from services.api.interactions.attachments.router import router as attachments
from services.api.interactions.pictures.router import router as pictures
from services.api.interactions.router import router as interactions
from services.api.projects.planning.router import router as planning
from services.api.projects.router import router as projects
from services.api.search.router import router as search
from services.api.timeline.audit.router import router as audit
from services.api.timeline.feed.router import router as events

BASE_PATH = "/api/v1"

ROUTERS: tuple[APIRouter, ...] = (
    customers,
    interactions,
    attachments,
    pictures,
    planning,
    projects,
    search,
    contacts,
    survey_responses,
    inbound,
    notifications,
    events,
    comments,
    watchers,
    audit,
    integrations,
    invitations,
    members,
    sessions,
    my_sessions,
    passwords,
    accounts,
    api_keys,
    workspace,
    deliveries,
    dead_letters,
    local_mailbox,
)
