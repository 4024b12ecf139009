"""Agencies and people for tests, of every room."""

import factory
from factory.django import DjangoModelFactory

from gongkai.agencies.enums import Administrator, Role
from gongkai.agencies.models import Agency, Department, Membership, User

PASSWORD = "a-password-for-tests"


class AgencyFactory(DjangoModelFactory):
    """An agency; `parent=` puts it below another."""

    class Meta:
        model = Agency

    code = factory.Sequence(lambda n: f"AGENCY-{n}")
    name = factory.Sequence(lambda n: f"测试机关{n}")
    short_name = factory.Sequence(lambda n: f"测关{n}")
    path = factory.LazyAttribute(lambda made: f"{made.parent.path if made.parent else ''}{made.code}/")
    parent = None


class DepartmentFactory(DjangoModelFactory):
    """A department of an agency."""

    class Meta:
        model = Department

    agency = factory.SubFactory(AgencyFactory)
    name = factory.Sequence(lambda n: f"测试科室{n}")


class UserFactory(DjangoModelFactory):
    """An account without any right; `administrator=` makes it one of the three."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        system = factory.Trait(administrator=Administrator.SYSTEM)
        security = factory.Trait(administrator=Administrator.SECURITY)
        audit = factory.Trait(administrator=Administrator.AUDIT)

    username = factory.Sequence(lambda n: f"user{n}")
    display_name = factory.Sequence(lambda n: f"测试人员{n}")

    @classmethod
    def _create(cls, model_class: type[User], *args: object, **fields: object) -> User:
        return model_class.objects.create_user(password=PASSWORD, **fields)


class MembershipFactory(DjangoModelFactory):
    """A person with a role in an agency."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    agency = factory.SubFactory(AgencyFactory)
    role = Role.HANDLER
