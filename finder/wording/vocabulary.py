"""Every vocabulary, once: what each code is called in words."""

from finder.domain.facility import SiteOfCare
from finder.text import Text, text

EXAMPLE_MARK = text("Example, not a real service")
UNREACHABLE = text("unreachable by road")
NO_ROAD = text("no road")
# Instead of a number of people that is not shown, because it or another one is small.
HIDDEN = text("(hidden)")
DATE_UNKNOWN = text("no date given")
NOT_KNOWN = text("not known")
# A cell of a table with nothing to say; the same in every language.
NONE = "–"

SITE_WORDS: dict[SiteOfCare, Text] = {
    "hospital_outpatient": text("hospital"),
    "freestanding": text("infusion center"),
    "physician_office": text("doctor's office"),
    "stop": text("mobile unit stop"),
    "home_infusion": text("home infusion"),
    "pharmacy": text("infusion pharmacy"),
    "long_term_care": text("long-term care"),
    "residential": text("home for residents"),
    "prison": text("prison or jail"),
    "unknown": text("type of location not known"),
}
LANGUAGE_WORDS: dict[str, Text] = {
    "en": text("English"),
    "es": text("Spanish"),
    "zh": text("Chinese"),
    "vi": text("Vietnamese"),
    "tl": text("Tagalog"),
    "ko": text("Korean"),
    "ar": text("Arabic"),
    "ru": text("Russian"),
    "ht": text("Haitian Creole"),
    "fr": text("French"),
    "pt": text("Portuguese"),
    "nv": text("Navajo"),
    "ase": text("American Sign Language"),
}
PAYMENT_WORDS: dict[str, Text] = {
    "medicare": text("Medicare"),
    "medicaid": text("Medicaid"),
    "private": text("private insurance"),
    "va": text("VA or TRICARE"),
    "self_pay": text("self-pay"),
    "reduced": text("help with the cost"),
}
ANSWER_WORDS: dict[str, Text] = {"yes": text("yes"), "no": text("no"), "limited": text("limited")}

# Whom a location serves: ages, then groups to which it limits itself.
SERVES_WORDS: dict[str, Text] = {
    "adults": text("adults"),
    "children": text("children"),
    "cancer": text("only people with cancer"),
    "women": text("only women"),
    "veterans": text("only veterans"),
    "tribal": text("only members of tribes"),
    "own_patients": text("only its own patients"),
}

COUNTY_TYPE_WORDS: dict[str, Text] = {
    "large_metro": text("large metro"),
    "metro": text("metro"),
    "micro": text("micro"),
    "rural": text("rural"),
    "ceac": text("very remote (CEAC)"),
}
GROUP_WORDS: dict[str, Text] = {
    "65_plus": text("65 years and older"),
    "poverty": text("below the poverty line"),
    "no_car": text("in a household without a car"),
    "metro": text("in a metropolitan area"),
    "micro": text("in a micropolitan area (around a town of 10,000 to 50,000)"),
    "neither": text("outside both: small towns and rural areas"),
}
COMPASS_WORDS: dict[str, Text] = {
    "north": text("north"),
    "north-east": text("northeast"),
    "east": text("east"),
    "south-east": text("southeast"),
    "south": text("south"),
    "south-west": text("southwest"),
    "west": text("west"),
    "north-west": text("northwest"),
}
# Which locations count: the choices of evidence, those of mobile stops, and the rows of a comparison.
COUNTED_WORDS: dict[str, Text] = {
    "any": text("any listed location"),
    "listed": text("the treatment listed by any source, of any age"),
    "price_list": text("on a price list, or stronger evidence"),
    "paid": text("known: paid claims, its website, or staff"),
    "page": text("on its website, or confirmed by staff"),
    "confirmed": text("confirmed by staff"),
}
# The same in a word or two.
LEVEL_WORDS: dict[str, Text] = {
    "any": text("any location"),
    "listed": text("any source"),
    "price_list": text("price list"),
    "paid": text("paid claims"),
    "page": text("website"),
    "confirmed": text("staff"),
}
MOBILE_WORDS: dict[str, Text] = {
    "include": text("included"),
    "exclude": text("excluded"),
    "only": text("only these"),
}
COMPARED_WORDS: dict[str, Text] = {
    **COUNTED_WORDS,
    "centers": text("without mobile stops"),
    "stops": text("only mobile stops"),
}
# What new stops are chosen for.
OBJECTIVE_WORDS: dict[str, Text] = {
    "people": text("the most people brought within the standard"),
    "burden": text("the most miles of driving saved"),
    "backup": text("the most people with a second location"),
    "equity": text("the most people brought within, with more weight for people 65 or older, in poverty, or without a car"),
    "robust": text("the most people brought within, on average over short, expected, and long travel times"),
    "worst": text("the shortest longest drive in a state"),
    "fewest": text("the fewest stops with which every county meets the standard"),
}
WHERE_WORDS: dict[str, Text] = {
    "any": text("in any state"),
    "state": text("only in the state asked about"),
}
TRAVEL_BAND_WORDS: dict[str, Text] = {
    "low": text("every trip as short as the estimate allows"),
    "middle": text("travel as estimated"),
    "high": text("every trip as long as the estimate allows"),
}
CATCHMENT_VARIANT_WORDS: dict[str, Text] = {
    "stepped-90": text("E2SFCA, three bands of 30, 60, and 90 minutes (as above)"),
    "stepped-60": text("E2SFCA, three bands of 20, 40, and 60 minutes"),
    "binary-60": text("2SFCA: the same weight anywhere within 60 minutes"),
    "linear-90": text("E2SFCA, weight declining linearly to 90 minutes"),
    "exponential-90": text("E2SFCA, weight halved every 30 minutes, up to 90"),
    "gaussian-90": text("E2SFCA, Gaussian weight up to 90 minutes"),
    "m2sfca": text("M2SFCA: chairs far from everyone are partly lost"),
    "3sfca": text("3SFCA: people divide their demand among nearby locations"),
    "few-chairs": text("E2SFCA, half as many chairs where the number is not known"),
    "many-chairs": text("E2SFCA, twice as many chairs where the number is not known"),
}
TRIAL_PHASE_WORDS: dict[str, Text] = {
    "EARLY_PHASE1": text("early phase 1"),
    "PHASE1": text("phase 1"),
    "PHASE2": text("phase 2"),
    "PHASE3": text("phase 3"),
    "PHASE4": text("phase 4"),
    "NA": text("no phase: not a drug trial"),
}
PHASE_NOT_GIVEN = text("phase not given")
