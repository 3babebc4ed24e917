"""The words of US street addresses in one form each."""

DIRECTIONS = {
    "n": "n", "no": "n", "north": "n", "norte": "n", "s": "s", "so": "s", "south": "s", "sur": "s", "e": "e", "east": "e",
    "este": "e", "w": "w", "west": "w", "oeste": "w", "ne": "ne", "northeast": "ne", "nw": "nw", "northwest": "nw", "se": "se",
    "southeast": "se", "sw": "sw", "southwest": "sw",
}  # fmt: skip
_TYPES = {
    "aly": "alley", "av": "avenue", "ave": "avenue", "aven": "avenue", "avn": "avenue", "avenida": "avenue",
    "bl": "boulevard", "blv": "boulevard", "blvd": "boulevard", "boul": "boulevard", "brg": "bridge", "byp": "bypass",
    "calle": "street", "cir": "circle", "circ": "circle", "cswy": "causeway", "ct": "court", "crt": "court", "cv": "cove",
    "dr": "drive", "drv": "drive", "expy": "expressway", "expwy": "expressway", "ext": "extension", "fwy": "freeway",
    "hwy": "highway", "ln": "lane", "lp": "loop", "pk": "pike", "pkwy": "parkway", "pky": "parkway", "pkway": "parkway",
    "prkwy": "parkway", "pwy": "parkway", "pl": "place", "plz": "plaza", "pza": "plaza", "rd": "road", "sq": "square",
    "st": "street", "str": "street", "steet": "street", "ter": "terrace", "terr": "terrace", "tpke": "turnpike",
    "tpk": "turnpike", "trl": "trail", "wy": "way",
}  # fmt: skip
TYPES = _TYPES | {word: word for word in {*_TYPES.values(), "row", "path", "run", "walk", "mall", "paseo", "camino"}}
# Words that are written short inside a street's name, or in a location's.
SHORT_FORMS = {
    "center": "ctr", "centre": "ctr", "cntr": "ctr", "cent": "ctr", "medical": "med", "memorial": "mem", "hospital": "hosp",
    "hospitals": "hosp", "university": "univ", "mountain": "mt", "mount": "mt", "mtn": "mt", "fort": "ft", "point": "pt",
    "heights": "hts", "park": "pk", "springs": "spgs", "spring": "spgs", "junction": "jct", "doctor": "dr", "saints": "st",
    "saint": "st", "sainte": "st", "ste": "st", "santa": "sta", "professional": "prof", "industrial": "ind",
}  # fmt: skip
ORDINALS = dict(
    zip(
        (
            *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
            *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
            "twentieth",
        ),
        map(str, range(1, 21)),
        strict=True,
    )
)
CARDINALS = dict(
    zip(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
        map(str, range(1, 13)),
        strict=True,
    )
)
# A word that counts units, and what kind of unit: two rooms are two doors, whatever each list calls a room.
UNITS = {
    "suite": "room", "suit": "room", "ste": "room", "unit": "room", "apt": "room", "apartment": "room", "room": "room",
    "rm": "room", "office": "room", "ofc": "room", "oficina": "room", "local": "room", "space": "room", "spc": "room",
    "bldg": "building", "building": "building", "edif": "building", "edificio": "building", "tower": "building",
    "torre": "building", "pavilion": "building", "wing": "building", "floor": "floor", "flr": "floor", "fl": "floor",
    "piso": "floor", "level": "floor", "lvl": "floor",
}  # fmt: skip
# Words in front of the number of a highway: "State Road 237", "SR 237", "US Highway 80", "GA Highway 119", "Ruta 2".
HIGHWAY = "highway|highwy|hwy|hiway|route|rte|rt|ruta|carr|carretera|interstate|road|rd"
HIGHWAY_OWNERS = "us|usa|u s|state|st|county|cnty|co|old|business|bus|pr|farm to market|ranch to market"
HIGHWAY_CODES = "sr|sh|cr|fm|rm|us|ih|i|pr|th|cth|sth"
