from services.kit.problems import Conflict


class ExternalRefTaken(Conflict):
    slug, title = "external-ref-taken", "Another record has this external reference"
    default_detail = (
        "Another record of this kind already carries that system and id. Open that one, or remove it there first."
    )
    constraints = ("pk_external_refs",)
