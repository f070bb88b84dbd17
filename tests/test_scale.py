"""The located frame on a dask cluster: the same rows as on one machine, though a worker is killed."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any

import dask.dataframe as dd
import distributed
import geopandas as gpd
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from geomap.errors import InputError, UsageError
from geomap.events import COLUMNS, locate
from geomap.resolve import Gazetteer
from geomap.scale import cluster as scale_cluster
from geomap.scale import locate_cluster, read_parquet, write_parquet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Its event loop keeps timers and sockets that only the end of the process closes.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)

NAMES = ["Mosul", "Zyxwuvia", "Al-Asad air base", "western Iraq", None]


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "event_id": [f"e{n}" for n in range(200)],
            "place_text": [NAMES[n % 5] for n in range(200)],
            "country": "IQ",
            "mine": range(200),
        }
    )


@pytest.fixture(scope="module")
def wanted(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    return locate(frame, Gazetteer.open())


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=2, host="127.0.0.1", dashboard_address=None
        ) as workers,
        distributed.Client(workers) as opened,
    ):
        yield opened


def test_a_worker_killed_half_way_costs_no_row(
    client: Any, frame: pd.DataFrame, wanted: gpd.GeoDataFrame
) -> None:
    located = locate_cluster(dd.from_pandas(frame, npartitions=24))
    parts = client.compute(located.to_delayed())
    next(iter(distributed.as_completed(parts)))
    holding = client.who_has(parts)
    loser = next(worker for holders in holding.values() for worker in holders)
    os.kill(client.run(os.getpid, workers=[loser])[loser], signal.SIGKILL)
    got = pd.concat(client.gather(parts))
    assert_frame_equal(got, wanted)


def test_a_process_opens_the_gazetteer_once(client: Any, frame: pd.DataFrame) -> None:
    client.compute(locate_cluster(dd.from_pandas(frame, npartitions=16))).result()
    opened = client.run(lambda: scale_cluster._opened.cache_info().misses)
    assert set(opened.values()) <= {0, 1}
    assert 1 in opened.values()


def test_columns_and_dtypes_are_known_before_anything_is_computed(frame: pd.DataFrame) -> None:
    import dask_geopandas

    located = locate_cluster(dd.from_pandas(frame, npartitions=3))
    assert isinstance(located, dask_geopandas.GeoDataFrame)
    meta = located._meta
    dtypes = {column.name: str(meta.dtypes[column.name]) for column in COLUMNS}
    assert dtypes == {column.name: column.dtype for column in COLUMNS}
    assert meta.crs == "EPSG:4326"
    assert str(meta["mine"].dtype) == "int64"


def test_partitions_without_an_answer_have_the_same_dtypes(frame: pd.DataFrame) -> None:
    located = locate_cluster(dd.from_pandas(frame.assign(place_text=None), npartitions=4))
    for part in located.to_delayed():
        assert part.compute(scheduler="sync").dtypes.equals(located._meta.dtypes)


def test_parquet_parts_come_back_as_they_were(
    frame: pd.DataFrame, wanted: gpd.GeoDataFrame, tmp_path: Path
) -> None:
    import dask

    with dask.config.set(scheduler="sync"):
        write_parquet(locate_cluster(dd.from_pandas(frame, npartitions=4)), tmp_path / "out")
        assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
            f"part-{number:06}.parquet" for number in range(4)
        ]
        back = read_parquet(tmp_path / "out").compute()
    back = back.reset_index(drop=True).astype({"mine": "int64"})  # whole numbers come back nullable
    assert_frame_equal(back[list(wanted.columns)], wanted)
    assert len(gpd.read_parquet(tmp_path / "out" / "part-000000.parquet")) == 50


def test_parts_of_two_runs_are_not_mixed(frame: pd.DataFrame, tmp_path: Path) -> None:
    (tmp_path / "part-000000.parquet").write_bytes(b"of an earlier run")
    with pytest.raises(UsageError, match="holds parts of an earlier run"):
        write_parquet(locate_cluster(dd.from_pandas(frame, npartitions=2)), tmp_path)


def test_a_folder_without_parts_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no \*\.parquet file"):
        read_parquet(tmp_path)


def test_a_frame_without_places_is_refused_before_anything_is_computed() -> None:
    with pytest.raises(UsageError, match="the table has no column 'place_text'"):
        locate_cluster(dd.from_pandas(pd.DataFrame({"ort": ["Mosul"]}), npartitions=1))
