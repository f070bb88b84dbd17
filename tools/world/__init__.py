"""Compile the world index that comes with geomap, from open data that package registries carry.

Run when the package is built; ``python -m tools.world OUT`` runs it by hand.
"""

from tools.world.compiling import compile_world

__all__ = ["compile_world"]
