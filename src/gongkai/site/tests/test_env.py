"""What the environment says of sizes, and what is said of a mistake in it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from gongkai.site import env

DEFAULT = {"audio": 100, "video": 300}


def test_sizes_that_are_named_change_and_the_others_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.sizes("GONGKAI_TEST_MB", DEFAULT) == DEFAULT
    monkeypatch.setenv("GONGKAI_TEST_MB", "video=800")
    assert env.sizes("GONGKAI_TEST_MB", DEFAULT) == {"audio": 100, "video": 800}


@pytest.mark.parametrize("value", ["film=5", "video", "video=0", "video=5MB"])
def test_a_mistake_in_sizes_is_said(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("GONGKAI_TEST_MB", value)
    with pytest.raises(ImproperlyConfigured, match="GONGKAI_TEST_MB"):
        env.sizes("GONGKAI_TEST_MB", DEFAULT)
