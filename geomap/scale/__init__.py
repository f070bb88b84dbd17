"""Millions of rows: each distinct name once, on all cores, in steady memory; or on a cluster.

`resolve_many` and `geoparse_many` need no more than geomap itself. `locate_cluster` puts
the same work on a dask cluster (``pip install "geomap[dask]"``).
"""

from geomap.scale.cluster import locate_cluster, read_parquet, write_parquet
from geomap.scale.many import Ask, geoparse_many, resolve_many

__all__ = ["Ask", "geoparse_many", "locate_cluster", "read_parquet", "resolve_many", "write_parquet"]
