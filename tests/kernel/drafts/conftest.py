"""The city and the people of the tests of measures: their forms are real ones."""

from tests.kernel.measures.conftest import administrator, city, english, officer, other_officer

__all__ = ["administrator", "city", "english", "officer", "other_officer"]
