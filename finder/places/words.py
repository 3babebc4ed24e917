"""Words of addresses that say what a number or a name beside them is: USPS Publication 28, and the Spanish words for the same.

Appendix B: directions. Appendix C1: street suffixes. Appendix C2: secondary units.
"""

UNITS = frozenset({
    "apartado", "apartment", "apt", "apto", "bldg", "box", "building", "buzon", "department", "dept", "edif",
    "edificio", "floor", "gate", "hangar", "hngr", "lot", "lote", "ofc", "office", "ofic", "pier", "piso", "pmb", "pob",
    "rm", "room", "slip", "space", "spc", "ste", "stop", "suite", "trailer", "trlr", "unidad", "unit",
})  # fmt: skip
# What a number belongs to that follows, and is then no ZIP code.
NUMBERED = UNITS | frozenset({
    "carr", "carretera", "casa", "cr", "exit", "ext", "fm", "hc", "highway", "hwy", "key", "km", "mile", "milepost",
    "no", "nr", "num", "number", "numero", "po", "rd", "rear", "road", "route", "rr", "rt", "rte", "side", "sr",
}) | frozenset({  # papers that patients have at hand
    "account", "acct", "claim", "dob", "group", "grp", "medicaid", "medicare", "member", "mrn", "npi", "patient", "policy",
    "record", "ssn", "subscriber",
})  # fmt: skip
PHONES = frozenset({
    "call", "fax", "llame", "ph", "phone", "tel", "telefono", "telephone",
})  # fmt: skip
ZIP_LABELS = frozenset({
    "cp", "postal", "zip", "zipcode", "zips",
})  # fmt: skip
# "2409 Acton Rd 35243" ends with a ZIP code; "County Road 35243" does not.
ROADS = frozenset({"road", "rd"})
NUMBERED_ROADS = frozenset({
    "cnty", "co", "county", "farm", "forest", "indian", "old", "private", "ranch", "reservation", "service", "state",
    "township", "us",
})  # fmt: skip
# What makes a county of the name before it.
COUNTY_WORDS = frozenset({"county", "parish", "cnty", "cty"})
# What is no city in a longer text: Street is a town in Maryland, but not in "12 Main Street".
STREET_WORDS = frozenset({
    "alley", "aly", "ave", "avenida", "avenue", "blvd", "boulevard", "bridge", "calle", "camino", "cir", "circle",
    "court", "crossing", "ct", "dr", "drive", "e", "east", "expressway", "freeway", "highway", "hwy", "lane", "ln",
    "loop", "n", "ne", "north", "nw", "parkway", "path", "pike", "pkwy", "pl", "place", "plaza", "rd", "road", "route",
    "s", "se", "south", "sq", "square", "st", "street", "sw", "ter", "terrace", "trail", "trl", "turnpike", "w", "way",
    "west", "xing",
})  # fmt: skip
