"""The standing people, at agencies whose names a report can print: no digits, which would run into the year's."""

import pytest


@pytest.fixture
def people(people):
    """The same three, at two agencies with proper names."""
    for agency, name in ((people.agency, "澄湖市测试局"), (people.other_agency, "栖岭县测试局")):
        agency.name = name
        agency.save()
    return people
