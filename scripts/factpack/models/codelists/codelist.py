"""Define what a codelist is: codes with their cue words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema


@dataclass(frozen=True, eq=False)
class Codelist:
    """A closed list of codes.

    name: the id of the list in the table `codelists`; title: its heading in the codebook;
    codes: code → definition, in reading order.

    cues: code → the English words by which a phrase states it, joined by commas; `*` is any ending, `…` up to four words;
    under the empty code, words that look like a cue but are not. opposites: pairs of groups of codes: a phrase that has a
    cue of only one group contradicts a code of the other. about: words for what the codes describe; against: words for
    something else: they contradict a code that is read by its cues alone, unless the phrase also has one of `about`, and
    no phrase with one is an unknown wording.
    """

    name: str
    title: str
    codes: Mapping[str, str]
    cues: Mapping[str, str] = field(default_factory=dict)
    opposites: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    about: str = ""
    against: str = ""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema(list(self.codes))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {
            "type": "string",
            "enum": list(self.codes),
            "enumDescriptions": list(self.codes.values()),  # shown by editors
        }
