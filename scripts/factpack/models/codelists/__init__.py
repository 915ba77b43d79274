"""Define the dataset's codelists: each code with its definition."""

# ruff: noqa: F403, F405  # one namespace of 50 lists: naming each twice would add nothing

from factpack.models.codelists.codelist import *
from factpack.models.codelists.of_facts import *
from factpack.models.codelists.of_links import *

# In the order in which they are declared. The codes of links are listed as the exports have them.
CODELISTS: tuple[Codelist, ...] = tuple(
    value for value in [*globals().values()] if isinstance(value, Codelist) and value is not WRITTEN_RELATION
)
