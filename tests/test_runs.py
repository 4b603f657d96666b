"""Where Chinese characters stand side by side."""

from hypothesis import example, given
from hypothesis import strategies as st

from search.text.runs import RUN, runs_with


@given(st.text("税务局〇𠀀工a1-,，。 \n"), st.sampled_from("税工〇𠀀"))
@example("纳税，税", "税")
@example("工税工", "工")
def test_the_runs_with_a_character_are_those_of_all_runs_that_hold_it(
    text: str, character: str
) -> None:
    every = (run.span("han") for run in RUN.finditer(text) if run["han"])
    holding = [(start, end) for start, end in every if character in text[start:end]]
    assert list(runs_with(text, character)) == holding


def test_a_run_is_told_once_however_often_it_holds_the_character() -> None:
    assert list(runs_with("税务局收税。国税", "税")) == [(0, 5), (6, 8)]
