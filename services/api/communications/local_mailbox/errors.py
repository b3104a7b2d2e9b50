from services.kit.problems import NotFound


class NotALocalStack(NotFound):
    slug, title = "not-a-local-stack", "There is no local mailbox here"
    default_detail = "Mails leave through a real mail server, so they cannot be read here."
