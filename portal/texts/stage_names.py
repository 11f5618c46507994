"""What stages are called in the languages of England and Wales, for reading what re:hub writes by hand."""

from portal.domain.stages import Stage
from portal.texts.library import Library

LANGUAGES = ("en", "cy")


def list_stage_names(library: Library) -> dict[Stage, tuple[str, ...]]:
    """Return the names of every stage, English and Welsh."""
    return {stage: tuple(library.stage(lang, stage.value).name for lang in LANGUAGES) for stage in Stage}
