"""What a phrase says, read by machine: quantities, dates, stages and names.

Pure functions of a few words of English. Each gives what *can* be read, and nothing where the words leave it open: a
curator then says why in an `inference`. They err on the side of reading too little.
"""

from factpack.evidence.days import DateReading, dates
from factpack.evidence.numbers import quantities
from factpack.evidence.stages import stages
from factpack.evidence.words import names, says_not_yet, says_unknown, straighten

__all__ = [
    "DateReading",
    "dates",
    "names",
    "quantities",
    "says_not_yet",
    "says_unknown",
    "stages",
    "straighten",
]
