"""The dataset's closed codelists: each code with its definition.

A `Codelist` is also the annotation of the model fields that use it: it adds the `enum` to the JSON Schema, and the table
columns take their `enum` from it.
"""

# ruff: noqa: F403, F405  # one namespace of 50 lists: naming each twice would add nothing

from factpack.models import quantity
from factpack.models.codelists.codelist import *
from factpack.models.codelists.computed import *
from factpack.models.codelists.curated import *

CODELISTS: tuple[Codelist, ...] = (
    FACT_TYPE,
    RELEASE_STAGE,
    MEETING_STAGE,
    SANCTIONS_STAGE,
    COUNT_STAGE,
    DATE_PRECISION,
    DATE_SPAN,
    QUALIFIER,
    Codelist("vague_quantity", "Quantities in words that state no number", quantity.VAGUE),
    COUNTED_AS,
    LEGAL_FORM,
    OUTCOME,
    MEETING_KIND,
    MEETING_FORM,
    TOPIC,
    SANCTIONS_MEASURE,
    SECTOR,
    COUNT_MEASURE,
    STOCK_OR_FLOW,
    UNIT,
    PLACE_ROLE,
    DIMENSION,
    CREDIT,
    LINK_RELATION,
    AGREEMENT,
    CONFLICT_BETWEEN,
    BASIS,
    DATE_BASIS,
    RESOLUTION_METHOD,
    OVERLAP,
    OVERLAP_BASIS,
    ADDS_UP,
    TOTAL_REASON,
    ACTOR_KIND,
    PUBLISHED_BASIS,
    UNUSED_REASON,
    PARAGRAPH_STATUS,
)
