"""Labels and predictions are compared by exact stretch and category, each mistake once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from spanbridge.converters.comparing import Counts, Mark, counts_of, differences, kind_of

MARKS = st.lists(
    st.builds(
        lambda start, length, category: Mark(start, start + length, category),
        st.integers(0, 20),
        st.integers(1, 6),
        st.sampled_from("AB"),
    ),
    max_size=6,
    unique=True,
)


@given(MARKS, MARKS)
def test_right_wrong_and_missed_add_up(expected, predicted):
    counts = counts_of(expected, predicted)
    assert counts.labelled == len(expected)
    assert counts.right + counts.wrong == len(predicted)


@given(MARKS, MARKS)
def test_f1_is_the_same_whoever_is_taken_for_right(one, other):
    assert counts_of(one, other).f1 == counts_of(other, one).f1


@given(MARKS)
def test_what_is_the_same_is_all_right(marks):
    assert counts_of(marks, marks) == Counts(right=len(marks))
    assert differences(marks, marks) == []


@given(MARKS, MARKS)
def test_each_mark_that_is_not_right_is_in_one_difference(expected, predicted):
    found = differences(expected, predicted)
    assert sorted(a for a, _ in found if a) == sorted({*expected} - {*predicted})
    assert sorted(b for _, b in found if b) == sorted({*predicted} - {*expected})
    assert all(a.overlaps(b) for a, b in found if a and b)


def test_the_pair_that_shares_most_belongs_together():
    label, near, far = Mark(0, 10, "A"), Mark(2, 10, "B"), Mark(0, 3, "A")
    assert differences([label], [far, near]) == [(label, near), (None, far)]
    assert [kind_of(*pair) for pair in differences([label], [far, near])] == ["both", "invented"]


def test_marks_that_touch_do_not_overlap():
    assert not Mark(0, 3, "A").overlaps(Mark(3, 5, "A"))
    assert Mark(0, 0, "A").overlaps(Mark(0, 0, "B"))
