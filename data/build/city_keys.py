"""Build data/city_keys.npz: which rows of the towns and of the ZIP codes have which name, in the form that names are looked up.

Run from the project's root, after the ZIP codes and towns were made, and after every change of `finder.places.names.city_key`:

    PYTHONPATH=. python data/build/city_keys.py --out data
"""

import argparse
from pathlib import Path

import numpy as np

from finder.places.cities import city_index
from finder.reference.reference import Reference


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--out", type=Path, required=True, help="the data folder")
    folder = parser.parse_args().out
    reference = Reference(folder)
    index = city_index(reference.zips, reference.towns)
    np.savez_compressed(
        folder / "city_keys.npz", key=index.key, first=index.first.astype(np.int32), row=index.row.astype(np.int32)
    )
    print(f"{len(index.key):,} names of {len(index.row):,} rows")


if __name__ == "__main__":
    main()
