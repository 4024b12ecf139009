"""The options of a select."""

from gongkai.agencies.templatetags.agencies_forms import options


def test_the_chosen_one_is_marked_and_nothing_where_none_is() -> None:
    choices = [(0, "未交办"), (7, "综合科")]
    assert options(choices, 7) == '<option value="0">未交办</option><option value="7" selected>综合科</option>'
    assert options(choices, 0).count("selected") == 1
    assert "selected" not in options(choices, None)
    assert "selected" not in options([("", "全部")], "")


def test_values_and_words_are_escaped() -> None:
    assert options([('"', "<b>")], "") == '<option value="&quot;">&lt;b&gt;</option>'
