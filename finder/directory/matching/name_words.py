"""The words of names of health care locations: short forms, legal and common words, and kinds of service."""

SHORT_FORMS = {
    "acad": "academy", "dev": "development", "assn": "association", "assoc": "associates", "cancr": "cancer",
    "cent": "center", "centers": "center", "centre": "center", "centres": "center", "childrens": "children",
    "clinics": "clinic", "cntr": "center", "cnty": "county", "co": "county", "comm": "community",
    "cpc": "child parent center", "cr": "center", "ctr": "center", "ctrs": "center", "dept": "department", "dist": "district",
    "ft": "fort", "gen": "general", "grp": "group", "hc": "health care", "healthcare": "health care", "hlth": "health",
    "hosp": "hospital", "hospitals": "hospital", "hsp": "hospital", "infusions": "infusion", "inst": "institute",
    "med": "medical", "mem": "memorial", "meml": "memorial", "mgmt": "management", "mt": "mount", "mtn": "mountain",
    "natl": "national", "onc": "oncology", "ped": "pediatric", "peds": "pediatric", "phys": "physicians", "reg": "regional",
    "regl": "regional", "rehab": "rehabilitation", "rmc": "regional medical center", "saint": "saint", "saints": "saint",
    "schl": "school", "spec": "specialty", "st": "saint", "ste": "saint", "sts": "saint", "svc": "services",
    "svcs": "services", "sys": "system", "systems": "system", "univ": "university", "vet": "veterans", "vets": "veterans",
    "wm": "william", "womans": "women", "womens": "women", "mens": "men", "i": "1", "ii": "2", "iii": "3", "iv": "iv",
}  # fmt: skip
LEGAL = frozenset(
    (
        *("inc", "incorporated", "llc", "llp", "lp", "ltd", "limited", "corp", "corporation", "company", "pllc", "pc", "pa"),
        *("plc", "psc", "the", "of", "and", "at", "in", "for", "a", "an", "dba", "de", "la", "el", "los", "las", "del", "y"),
        "apmc",
    )
)
# Names in which a word means something else.
PHRASES = {"sacred heart": "sacredheart"}
# Words for what most locations are: they say nothing of which one.
GENERIC = frozenset(
    (
        *("hospital", "medical", "medicine", "center", "health", "care", "system", "clinic", "services", "service", "group"),
        *("associates", "association", "foundation", "institute", "department", "program", "programs", "facility", "campus"),
        *("authority", "practice", "physicians", "physician", "specialists", "partners", "network", "division", "office"),
        *("outpatient", "inpatient", "therapy", "treatment", "school", "academy", "day", "daycare", "learning", "preschool"),
        *("affiliated", "acute", "access"),
    )
)
SIDES = frozenset(("north", "south", "east", "west", "central", "upper", "lower", "midtown", "downtown", "university", "state"))
# Words that many names have: sharing only these is not enough, but they count where a name has no others.
COMMON = (
    GENERIC
    | SIDES
    | frozenset(
        (
            *("regional", "general", "community", "county", "memorial", "district", "university", "national", "public", "city"),
            *("municipal", "specialty", "infusion", "new", "saint", "mount", "no", "number", "1", "2", "3", "pharmacy", "home"),
            *(
                "cancer",
                "oncology",
                "surgery",
                "surgical",
                "family",
                "urgent",
                "primary",
                "children",
                "child",
                "women",
                "state",
            ),
            *("development", "america", "american", "us", "usa", "united", "states", "critical", "emergency", "area", "valley"),
        )
    )
)
# A name with one of these is a hospital's, with `HEALTH` it may be, and with `PRACTICE` it is not.
HOSPITAL = ("hospital", "infirmary", "medical center", "health system")
HEALTH = frozenset(("hospital", "infirmary", "medical", "health"))
PRACTICE = frozenset(
    (
        *("clinic", "physicians", "physician", "associates", "group", "practice", "specialists", "office", "school", "family"),
        *("primary", "therapy", "diagnostics", "professional", "school"),
    )
)
# A word that makes a location a part of another, or another kind of one: two names must have the same ones to be one.
KINDS = {
    "behavioral": "behavioral", "psychiatric": "behavioral", "psychiatry": "behavioral", "mental": "behavioral",
    "recovery": "behavioral", "psych": "behavioral", "rehabilitation": "rehabilitation", "ltac": "specialty",
    "ltach": "specialty", "specialty": "specialty", "transitional": "specialty", "select": "specialty",
    "kindred": "specialty", "vibra": "specialty", "regency": "specialty", "continuecare": "specialty",
    "lifecare": "specialty", "dialysis": "dialysis", "renal": "dialysis", "nephrology": "dialysis", "hospice": "hospice",
    "nursing": "nursing", "pharmacy": "pharmacy", "apothecary": "pharmacy", "dental": "dental", "dentistry": "dental",
    "veterans": "veterans", "va": "veterans", "surgery": "surgery", "surgical": "surgery", "ambulatory": "surgery",
    "orthopedic": "orthopedic", "orthopedics": "orthopedic", "orthopaedic": "orthopedic", "orthopaedics": "orthopedic",
    "spine": "orthopedic", "children": "children", "pediatric": "children", "pediatrics": "children", "women": "women",
    "maternity": "women", "heart": "heart", "cardiac": "heart", "cardiovascular": "heart", "cardiology": "heart",
    "cancer": "cancer", "oncology": "cancer", "hematology": "cancer", "radiology": "imaging", "imaging": "imaging",
    "laboratory": "laboratory", "lab": "laboratory", "diagnostics": "laboratory", "quest": "laboratory",
    "labcorp": "laboratory", "urgent": "urgent", "emergency": "emergency", "infusion": "infusion",
    "rheumatology": "rheumatology", "neurology": "neurology", "gastroenterology": "gastroenterology", "eye": "eye",
    "ophthalmology": "eye", "transplant": "transplant", "burn": "burn", "wound": "wound", "sleep": "sleep", "pain": "pain",
}  # fmt: skip
# Kinds that say nothing outside of health care.
ONLY_IN_HEALTH = frozenset(("children", "women", "emergency", "behavioral", "specialty"))
