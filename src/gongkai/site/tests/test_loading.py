"""Loading: Python looks through for garbage neither what is loaded nor while it is loaded."""

import gc

import pytest

from gongkai.site.loading import staying


def test_what_is_made_meanwhile_is_never_looked_through():
    with staying():
        assert not gc.isenabled()
        stays = [[]]
    assert gc.isenabled()
    assert not any(each is stays for each in gc.get_objects())


def test_garbage_is_collected_again_where_loading_fails():
    with pytest.raises(ImportError), staying():
        raise ImportError
    assert gc.isenabled()
