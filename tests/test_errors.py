"""Each error is one line: what is wrong, then what to do."""

import pytest

from finder import errors
from finder.domain.geo import Point
from finder.domain.place import Place, PlaceAmbiguous, PlaceNotFound
from finder.errors import DataError, DirectoryError, FinderError, InputError, QueryError, ServiceError
from finder.text import text

EVERY_ERROR = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, FinderError)]
PLACE = Place("x", "Springfield, Illinois", Point(39.8, -89.64), "city")


def test_an_error_says_what_is_wrong_and_then_what_to_do() -> None:
    assert str(QueryError(text("No %(what)s.", what="radius"), text("Try 60."))) == "No radius. Try 60."


@pytest.mark.parametrize("error", [QueryError, PlaceNotFound, DirectoryError, DataError, ServiceError])
def test_bad_input_ends_with_two(error: type[FinderError]) -> None:
    made = error(text("a"), text("b"))
    assert made.exit_code == 2
    assert isinstance(made, FinderError)


@pytest.mark.parametrize("error", [QueryError, PlaceNotFound, PlaceAmbiguous])
def test_what_was_typed_is_an_input_error(error: type[FinderError]) -> None:
    assert issubclass(error, InputError)


@pytest.mark.parametrize("error", EVERY_ERROR)
def test_every_error_stands_in_the_drawing(error: type[FinderError]) -> None:
    assert error.__name__ in (errors.__doc__ or "")


def test_a_name_of_several_places_carries_them_and_ends_with_one() -> None:
    error = PlaceAmbiguous("Springfield", [PLACE, PLACE])
    assert error.exit_code == 1
    assert error.candidates == (PLACE, PLACE)
    assert str(error).startswith("“Springfield” could mean 2 places.")


def test_a_place_not_found_carries_suggestions_or_none() -> None:
    assert PlaceNotFound(text("a"), text("b"), [PLACE]).suggestions == (PLACE,)
    assert PlaceNotFound(text("a"), text("b")).suggestions == ()


def test_a_damaged_file_is_one_refusal_and_a_refusal_made_inside_stays() -> None:
    damaged, too_large = QueryError(text("Damaged."), text("Give another.")), QueryError(text("Too large."), text("Cut it."))
    with pytest.raises(QueryError, match="Damaged"), errors.refuse_damage(damaged):
        raise KeyError("what a library stumbles over")
    with pytest.raises(QueryError, match="Too large"), errors.refuse_damage(damaged):
        raise too_large
