"""Every mapped table of the API, for migrations and for the mapper's registry."""

from services.api.collaboration.comments.models import Comment
from services.api.collaboration.watchers.models import Watcher
from services.api.communications.dead_letters.models import DeadLetter
from services.api.communications.notifications.models import Notification
from services.api.communications.receipts.models import DeliveryReceipt
from services.api.customers.contacts.models import Contact, ContactAddress
from services.api.customers.models import Customer, CustomerDomain, ExternalRef
from services.api.feedback.responses.models import SurveyResponse
from services.api.identity.accounts.models import PasswordReset, User, Workspace
from services.api.identity.api_keys.models import ApiKey
from services.api.identity.invitations.models import Invitation
from services.api.identity.members.models import Member
from services.api.identity.sessions.models import RefreshToken, Throttle
from services.api.integrations.models import InboundMessage, InboundSource
from services.api.interactions.models import Attachment, Interaction, InteractionProject, Participant, ThreadMessage
from services.api.projects.models import Project, ProjectCustomer, ProjectMember
from services.api.projects.planning.models import Milestone, Phase, Task, TaskDependency
from services.api.search.models import SearchEntry
from services.api.timeline.event_models import ConsumedEvent, Event, EventPosition, OutboxEntry
from services.api.timeline.models import TimelineEntry
from services.api.web.idempotency_models import IdempotencyKey
from services.kit.orm import Base

GROUND = (Event, OutboxEntry, EventPosition, ConsumedEvent, IdempotencyKey)
IDENTITY = (User, PasswordReset, Workspace, Member, Invitation, RefreshToken, ApiKey, Throttle)
INDEXES = (TimelineEntry, SearchEntry)
CUSTOMERS = (Customer, CustomerDomain, ExternalRef, Contact, ContactAddress)
PROJECTS = (Project, ProjectCustomer, ProjectMember, Phase, Milestone, Task, TaskDependency)
INTERACTIONS = (Interaction, InteractionProject, Participant, Attachment, ThreadMessage)
COLLABORATION = (Comment, Watcher)
INTEGRATIONS = (InboundSource, InboundMessage)
FEEDBACK = (SurveyResponse,)
COMMUNICATIONS = (Notification, DeliveryReceipt, DeadLetter)

metadata = Base.metadata
