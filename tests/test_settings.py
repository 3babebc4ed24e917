"""Settings: the folders of a checkout and of an installed package, and what the environment changes."""

from pathlib import Path

import platformdirs
import pytest

from finder.settings import Settings

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A package as a wheel lays it out."""
    package = tmp_path / "site-packages" / "finder"
    (package / "_data").mkdir(parents=True)
    return package


@pytest.fixture
def user_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose cache and data folders differ from each other."""
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda app: tmp_path / "cache" / app)
    monkeypatch.setattr(platformdirs, "user_data_path", lambda app: tmp_path / "share" / app)
    return tmp_path


def test_a_checkout_uses_the_folders_at_its_root() -> None:
    settings = Settings.from_environment({})
    assert (settings.data / "zips.npz").is_file()
    assert (settings.templates / "base.html").is_file()
    assert (settings.translations / "es" / "LC_MESSAGES" / "messages.mo").is_file()
    assert settings.cache == ROOT / ".cache" / "travel"
    assert settings.trials == ROOT / "data" / "trials"


def test_an_installed_package_uses_its_own_folders(installed: Path, user_folders: Path) -> None:
    settings = Settings.from_environment({}, installed)
    assert settings.data == installed / "_data"
    assert settings.templates == installed / "_templates"
    assert settings.translations == installed / "_translations"


def test_an_installed_package_writes_to_the_users_folders(installed: Path, user_folders: Path) -> None:
    settings = Settings.from_environment({}, installed)
    assert settings.cache == user_folders / "cache" / "infusion-access-finder" / "travel"
    assert settings.trials == user_folders / "share" / "infusion-access-finder" / "trials"


def test_the_environment_moves_folders_wherever_the_package_is(installed: Path, user_folders: Path) -> None:
    environ = {"FINDER_DATA": "/srv/data", "FINDER_CACHE": "/srv/cache", "FINDER_TRIALS": "/srv/register"}
    for settings in (Settings.from_environment(environ), Settings.from_environment(environ, installed)):
        assert (settings.data, settings.cache, settings.trials) == (
            Path("/srv/data"),
            Path("/srv/cache"),
            Path("/srv/register"),
        )


def test_trials_follow_a_data_folder_that_the_operator_named(installed: Path, user_folders: Path) -> None:
    environ = {"FINDER_DATA": "/srv/data"}
    assert Settings.from_environment(environ).trials == Path("/srv/data/trials")
    assert Settings.from_environment(environ, installed).trials == Path("/srv/data/trials")


def test_services_are_those_of_the_environment() -> None:
    settings = Settings.from_environment(
        {
            "FINDER_GEOCODER": "census",
            "FINDER_OSRM_URL": "http://10.0.0.1:5000",
            "FINDER_VALHALLA_URL": "https://maps.example.org/v/",
            "FINDER_ENGINE_TABLE_LIMIT": "8000",
        }
    )
    assert settings.geocoder == "census"
    assert settings.osrm_url == "http://10.0.0.1:5000"
    assert settings.valhalla_url == "https://maps.example.org/v/"
    assert settings.engine_table_limit == "8000"


def test_an_empty_variable_counts_as_unset() -> None:
    names = ("DATA", "CACHE", "TRIALS", "GEOCODER", "OSRM_URL", "VALHALLA_URL", "ENGINE_TABLE_LIMIT")
    assert Settings.from_environment({f"FINDER_{name}": "" for name in names}) == Settings.from_environment({})


def test_no_service_is_chosen_unless_the_operator_chose_it() -> None:
    settings = Settings.from_environment({})
    assert (settings.geocoder, settings.osrm_url, settings.valhalla_url, settings.engine_table_limit) == (None,) * 4


def test_the_representation_hides_server_addresses() -> None:
    shown = repr(Settings.from_environment({"FINDER_OSRM_URL": "http://me:hunter2@maps.example.org"}))
    assert "hunter2" not in shown
    assert "engine_table_limit" in shown
