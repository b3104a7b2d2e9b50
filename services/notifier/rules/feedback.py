"""A customer answered a survey: the people of the project hear of it, else those who work for them, the owner, and
whoever watches the customer or the project."""

from services.contracts.envelope import Envelope
from services.contracts.events.feedback import SurveyResponseFacts, SurveyResponseUpdated
from services.notifier.notices import Link, Notice, PlannedDelivery
from services.notifier.picture import Concerns, Member, Picture
from services.notifier.reading import read
from services.notifier.rules.audience import by_all_channels, reason_of, told

METRIC_WORDS = {"nps": "recommendation (NPS)", "csat": "satisfaction (CSAT)", "ces": "effort (CES)"}
LOW, GOOD = "low", "good"
#: What of a known answer is news: it found other people, or says more than before.
NEWS = frozenset({"customer_id", "project_id", "score", "comment"})


def concerns(envelope: Envelope) -> Concerns | None:
    """The project it was answered on, else the customer's open ones. What belongs to nobody waits in the queue."""
    response = read(SurveyResponseFacts, envelope)
    if response.project_id is None and response.customer_id is None:
        return None
    if envelope.type == SurveyResponseUpdated.TYPE and not NEWS & set(read(SurveyResponseUpdated, envelope).changed):
        return None
    project_ids = frozenset([response.project_id] if response.project_id else [])
    customer = [response.customer_id] if response.customer_id else []
    return Concerns(
        project_ids=project_ids,
        customer_id=response.customer_id,
        has_open_projects=not project_ids,
        watched_ids=frozenset([*project_ids, *customer]),
    )


def deliveries(envelope: Envelope, picture: Picture) -> list[PlannedDelivery]:
    """Project people, the customer's owner and watchers; who reads only the subject learns whether it is urgent."""
    on_projects = [user_id for project in picture.projects.values() for user_id in sorted(project.member_ids)]
    owner = [picture.customer.owner_id] if picture.customer and picture.customer.owner_id else []
    response = read(SurveyResponseFacts, envelope)
    planned: list[PlannedDelivery] = []
    for member in told(envelope, picture, [*on_projects, *owner, *picture.watchers]):
        planned += by_all_channels(member, _notice(envelope, response, picture, member))
    return planned


def _notice(envelope: Envelope, response: SurveyResponseFacts, picture: Picture, member: Member) -> Notice:
    who = response.respondent_name or response.respondent_address or "A customer"
    survey = response.survey_name or "a survey"
    customer = picture.customer.name if picture.customer else ""
    project = picture.projects.get(response.project_id) if response.project_id else None
    metric = METRIC_WORDS.get(response.metric, "") if response.score is not None else ""
    return Notice(
        subject=_subject(response, who, survey),
        headline=_headline(response, who, survey),
        context=" · ".join(word for word in (customer, project.name if project else "", metric) if word),
        quote=response.comment,
        quoted_name=who,
        link=Link("survey_response", envelope.subject.id),
        button="Open the answer",
        reason=reason_of(picture, member),
    )


def _subject(response: SurveyResponseFacts, who: str, survey: str) -> str:
    if response.score is None:
        return f"{who} answered {survey}"
    given = f"{who} gave {_score(response)} on {survey}"
    if response.standing != LOW:
        return given
    return f"{'Detractor' if response.metric == 'nps' else 'Low score'}: {given}"


def _headline(response: SurveyResponseFacts, who: str, survey: str) -> str:
    if response.score is None:
        return f"{who} answered {survey}."
    return f"{who} gave {_score(response)} on {survey}{_class(response)}."


def _class(response: SurveyResponseFacts) -> str:
    """Of an NPS answer, what its giver is called."""
    if response.metric != "nps":
        return ", a low score" if response.standing == LOW else ""
    return {LOW: ": a detractor", GOOD: ": a promoter"}.get(response.standing or "", ": a passive")


def _score(response: SurveyResponseFacts) -> str:
    return f"{response.score:g} of {response.highest:g}"
