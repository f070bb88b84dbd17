"""Millions of rows: each distinct name once, on all cores, in steady memory; or on a cluster.

`resolve_many` and `geoparse_many` need no more than geomap itself. `locate_cluster` puts
the same work on a dask cluster (``pip install "geomap[dask]"``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap.scale.many import Ask, geoparse_many, resolve_many

if TYPE_CHECKING:
    from geomap.scale.cluster import locate_cluster, read_parquet, write_parquet

__all__ = ["Ask", "geoparse_many", "locate_cluster", "read_parquet", "resolve_many", "write_parquet"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the cluster's module has
    """Load what a cluster needs, pandas among it, once it is asked for (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module 'geomap.scale' has no attribute {name!r}")
    from geomap.scale import cluster

    return getattr(cluster, name)
