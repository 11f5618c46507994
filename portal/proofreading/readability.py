"""The reading grade of English: years of school in the United States. A reading age is about five more."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any


def grade(sentences: Sequence[str]) -> float:
    """Return the Flesch-Kincaid grade of sentences, each counted as one whatever stands inside it."""
    text = " ".join(f"{sentence.replace('.', '')}." for sentence in sentences)
    return float(_load().flesch_kincaid_grade(text)) if text else 0.0


@lru_cache(maxsize=1)
def _load() -> Any:
    """Load the library when it is first needed: it takes a second, which no other command should wait for."""
    import textstat  # noqa: PLC0415 (as above)

    return textstat
