"""Changes planted into an archive that has nothing wrong: one at a time, each with what must be found and what may follow."""

from collections.abc import Iterator
from random import Random

from benchmarks.planted.base import Base, Mutation
from benchmarks.planted.fields import plant_fields
from benchmarks.planted.files import plant_files
from benchmarks.planted.letters import plant_letters
from benchmarks.planted.lists import plant_lists
from benchmarks.planted.words import plant_words

__all__ = ["plant"]


def plant(base: Base, random: Random) -> Iterator[Mutation]:
    """Every change that can be planted, with digits, copies and words by chance."""
    for family in (plant_fields, plant_lists, plant_letters, plant_words, plant_files):
        yield from family(base, random)
