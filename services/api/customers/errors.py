from services.kit.problems import Conflict


class StillUsed(Conflict):
    slug, title = "still-used", "Something belongs to this record"
    default_detail = (
        "By now something else belongs to this record, so it was kept. Open it to see what, or delete it without "
        "only_unused."
    )


class ExternalRefTaken(Conflict):
    slug, title = "external-ref-taken", "Another record has this external reference"
    default_detail = (
        "Another record of this kind already carries that system and id. Open that one, or remove it there first."
    )
    constraints = ("pk_external_refs",)
