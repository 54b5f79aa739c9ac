"""That no lesion of the spine is there: an answer of the case, beside the lesions that it has or has not."""

from __future__ import annotations

from backstay.web.records.models import Episode, Fact

# The question which lesions there are: each lesion answers it, and an answer of this name says that there is none.
LESIONS = "lesions"


def latest(episode: Episode) -> Fact | None:
    """The newest answer about the whole spine, whatever it says."""
    return episode.facts.filter(name=LESIONS, lesion=None, superseded_by=None).first()


def none_there(episode: Episode) -> Fact | None:
    """The answer that there is no lesion, where it holds."""
    found = latest(episode)
    return found if found and found.state == "known" else None
