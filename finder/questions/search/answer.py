"""Answers a search: ranked options for a patient, and what is shown beside the list."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from finder.access.burden import Trip
from finder.access.need import Need
from finder.access.own_area import OwnArea, inner_distances_mi, inner_trip
from finder.access.ranking import SHOWN_IF_NONE_NEAR, rank
from finder.domain.arrays import Mask
from finder.domain.ferry import FerryTrip
from finder.domain.geography import Extent
from finder.domain.mileage import MileageRate
from finder.domain.place import Place
from finder.domain.therapy import Therapy
from finder.questions.base import Context
from finder.questions.search.alternatives import crossing, nearest_known
from finder.questions.search.ferries import NO_FERRIES, Ferries
from finder.questions.search.query import SearchQuery
from finder.questions.search.result import SearchResult
from finder.travel.model import NO_DESTINATION, TravelEnds, TravelMatrix, nearest
from finder.travel.spread import Spots, spread_out

# Three that fit are shown if none is near, and others stand by for those of them that are about to close.
_ENOUGH_FITTING = 6


def answer(query: SearchQuery, context: Context) -> SearchResult:
    """Rank the service points near a place. Raises PlaceNotFound, PlaceAmbiguous, or QueryError."""
    therapy = _therapy(query, context)
    place = context.places.find(query.place)
    if query.asked_at:
        query = replace(query, on=context.reference.time_zones.day_at(place.point, query.asked_at))
    rate = _rate(query, context)
    usd_per_mile = rate.usd_per_mile if rate else query.usd_per_mile or 0.0
    origin = context.candidates.ends([place.point])
    own, spread = _own_area(context, place, origin), context.places.gazetteer.spreads.of(place)
    need = Need(therapy, query.filters, usd_per_mile, place, query.age, own, spread)
    here = Spots.at(origin.points, spread)
    matrix = spread_out(_matrix(query, context, need, origin), here, context.candidates.spots.take)
    ferries = _ferries(context, place, origin, matrix)
    need = replace(need, ferries=_by_ferry(query, context, ferries, matrix))
    known, ruled_out = nearest_known(context, query, need, origin, matrix, ferries)
    ranking = rank(matrix, context.candidates.on(query.on), need, query.within_mi, query.limit, known=known, order=query.order)
    return SearchResult(
        query=query,
        context=context,
        place=place,
        therapy=therapy,
        method=matrix.method,
        ranking=ranking,
        ruled_out=ruled_out,
        crossing=crossing(context, query.on, need, place, ranking),
        travel_notice=matrix.notice,
        usd_per_mile=usd_per_mile,
        rate=rate,
    )


def _therapy(query: SearchQuery, context: Context) -> Therapy | None:
    """The therapy that was asked for, with the chosen regimen and days in a row."""
    therapy = context.therapy(query.therapy)
    if therapy and query.regimen:
        therapy = therapy.with_regimen(query.regimen)
    if therapy and query.days is not None:
        therapy = therapy.with_days(query.days)
    return therapy


def _rate(query: SearchQuery, context: Context) -> MileageRate | None:
    """The rate of the year, unless the patient set a cost per mile."""
    return context.reference.mileage_rate(query.on) if query.usd_per_mile is None else None


def _own_area(context: Context, place: Place, origin: TravelEnds) -> OwnArea:
    """Travel inside the patient's own ZIP code, and inside the own town."""
    county_type = int(origin.type_index[0])
    zips = context.places.gazetteer.zips

    def inside(extent: Extent | None) -> Trip | None:
        return inner_trip(context.travel.trips_of(inner_distances_mi(extent), county_type)) if extent else None

    return OwnArea(inside(zips.extent_of_zip(place.zip)), inside(zips.extent_of_town(place.city, place.state)))


def _matrix(query: SearchQuery, context: Context, need: Need, origin: TravelEnds) -> TravelMatrix:
    """Travel from the place to all within the radius, and to enough others that three that fit are among them."""
    fitting = context.candidates.fitting(query.on, need.therapy, need.filters.without_travel, need.age)
    placed = context.candidates.placed
    found = context.travel.matrix(origin, placed, query.within_mi, at_least=SHOWN_IF_NONE_NEAR)
    reached = int(np.count_nonzero(fitting[found.destination[found.destination != NO_DESTINATION]]))
    if reached >= min(SHOWN_IF_NONE_NEAR, int(np.count_nonzero(fitting))):
        return found
    nearest_fitting = _nearest_fitting(context, origin, fitting)
    if nearest_fitting and nearest_fitting.method == found.method:
        return found.joined(nearest_fitting)
    # The nearest do not all fit. So many at least hold three that do, however many of the others are nearer.
    at_least = SHOWN_IF_NONE_NEAR + int(np.count_nonzero(~fitting))
    return context.travel.matrix(origin, placed, query.within_mi, at_least=at_least)


def _nearest_fitting(context: Context, origin: TravelEnds, fitting: Mask) -> TravelMatrix | None:
    """Trips by road to a few of the candidates that fit, and to all others no farther; None if roads lead to too few."""
    ends, rows = context.candidates.some(fitting), np.flatnonzero(fitting)
    miles = nearest(context.travel, origin, ends, _ENOUGH_FITTING).by_road.distance_mi
    if len(miles) < min(SHOWN_IF_NONE_NEAR, len(rows)):
        return None
    # Of several at one address, all have to be there.
    near = context.travel.matrix(origin, ends, float(miles[-1])).by_road
    return replace(near, destination=rows[near.destination], destinations=len(fitting))


def _ferries(context: Context, place: Place, origin: TravelEnds, matrix: TravelMatrix) -> Ferries:
    """The ferries near a place, if there is anything that no road leads to."""
    return NO_FERRIES if np.isfinite(matrix.distance_mi).all() else Ferries.near(context, place.point, origin)


def _by_ferry(query: SearchQuery, context: Context, ferries: Ferries, matrix: TravelMatrix) -> Mapping[str, FerryTrip]:
    """Ways over a ferry to all in reach that no road leads to."""
    rows = matrix.destination[~np.isfinite(matrix.distance_mi) & (matrix.destination != NO_DESTINATION)]
    return ferries.trips(context, context.candidates.on(query.on), rows, 1, query.within_mi)
