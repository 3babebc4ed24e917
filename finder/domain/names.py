"""Names brought to one form, so that they meet however they are written."""

import re
import unicodedata


def plain(name: str) -> str:
    """Lower-case ASCII words without accents or punctuation: "Cañon City" -> "canon city", "D.C." -> "dc"."""
    if name.isascii() and name.replace(" ", "").isalpha():
        return " ".join(name.lower().split())
    written = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    # "St.Louis" is two words, "D.C." one.
    written = re.sub(r"['.`]", "", re.sub(r"(?<=[a-z]{2})\.", " ", written))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", written).split())
